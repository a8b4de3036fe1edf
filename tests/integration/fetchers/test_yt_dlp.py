"""yt-dlp on the simulated platforms; what both ways must do is tried both ways."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import av
import pytest

from adapters.cells.cells import Cells
from adapters.fetchers.visitor import Visitor
from adapters.fetchers.way import Way
from adapters.fetchers.yt_dlp.tool import YtDlp
from application.ports.fetcher import Fetcher
from domain.failures import (
    CannotFit,
    ConnectionLost,
    Corrupt,
    DownloadTimedOut,
    LoginNeeded,
    NotFound,
    NothingThere,
    RateLimited,
    ServerError,
    TooLarge,
    TooMany,
    UnsupportedUrl,
)
from domain.items import Arrived, Found
from domain.limits import Aim, UploadLimits
from domain.media import MediaKind
from domain.metadata import TwitterMetadata, YouTubeMetadata
from domain.outcome import Failure, Success
from domain.progress import Fetching
from domain.request import Clip, Items, Quality
from tests.fakes.telling import Remembers
from tests.integration.fetchers.conftest import asking, bounded, working_in
from tests.simulator import faults, media
from tests.simulator.messages import page
from tests.simulator.sites import files, instagram, reddit, twitter, youtube

MEDIA = "*.googlevideo.com"
BOTH = pytest.mark.parametrize("way", ["cli", "api"])
EITHER = pytest.mark.parametrize("way", [pytest.param("cli", marks=pytest.mark.long), "api"])
"""With the command, in the long runs only."""


@pytest.fixture
def way() -> Way:
    return "api"


@pytest.fixture
def yt_dlp(way, cells: Cells, visitor: Visitor) -> Fetcher:
    return YtDlp(way, cells, visitor)


@pytest.fixture
def fetch(yt_dlp, room):
    async def fetched(url: str, limits=None, aim=None, **wishes):
        told = Remembers()
        within = bounded(room, **limits or {})
        outcome = await yt_dlp.fetch(asking(url, **wishes), room=within, aim=aim, tell=told)
        return outcome, told

    return fetched


def fitting(limit: int) -> Aim:
    return Aim(limits=UploadLimits(bytes_per_file=limit, bytes_per_message=limit))


def tracks(room, arrived: Arrived) -> dict[str, int]:
    """Codec and frames of each track that a decoder reads."""
    with av.open(room.folder / arrived.file.filepath) as container:
        return {
            stream.codec_context.name: sum(1 for _ in container.decode(stream))
            for stream in container.streams
            if not container.seek(0)
        }


@BOTH
async def test_picture_and_sound_that_come_apart_are_one_file(fetch, room, simulator):
    outcome, told = await fetch(youtube.VIDEO)
    assert [type(item) for item in told.items] == [Found, Arrived]
    read = tracks(room, told.arrived[0])
    assert set(read) == {"h264", "aac"}
    assert read["h264"] == media.SECONDS * media.RATE
    assert told.arrived[0].file.mimetype == "video/mp4"
    assert told.arrived[0].file.filename == "youtube_Lake_Films_lakefilm001.mp4"
    assert len(simulator.asked(host=MEDIA)) == 2
    assert len(simulator.asked(path="/watch")) == 1
    match outcome:
        case Success(origin):
            metadata = origin.metadata
        case failure:
            pytest.fail(str(failure))
    assert isinstance(metadata, YouTubeMetadata)
    assert metadata.video_id == metadata.id == "lakefilm001"
    assert metadata.channel_name == "Lake Films"
    assert metadata.quality == "1080p"
    assert isinstance(metadata.upload_date, date)
    assert metadata.is_livestream is False
    assert not simulator.strangers


@EITHER
async def test_the_best_that_fits_is_taken(fetch, room, simulator):
    _, told = await fetch(youtube.VIDEO, aim=fitting(80_000))
    [arrived] = told.arrived
    assert 40_000 < arrived.file.size_bytes <= 80_000
    assert len(simulator.asked(host=MEDIA)) == 2


@EITHER
async def test_what_is_larger_than_it_said_gives_way_to_the_next_lower(fetch, room, simulator):
    larger = files.file(media.video_track(1080), "video/mp4")
    simulator.fail(faults.says(larger), host=MEDIA, times=1)
    _, told = await fetch(youtube.VIDEO, aim=fitting(80_000))
    assert told.arrived[0].file.size_bytes <= 80_000
    assert len(simulator.asked(host=MEDIA)) == 3  # two pictures, one sound


@EITHER
async def test_what_is_wanted_in_part_may_be_larger_than_what_fits(fetch, simulator):
    _, told = await fetch(youtube.VIDEO, aim=fitting(80_000), clip=Clip(end=1.0))
    assert told.arrived[0].file.size_bytes > 80_000
    assert len(simulator.asked(host=MEDIA)) == 2  # one picture, one sound


@EITHER
async def test_where_nothing_fits_no_more_pixels_come_than_will_be_encoded(fetch):
    _, told = await fetch(youtube.VIDEO, aim=fitting(27_000))
    assert told.found[0].metadata.format_info["height"] < 1080


@EITHER
async def test_what_cannot_fit_is_not_fetched(fetch, simulator):
    outcome, _ = await fetch(youtube.VIDEO, aim=fitting(20_000))
    assert isinstance(outcome, Failure)
    assert isinstance(outcome.failure(), CannotFit)
    assert simulator.asked(host=MEDIA) == []


@EITHER
async def test_a_quality_that_was_asked_for_is_kept(fetch, room):
    _, told = await fetch(youtube.VIDEO, quality=Quality.P240)
    assert told.found[0].metadata.quality == "240p"
    with av.open(room.folder / told.arrived[0].file.filepath) as container:
        assert container.streams.video[0].height == 240


@EITHER
async def test_sound_alone_is_an_m4a(fetch, room):
    _, told = await fetch(youtube.VIDEO, audio_only=True)
    [arrived] = told.arrived
    assert arrived.file.mimetype == "audio/mp4"
    assert set(tracks(room, arrived)) == {"aac"}
    assert told.found[0].kind is MediaKind.AUDIO


@EITHER
async def test_a_playlist_comes_as_far_as_it_is_asked_for(fetch, simulator):
    _, told = await fetch(youtube.PLAYLIST, max_items=2)
    assert [item.number for item in told.found] == [1, 2]
    assert len(told.arrived) == 2
    assert len(simulator.asked(path="/watch")) == 2


@EITHER
async def test_entries_of_a_playlist_keep_their_numbers(fetch):
    _, told = await fetch(youtube.PLAYLIST, items=Items.parse("3,5"))
    assert [item.number for item in told.found] == [3, 5]


@EITHER
async def test_a_playlist_longer_than_a_job_may_take_is_cut_short(fetch, simulator):
    outcome, told = await fetch(youtube.PLAYLIST, {"items": 1})
    assert outcome == Failure(TooMany(allowed=1))
    assert len(told.arrived) == 1
    assert len(simulator.asked(path="/watch")) == 1


@EITHER
async def test_a_video_within_a_playlist_comes_alone(fetch):
    _, told = await fetch(youtube.IN_PLAYLIST)
    assert len(told.arrived) == 1


@EITHER
async def test_an_entry_that_is_gone_does_not_stop_the_others(fetch, simulator):
    gone = files.file(b'{"playabilityStatus": {"status": "ERROR", "reason": "Gone"}}', "text/json")
    simulator.fail(faults.says(gone), path="/youtubei/v1/player", times=2)
    _, told = await fetch(youtube.PLAYLIST, max_items=2)
    assert [item.key for item in told.skipped] == ["youtube:listed00000:1"]
    assert len(told.arrived) == 1


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        (youtube.LIVE, "live"),
        (youtube.UPCOMING, "live"),
        (youtube.PRIVATE, "private"),
        (youtube.MEMBERS, "private"),
        (youtube.AGE_GATED, "age"),
        (youtube.BOT_CHECK, "bot_check"),
        (youtube.REMOVED, "not_found"),
        (youtube.GEO_BLOCKED, "geo"),
        (youtube.SLOWED, "rate_limited"),
        (twitter.TEXT, "empty"),
        (twitter.PROTECTED, "private"),
        (twitter.AGE_GATED, "age"),
        (reddit.PRIVATE, "private"),
        (reddit.DELETED, "not_found"),
        (instagram.GATED, "login_needed"),
        (files.PAGE, "unsupported"),
    ],
)
async def test_why_there_is_nothing_is_said(fetch, url, kind):
    outcome, told = await fetch(url)
    assert outcome.failure().kind == kind
    assert told.items == []


@EITHER
@pytest.mark.parametrize(
    ("url", "kind"), [(youtube.REMOVED, "not_found"), (files.PAGE, "unsupported")]
)
async def test_both_ways_say_the_same_of_what_is_not_there(fetch, url, kind):
    outcome, _ = await fetch(url)
    assert outcome.failure().kind == kind


@pytest.mark.parametrize(
    ("fault", "failure"),
    [
        (faults.status(403), LoginNeeded()),
        (faults.status(429), RateLimited()),
        (faults.status(500), ServerError(status=500)),
        (faults.cut(after=20), ConnectionLost()),
    ],
    ids=["403", "429", "500", "cut"],
)
async def test_an_extraction_that_fails_is_asked_once(fetch, simulator, fault, failure):
    simulator.fail(fault, host="www.reddit.com", path="*.json")
    simulator.fail(fault, host="old.reddit.com", path="*.json")
    outcome, _ = await fetch(reddit.VIDEO)
    assert outcome == Failure(failure)
    assert len(simulator.asked(path="*.json")) == 1


@BOTH
@pytest.mark.parametrize(
    ("fault", "failure"),
    [
        (faults.status(404), NotFound()),
        (faults.hang(), DownloadTimedOut(after=1.0)),
        (faults.endless(every=0), TooLarge(allowed=500_000)),
    ],
    ids=["404", "hang", "endless"],
)
async def test_a_file_that_fails_is_skipped_and_not_asked_again(fetch, simulator, fault, failure):
    simulator.fail(fault, host="video.twimg.com", path="*.mp4*")
    outcome, told = await fetch(twitter.VIDEO, {"idle_seconds": 1, "file_bytes": 500_000})
    assert isinstance(outcome, Success)
    assert [item.failure for item in told.skipped] == [failure]
    assert len(simulator.asked(host="video.twimg.com", path="*.mp4*")) == 1


@pytest.mark.parametrize(
    ("fault", "failure"),
    [
        (faults.says(files.file(b"", "video/mp4")), NothingThere()),
        (faults.says(page("<!DOCTYPE html><p>No.")), Corrupt()),
        (faults.garbage(), Corrupt()),
        (faults.cut(), ConnectionLost()),
        (faults.claims(400_000), ConnectionLost()),
    ],
    ids=["empty", "html", "garbage", "cut", "short"],
)
async def test_what_is_no_video_is_skipped(fetch, simulator, fault, failure):
    simulator.fail(fault, host="video.twimg.com", path="*.mp4*")
    _, told = await fetch(twitter.VIDEO)
    assert [item.failure for item in told.skipped] == [failure]


@BOTH
async def test_a_job_that_takes_too_long_is_ended_in_the_middle_of_a_file(fetch, simulator):
    long = files.file(media.video(360) + bytes(4_000_000), "video/mp4")
    drip = faults.drip(size=40_000, every=0.3)
    simulator.fail(lambda _due: drip(long), host="video.twimg.com", path="*.mp4*")
    outcome, told = await fetch(twitter.VIDEO, {"seconds": 6.0, "idle_seconds": 3})
    assert outcome == Failure(DownloadTimedOut(after=6.0))
    assert [item.failure for item in told.skipped] == [DownloadTimedOut(after=6.0)]
    assert any(isinstance(each, Fetching) and each.done_bytes for each in told.shown)


@BOTH
async def test_a_cancelled_job_leaves_no_process_behind(yt_dlp, simulator, room):
    simulator.fail(faults.drip(), host=MEDIA)
    began = asyncio.Event()

    async def begin(_item):
        began.set()

    told = Remembers(waits=begin)
    job = asyncio.create_task(yt_dlp.fetch(asking(youtube.VIDEO), room=room, aim=None, tell=told))
    await began.wait()
    assert working_in(room.folder)
    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        await job
    assert not working_in(room.folder)


@EITHER
async def test_a_look_tells_items_and_renditions_and_downloads_nothing(yt_dlp, room, simulator):
    match await yt_dlp.look(asking(youtube.VIDEO), room=room):
        case Success(look):
            pass
        case failure:
            pytest.fail(str(failure))
    assert [item.key for item in look.items] == ["youtube:lakefilm001:1"]
    assert {each.height for each in look.renditions} >= {None, 144, 240, 360, 480, 720, 1080}
    assert all(each.size_bytes for each in look.renditions)
    assert not simulator.asked(host=MEDIA)


@EITHER
async def test_a_stream_in_pieces_becomes_one_file_that_plays(fetch, room):
    outcome, told = await fetch(twitter.HLS_ONLY)
    [arrived] = told.arrived
    assert tracks(room, arrived)["h264"] == media.SECONDS * media.RATE
    assert isinstance(outcome.unwrap().metadata, TwitterMetadata)


@EITHER
async def test_a_film_on_reddit_has_its_sound(fetch, room):
    _, told = await fetch(reddit.VIDEO)
    assert set(tracks(room, told.arrived[0])) == {"h264", "aac"}
    assert told.found[0].metadata.title == "A lake & its shore"


async def test_a_manifest_is_fetched_only_where_the_generic_extractor_is_allowed(
    fetch, cells, visitor, room
):
    manifest = "https://v.redd.it/lakefilm/HLSPlaylist.m3u8"
    outcome, _ = await fetch(manifest)
    assert outcome == Failure(UnsupportedUrl())
    told = Remembers()
    streams = YtDlp("api", cells, visitor, generic=True)
    await streams.fetch(asking(manifest), room=room.within("try").unwrap(), aim=None, tell=told)
    assert set(tracks(room, told.arrived[0])) == {"h264", "aac"}


@EITHER
async def test_a_look_at_a_playlist_asks_for_its_first_video_only(yt_dlp, room, simulator):
    request = asking(youtube.PLAYLIST, max_items=5)
    look = (await yt_dlp.look(request, room=room)).unwrap()
    assert len(simulator.asked(path="/watch")) == 1
    assert [item.key for item in look.items] == [
        f"youtube:listed{number:05}:{number + 1}" for number in range(5)
    ]
    assert [item.metadata.title for item in look.items] == [f"Lake {number}" for number in range(5)]
    assert {each.height for each in look.renditions} >= {144, 240, 360}


@BOTH
async def test_a_site_that_is_asked_too_often_says_when_it_opens_again(fetch, simulator):
    simulator.fail(faults.status(429, retry_after=600), path="*.json")
    outcome, _ = await fetch(reddit.VIDEO)
    until = outcome.failure().until
    assert timedelta(seconds=540) < until - datetime.now(UTC) <= timedelta(seconds=600)
