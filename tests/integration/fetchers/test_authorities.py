"""A site is believed that the usual authorities vouch for, or the operator's own."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from ssl import PROTOCOL_TLS_CLIENT

import pytest
import trustme

from adapters.cells.cells import Cells
from adapters.fetchers.authorities import with_the_usual
from adapters.fetchers.direct import Direct
from adapters.fetchers.gallery_dl.inside_authorities import ReadsOnce
from adapters.fetchers.gallery_dl.tool import GalleryDl
from adapters.fetchers.visitor import Visitor
from adapters.fetchers.way import Way
from adapters.fetchers.yt_dlp.tool import YtDlp
from adapters.workspaces.room import FolderRoom
from application.ports.fetcher import Fetcher
from domain.link import Admission
from tests.fakes.telling import Remembers
from tests.integration.fetchers.conftest import asking
from tests.simulator.simulator import Simulator
from tests.simulator.sites import files, imgur, tiktok, twitter
from tests.simulator.tls import authority


def gallery_dl(way: Way, cells: Cells, visitor: Visitor) -> Fetcher:
    return GalleryDl(way, cells, Admission(), visitor)


def direct(_cells: Cells, visitor: Visitor) -> Fetcher:
    return Direct(admission=Admission(), visitor=visitor)


FETCHERS: dict[str, tuple[str, Callable[[Cells, Visitor], Fetcher]]] = {
    "gallery-dl-api": (imgur.IMAGE, partial(gallery_dl, "api")),
    "gallery-dl-api-as-a-browser": (twitter.PHOTO, partial(gallery_dl, "api")),
    "gallery-dl-cli": (twitter.PHOTO, partial(gallery_dl, "cli")),
    "yt-dlp-api": (twitter.VIDEO, partial(YtDlp, "api")),
    "yt-dlp-api-as-a-browser": (tiktok.VIDEO, partial(YtDlp, "api")),
    "yt-dlp-cli": (twitter.VIDEO, partial(YtDlp, "cli")),
    "direct": (files.JPEG, direct),
}


@pytest.fixture
def another(tmp_path: Path) -> Path:
    """The certificate of an authority that no site here has anything to do with."""
    file = tmp_path / "another.pem"
    file.write_bytes(trustme.CA().cert_pem.bytes())
    return file


@pytest.mark.parametrize(("url", "make"), FETCHERS.values(), ids=FETCHERS)
@pytest.mark.parametrize("vouches", ["the usual", "the extra", "neither"])
async def test_both_kinds_of_authorities_are_believed_and_no_others(
    cells: Cells,
    room: FolderRoom,
    simulator: Simulator,
    another: Path,
    tmp_path: Path,
    url: str,
    make: Callable[[Cells, Visitor], Fetcher],
    vouches: str,
):
    usual = simulator.ca_file if vouches == "the usual" else another
    extra = simulator.ca_file if vouches == "the extra" else another
    trusted = with_the_usual(extra, tmp_path / "trusted", usual=usual)
    told = Remembers()
    fetcher = make(cells, Visitor(ca_file=trusted))
    await fetcher.fetch(asking(url), room=room, aim=None, tell=told)
    assert bool(told.arrived) == (vouches != "neither")


@pytest.mark.parametrize(("url", "make"), FETCHERS.values(), ids=FETCHERS)
async def test_a_certificate_of_another_host_is_not_believed(
    cells: Cells,
    room: FolderRoom,
    simulator: Simulator,
    monkeypatch: pytest.MonkeyPatch,
    url: str,
    make: Callable[[Cells, Visitor], Fetcher],
):
    mint = authority().context
    monkeypatch.setattr(authority(), "context", lambda _host: mint("elsewhere.example"))
    told = Remembers()
    fetcher = make(cells, Visitor(ca_file=simulator.ca_file))
    await fetcher.fetch(asking(url), room=room, aim=None, tell=told)
    assert told.items == []
    assert {seen.request.path for seen in simulator.asked()} <= {""}


def test_a_file_that_is_there_but_not_whole_is_written_anew(another: Path, tmp_path: Path):
    trusted = with_the_usual(another, tmp_path / "trusted")
    whole = trusted.read_bytes()
    os.truncate(trusted, 100)
    assert with_the_usual(another, tmp_path / "trusted") == trusted
    assert trusted.read_bytes() == whole


def test_other_authorities_go_into_another_file(another: Path, tmp_path: Path):
    before = with_the_usual(another, tmp_path / "trusted")
    another.write_bytes(trustme.CA().cert_pem.bytes())
    after = with_the_usual(another, tmp_path / "trusted")
    assert before != after
    assert before.exists()


ANOTHER_PROCESS = """
import sys
from pathlib import Path
from adapters.fetchers.authorities import with_the_usual

print(with_the_usual(Path(sys.argv[1]), Path(sys.argv[2])), flush=True)
sys.stdin.read()
"""


@asynccontextmanager
async def used_elsewhere(extra: Path, folder: Path) -> AsyncIterator[Path]:
    """The file that a process uses which lives while the block runs."""
    other = await asyncio.create_subprocess_exec(
        sys.executable, "-c", ANOTHER_PROCESS, extra, folder, stdin=PIPE, stdout=PIPE
    )
    try:
        assert other.stdout is not None
        yield Path((await other.stdout.readline()).decode().strip())
    finally:
        other.kill()
        await other.wait()


async def test_files_that_no_process_uses_any_more_go(another: Path, tmp_path: Path):
    trusted = tmp_path / "trusted"
    async with used_elsewhere(another, trusted) as theirs:
        another.write_bytes(trustme.CA().cert_pem.bytes())
        ours = with_the_usual(another, trusted)
        assert sorted(trusted.iterdir()) == sorted([ours, theirs])
    assert with_the_usual(another, trusted) == ours
    assert list(trusted.iterdir()) == [ours]


async def test_a_file_that_a_dead_process_left_is_used_as_it_is(another: Path, tmp_path: Path):
    trusted = tmp_path / "trusted"
    async with used_elsewhere(another, trusted) as theirs:
        pass
    before = theirs.stat().st_ino
    assert with_the_usual(another, trusted).stat().st_ino == before


def test_what_is_known_is_not_read_again_for_each_connection(another: Path, tmp_path: Path):
    context = ReadsOnce(PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(str(another))
    another.unlink()
    context.load_verify_locations(str(another), None, None)
    assert len(context.get_ca_certs()) == 1
    with pytest.raises(FileNotFoundError):
        ReadsOnce(PROTOCOL_TLS_CLIENT).load_verify_locations(str(another))
