"""What a child says that was taken over: nothing that makes no sense is believed, or breaks us."""

from dataclasses import replace

import pytest

from adapters.cells.cells import Cells
from adapters.fetchers.gallery_dl import retelling as of_gallery_dl
from adapters.fetchers.mux import Mux
from adapters.fetchers.one_after_another import OneAfterAnother
from adapters.fetchers.one_stream import OneStream
from adapters.fetchers.yt_dlp import retelling as of_yt_dlp
from domain.failures import Corrupt
from domain.items import Found
from domain.limits import Aim, UploadLimits
from domain.link import Admission, Link
from domain.outcome import Failure
from domain.request import MediaRequest
from tests.fakes.rooms import FakeRoom
from tests.fakes.telling import Remembers

REQUEST = MediaRequest(link=Link(url="https://example.com/1"))
OPEN = Found(key="a", number=1)


@pytest.fixture
def yt_dlp(room: FakeRoom) -> of_yt_dlp.Retelling:
    items = OneAfterAnother(Remembers(), 1000)
    return of_yt_dlp.Retelling(REQUEST, "api", room, None, items, Mux(Cells()))


@pytest.fixture
def gallery_dl(room: FakeRoom) -> of_gallery_dl.Retelling:
    streams = OneStream(None, Admission(), REQUEST, room, None)
    items = OneAfterAnother(Remembers(), 1000)
    return of_gallery_dl.Retelling(REQUEST.link.url, "api", room, items, streams)


@pytest.mark.parametrize(
    "event",
    [
        {"progress": [-5, 10, 1.0]},
        {"progress": [5, "ten", 1.0]},
        {"progress": [5, 10, {}]},
        {"post": {"duration": "long"}, "entries": "many"},
        {"post": {"count": -1, "duration": []}},
        {"answered": 429, "retry_after": [], "reset": "9" * 40, "asks": 7},
        {"asks": {}},
        {"asks": "https://[/"},
        "nothing",
        7,
    ],
)
async def test_a_line_that_makes_no_sense_is_as_none(yt_dlp, gallery_dl, event):
    for said in (yt_dlp, gallery_dl):
        await said.items.begin(OPEN)
        said.hear(event)
        assert said.items.tell.shown == []


@pytest.mark.parametrize(
    "info",
    [
        {"formats": [{"format_id": "1", "url": "https://x.com/a", "filesize": -5, "height": -1}]},
        {"formats": 7},
        {"formats": ["a"]},
        {"formats": [{"format_id": "1", "url": "u", "tbr": "fast", "vcodec": []}], "duration": {}},
    ],
)
async def test_a_video_that_makes_no_sense_is_a_tool_that_failed(yt_dlp, info):
    assert await yt_dlp.answer({"found": 1, "info": info}) is None
    assert yt_dlp.failure is not None
    assert yt_dlp.items.found == []


async def test_an_item_that_makes_no_sense_is_left_out(gallery_dl):
    nonsense = {"category": [], "count": {}, "date": [], "num": {}, "extension": 7, "user": 1}
    await gallery_dl.answer({"found": -1, "keywords": nonsense})
    assert gallery_dl.items.found == []


@pytest.mark.parametrize(
    "paths",
    [[], ["/etc/passwd"], ["{work}/../../../other/film.mp4", "{work}/sound.m4a"], ["/", "/"]],
)
async def test_tracks_outside_of_the_job_are_not_joined(yt_dlp, room, paths):
    work = str(room.folder / room.work)
    tracks = [path.format(work=work) for path in paths]
    assert await yt_dlp.mux(tracks, into="joined", room=room) == Failure(Corrupt())


@pytest.mark.parametrize(
    "event",
    [
        {"variants": [], "milliseconds": 2000},
        {"variants": [7], "milliseconds": 2000},
        {"variants": [{"url": "https://a.example"}], "milliseconds": 2000},
        {"variants": [{"url": 1, "bits_per_second": {}}], "milliseconds": None},
        {"variants": [{"url": "", "bits_per_second": 1}], "milliseconds": "long"},
        {"variants": [{"url": "/10x0/", "bits_per_second": 1}], "milliseconds": 2000},
        {"variants": [{"url": "/10x10/", "bits_per_second": -1}], "milliseconds": 10**400},
        {"variants": [{"url": "/10x10/", "bits_per_second": 9}], "milliseconds": -2000},
        {"variants": [{"url": "/10x10/", "bits_per_second": 9}], "milliseconds": 2000.5},
    ],
    ids=str,
)
async def test_of_sizes_that_make_no_sense_the_first_is_taken(gallery_dl, event):
    limits = UploadLimits(bytes_per_file=10_000, bytes_per_message=10_000)
    gallery_dl.streams = replace(gallery_dl.streams, aim=Aim(limits=limits))
    assert (await gallery_dl.answer(event))["places"] == [0]
