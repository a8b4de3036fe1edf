"""Each forbidden act is tried from the very cells that product code starts, in each of its ways.

With the jail off the same intruder does everything, so that this can fail.
"""

import os
import socket
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from adapters.cells.cells import Cells
from adapters.compressors import bare_picture, bench, pillow_image
from adapters.compressors import pyav as compressors_pyav
from adapters.disk import aside
from adapters.fetchers import browser_cookies, mux
from adapters.fetchers.gallery_dl import tool as gallery_dl
from adapters.fetchers.visitor import Visitor
from adapters.fetchers.way import Way
from adapters.fetchers.yt_dlp import tool as yt_dlp
from adapters.probes import pillow, pyav
from application.ports.egress import EgressAddress
from domain import fitting
from domain.link import Admission, Link
from domain.outcome import Failure
from domain.plans import Strip, Wish
from domain.request import MediaRequest
from tests.fakes.rooms import FakeRoom
from tests.fakes.telling import Remembers
from tests.media.fitting import Bench, Shown, aim, arrived, real_compressor, real_probe
from tests.media.library import Library
from tests.security import intruders
from tests.security.acts import ACTS, NETWORK
from tests.security.intruders import Intruder, done_in, settle_instead

NEEDS_A_RUNTIME = {"fork"}
EXECUTES = {"execute"}
POST = "https://x.com/lake_watcher/status/1900000000000000002"
VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
CLIP = "https://www.tiktok.com/@someone/video/7300000000000000001"

Work = Callable[[Cells, FakeRoom, Library], Awaitable[Any]]


def _fetch(fetcher: Callable[[Cells], Any], url: str) -> Work:
    async def fetch(cells: Cells, room: FakeRoom, _library: Library) -> Any:
        request = MediaRequest(link=Link(url=url))
        return await fetcher(cells).fetch(request, room=room, aim=None, tell=Remembers())

    return fetch


def _measure(probe: Callable[[Cells], Any], name: str) -> Work:
    async def measure(cells: Cells, room: FakeRoom, library: Library) -> Any:
        return await probe(cells).measure(await arrived(library[name], room), room=room)

    return measure


