"""What a child says that was taken over: nothing that makes no sense is believed, or breaks us."""

from dataclasses import replace

import pytest

from adapters.cells.cells import Cells
from adapters.fetchers.gallery_dl import retelling as of_gallery_dl
from adapters.fetchers.mux import Mux
from adapters.fetchers.one_after_another import OneAfterAnother
from adapters.fetchers.one_stream import OneStream
from adapters.fetchers.yt_dlp import retelling as of_yt_dlp
from domain.failures import Corrupt, RateLimited
from domain.items import Found
from domain.limits import Aim, UploadLimits
from domain.link import Admission, Link
from domain.outcome import Failure
from domain.request import MediaRequest
from tests.fakes.rooms import FakeRoom
from tests.fakes.telling import Remembers

REQUEST = MediaRequest(link=Link(url="https://example.com/1"))
OPEN = Found(key="a", number=1)
MOST = 3


@pytest.fixture
def yt_dlp(room: FakeRoom) -> of_yt_dlp.Retelling:
    items = OneAfterAnother(Remembers(), 1000, MOST)
    return of_yt_dlp.Retelling(REQUEST, "api", room, None, items, Mux(Cells()))


@pytest.fixture
def gallery_dl(room: FakeRoom) -> of_gallery_dl.Retelling:
    streams = OneStream(None, Admission(), REQUEST, room, None)
    items = OneAfterAnother(Remembers(), 1000, MOST)
    return of_gallery_dl.Retelling(REQUEST.link.url, "api", room, items, streams)


@pytest.mark.parametrize(
    "event",
    [
        {"progress": [-5, 10, 1.0]},
        {"progress": [5, "ten", 1.0]},
        {"progress": [5, 10, {}]},
        {"post": {"duration": "long"}, "entries": "many"},
        {"post": {"count": -1, "duration": []}},
        {"answered": 429, "host": "x.com", "retry_after": [], "reset": "9" * 40},
        {"refused": 429, "host": "x.com", "retry_after": [], "reset": "9" * 40},
        {"answered": 429, "host": None, "retry_after": None, "reset": None},
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


async def test_of_items_without_end_no_more_are_heard_than_a_job_may_have(yt_dlp, gallery_dl):
    formats = [{"format_id": "1", "protocol": "https", "vcodec": "avc1", "acodec": "mp4a"}]
    yt_dlp.listed = 1000
    for number in range(1, 1000):
        await gallery_dl.answer({"found": number, "keywords": {"id": number}})
        info = {"id": f"{number}", "extractor_key": "a", "formats": formats}
        await yt_dlp.answer({"found": number, "info": info})
    for said in (yt_dlp, gallery_dl):
        assert len(said.items.found) == len(said.items.tell.items) == MOST


@pytest.mark.parametrize("words", [[7], ["a", {}], [None, []]])
async def test_words_that_are_none_say_what_they_can(gallery_dl, words):
    await gallery_dl.items.begin(OPEN)
    await gallery_dl.answer({"failed": words})
    assert gallery_dl.items.tell.failures == ["tool_failed"]


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


ANOTHERS = {"host": "anybodys.example", "retry_after": "600", "reset": None}
THEIRS = ANOTHERS | {"host": "api.x.com"}
ON_X = MediaRequest(link=Link(url="https://x.com/a/status/1"))


def test_it_is_told_whether_another_host_wants_us_to_wait(yt_dlp, gallery_dl):
    yt_dlp.request = ON_X
    gallery_dl.streams = replace(gallery_dl.streams, request=ON_X)
    for told, by in ((THEIRS, None), (ANOTHERS, "anybodys.example")):
        yt_dlp.hear({"refused": 429} | told)
        gallery_dl.hear({"answered": 429} | told)
        failures = (
            yt_dlp.why("HTTP Error 429"),
            gallery_dl.failure(4, ["'429 Too Many Requests' for 'https://a'"]),
        )
        assert [(failure.kind, failure.by) for failure in failures] == [("rate_limited", by)] * 2
        assert all(failure.until for failure in failures)


@pytest.mark.parametrize(
    ("words", "by"),
    [
        ("ERROR: [twitter] 1: Rate limit exceeded", None),
        ("[twitter:card] 1: rate-limit reached", None),
        ("ERROR: rate limit", None),
        ("ERROR: [Mediasite] 1: it says: [twitter] rate limit", "Mediasite"),
    ],
)
def test_a_page_that_speaks_of_limits_is_not_the_site_that_led_there(yt_dlp, words, by):
    yt_dlp.request = ON_X
    assert yt_dlp.why(words) == RateLimited(by=by)
    yt_dlp.request = REQUEST
    assert yt_dlp.why(words) == RateLimited()
