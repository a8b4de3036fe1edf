"""A site is believed that the usual authorities vouch for, or the operator's own."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
import trustme

from adapters.cells.cells import Cells
from adapters.fetchers.authorities import with_the_usual
from adapters.fetchers.direct import Direct
from adapters.fetchers.gallery_dl.tool import GalleryDl
from adapters.fetchers.visitor import Visitor
from adapters.fetchers.yt_dlp.tool import YtDlp
from adapters.workspaces.room import FolderRoom
from application.ports.fetcher import Fetcher
from domain.link import Admission
from tests.fakes.telling import Remembers
from tests.integration.fetchers.conftest import asking
from tests.simulator.simulator import Simulator
from tests.simulator.sites import files, tiktok, twitter

FETCHERS: dict[str, tuple[str, Callable[[Cells, Visitor], Fetcher]]] = {
    "gallery-dl-api": (
        twitter.PHOTO,
        lambda *made: GalleryDl("api", made[0], Admission(), made[1]),
    ),
    "gallery-dl-cli": (
        twitter.PHOTO,
        lambda *made: GalleryDl("cli", made[0], Admission(), made[1]),
    ),
    "yt-dlp-api": (twitter.VIDEO, lambda *made: YtDlp("api", *made)),
    "yt-dlp-cli": (twitter.VIDEO, lambda *made: YtDlp("cli", *made)),
    "curl-cffi": (tiktok.VIDEO, lambda *made: YtDlp("api", *made)),
    "direct": (files.JPEG, lambda *made: Direct(admission=Admission(), visitor=made[1])),
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