def _compress(name: str) -> Work:
    async def compress(cells: Cells, room: FakeRoom, library: Library) -> Any:
        compressor = real_compressor(cells)
        known = Bench(real_probe(cells), compressor, room)
        file, info = await known.measured(library[name])
        plan = fitting.plan(info, aim(file.size_bytes // 2), Wish())
        return await compressor.compress(file, info=info, plan=plan, room=room, shows=Shown())

    return compress


async def _join(cells: Cells, room: FakeRoom, library: Library) -> Any:
    file = await arrived(library["plain.mp4"], room)
    return await mux.Mux(cells)([str(room.folder / file.filepath)], into="joined", room=room)


async def _strip(cells: Cells, room: FakeRoom, library: Library) -> Any:
    file = await arrived(library["photo.jpg"], room)
    probe = real_probe(cells)
    info = (await probe.measure(file, room=room)).unwrap()
    bare = bare_picture.BarePicture(cells, otherwise=real_compressor(cells))
    plan = Strip(max_bytes=file.size_bytes)
    return await bare.compress(file, info=info, plan=plan, room=room, shows=Shown())


async def _read_cookies(cells: Cells, room: FakeRoom, _library: Library) -> Any:
    with patch.object(tempfile, "tempdir", str(room.folder / room.work)):
        return await browser_cookies.from_browser(cells, f"firefox:{room.folder}/profile")


@dataclass(frozen=True)
class Place:
    """Where product code names the cell, what does the work in it, and how it is made to run."""

    module: Any
    intruder: Intruder | None
    """None: all of the cell's work is ours."""
    work: Work
    fetches: bool = True
    may: frozenset[str] = frozenset()
    way: Way | None = None

    def break_in(self, monkeypatch: pytest.MonkeyPatch, folder: Path, aims: dict[str, Any]) -> None:
        named = vars(self.module)
        if self.way is not None:
            named = named["WAYS"]
        name = self.way or "CELL"
        if self.intruder is None:
            entry = settle_instead(folder, aims)
            taken = replace(named[name], path=(folder,), entry=entry)
        else:
            taken = replace(named[name], path=(self.intruder.settle(folder, aims),))
        monkeypatch.setitem(named, name, taken)


def _gallery_dl(way: Way) -> Place:
    def fetcher(cells: Cells) -> gallery_dl.GalleryDl:
        return gallery_dl.GalleryDl(way, cells, Admission(), Visitor())

    return Place(gallery_dl, intruders.GALLERY_DL, _fetch(fetcher, POST), way=way)


def _yt_dlp(way: Way, url: str = CLIP) -> Place:
    def fetcher(cells: Cells) -> yt_dlp.YtDlp:
        return yt_dlp.YtDlp(way, cells, Visitor())

    may = frozenset(NEEDS_A_RUNTIME if url == VIDEO else ())
    return Place(yt_dlp, intruders.YT_DLP, _fetch(fetcher, url), way=way, may=may)


PLACES = {
    "gallery-dl as a command": _gallery_dl("cli"),
    "gallery-dl in a fork": _gallery_dl("api"),
    "yt-dlp as a command": _yt_dlp("cli"),
    "yt-dlp in a fork": _yt_dlp("api"),
    "yt-dlp with its JavaScript": _yt_dlp("api", VIDEO),
    "joining tracks": Place(mux, intruders.PYAV, _join, fetches=False),
    "measuring films": Place(
        pyav, intruders.PYAV, _measure(pyav.PyavProbe, "plain.mp4"), fetches=False
    ),
    "measuring pictures": Place(
        pillow, intruders.PILLOW, _measure(pillow.PillowProbe, "photo.jpg"), fetches=False
    ),
    "encoding films": Place(
        compressors_pyav, intruders.PYAV, _compress("plain.mp4"), fetches=False
    ),
    "copying pixels": Place(bare_picture, None, _strip, fetches=False),
    "reading a browser's cookies": Place(
        browser_cookies,
        intruders.COOKIES,
        _read_cookies,
        fetches=False,
        may=frozenset({"change_a_mode", "change_an_owner", "change_times", "mark_a_file"}),
    ),
    "encoding pictures": Place(
        pillow_image, intruders.PILLOW, _compress("photo.jpg"), fetches=False
    ),
}


def _nothing(*_where: Any, **_how: Any) -> None:
    """Leave it."""


@pytest.fixture
def aims(tmp_path: Path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "secret").write_text("canary")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield {
            "elsewhere": str(elsewhere),
            "secret": str(elsewhere / "secret"),
            "port": listener.getsockname()[1],
            "parent": os.getpid(),
            "skip": [],
        }


@pytest.fixture
def tried(monkeypatch, tmp_path: Path, library: Library, aims):
    async def tried(
        place: Place, aims=aims, *, guarded: bool = True, fenced: bool = True
    ) -> set[str]:
        for clearing in (bench, aside):  # or what it could do is cleared away
            monkeypatch.setattr(clearing, "rmtree", _nothing)
        monkeypatch.setattr(browser_cookies, "forget", lambda _lock, held: os.close(held))
        guard = EgressAddress(url="http://127.0.0.1:9") if guarded else None
        room = FakeRoom(tmp_path / "room", egress=guard)
        other = room.folder / ("beside" if place.fetches else "work/try-1") / ".cookies"
        other.parent.mkdir()
        other.write_text("canary")
        more = {"cookies": str(other), "skip": [] if fenced else sorted(EXECUTES)}
        place.break_in(monkeypatch, tmp_path / "first", aims | more)
        cells = Cells(fenced=fenced)
        try:
            assert isinstance(await place.work(cells, room, library), Failure)
        finally:
            await cells.aclose()
        return set(done_in(room.folder))

    return tried


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
async def test_a_tool_that_was_taken_over_does_nothing_but_its_work(tried, place: Place):
    assert await tried(place) == place.may


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
async def test_with_the_jail_off_it_does_everything(tried, place: Place):
    assert await tried(place, fenced=False) == ACTS.keys() - EXECUTES


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
async def test_where_nothing_guards_the_way_out_only_the_network_is_open(tried, place: Place):
    network = NETWORK if place.fetches else frozenset()
    assert await tried(place, guarded=False) == place.may | network
