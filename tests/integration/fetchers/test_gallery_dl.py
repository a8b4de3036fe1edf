"""gallery-dl on the simulated X, driven both ways: what holds for one holds for the other."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from adapters.cells.cells import Cells
from adapters.fetchers.gallery_dl.config_file import validated
from adapters.fetchers.gallery_dl.tool import GalleryDl
from adapters.fetchers.visitor import Visitor
from application.ports.fetcher import Fetcher
from domain.failures import (
    ConnectionLost,
    Corrupt,
    DownloadTimedOut,
    LoginNeeded,
    NotFound,
    NothingThere,
    RateLimited,
    ServerError,
    TooLarge,
    UnsupportedUrl,
)
from domain.items import Arrived, Found, Skipped
from domain.link import Admission
from domain.media import MediaKind
from domain.metadata import TwitterMetadata
from domain.outcome import Failure, Success
from domain.progress import Fetching
from domain.request import Items
from tests.fakes.telling import Remembers
from tests.integration.fetchers.conftest import asking, bounded, working_in
from tests.simulator import faults, media
from tests.simulator.messages import page
from tests.simulator.sites import files, twitter

IMAGES = "pbs.twimg.com"


BOTH = pytest.mark.parametrize("gallery_dl", ["cli", "api"], indirect=True)
"""What must hold for the command in every run; all else is tried with it in the long ones."""


@pytest.fixture(params=["api", pytest.param("cli", marks=pytest.mark.long)])
def gallery_dl(request, cells: Cells, visitor: Visitor) -> Fetcher:
    return GalleryDl(request.param, cells, Admission(), visitor)


@pytest.fixture
def fetch(gallery_dl, room) -> Callable:
    async def fetched(url: str, limits: dict[str, float] | None = None, **wishes):
        told = Remembers()
        within = bounded(room, **limits or {})
        outcome = await gallery_dl.fetch(asking(url, **wishes), room=within, aim=None, tell=told)
        return outcome, told

    return fetched


@BOTH
async def test_a_post_arrives_with_all_its_pictures_in_order(fetch):
    outcome, told = await fetch(twitter.PHOTOS)
    assert [type(item) for item in told.items] == [Found, Arrived] * 4
    assert [item.number for item in told.found] == [1, 2, 3, 4]
    assert [item.key for item in told.found] == [item.key for item in told.arrived]
    assert len({item.file.checksum for item in told.arrived}) == 4
    assert told.arrived[0].file.description == "A lake at dawn"
    assert told.arrived[0].file.filename == "x_lake_watcher_1900000000000000002_01.jpg"
    match outcome:
        case Success(origin):
            assert origin.engine == "gallery-dl"
            metadata = origin.metadata
        case failure:
            pytest.fail(str(failure))
    assert isinstance(metadata, TwitterMetadata)
    assert metadata.tweet_id == metadata.id == "1900000000000000002"
    assert metadata.user_screen_name == "lake_watcher"
    assert metadata.like_count == 40
    assert metadata.view_count == 4321
    assert metadata.is_retweet is False
    assert metadata.published == datetime(2025, 3, 13, 1, 44, 34, tzinfo=UTC)
    assert metadata.file_size_bytes == sum(item.file.size_bytes for item in told.arrived)
    assert metadata.files == tuple(item.file.filename for item in told.arrived)


async def test_the_next_file_waits_until_the_last_is_taken(gallery_dl, room, simulator):
    seen = []

    async def look_around(item):
        if isinstance(item, Arrived):
            await asyncio.sleep(0.1)
            seen.append(len(simulator.asked(host=IMAGES)))

    await gallery_dl.fetch(
        asking(twitter.PHOTOS), room=room, aim=None, tell=Remembers(waits=look_around)
    )
    assert seen == [1, 2, 3, 4]


async def test_pictures_videos_and_moving_pictures_are_told_apart(fetch):
    _, told = await fetch(twitter.MIXED)
    assert [item.kind for item in told.found] == [
        MediaKind.IMAGE,
        MediaKind.VIDEO,
        MediaKind.ANIMATION,
    ]


async def test_what_a_post_quotes_comes_with_it(fetch):
    outcome, told = await fetch(twitter.QUOTE)
    own, quoted = (item.metadata for item in told.found)
    assert own.is_quote_tweet is True
    assert quoted.id == "1900000000000000001"
    assert outcome.unwrap().metadata.id == own.id


async def test_only_the_items_that_are_asked_for_come_under_their_own_numbers(fetch, simulator):
    _, told = await fetch(twitter.PHOTOS, items=Items.parse("2,4-"))
    assert [item.number for item in told.found] == [2, 4]
    assert len(simulator.asked(host=IMAGES)) == 2


async def test_no_more_items_come_than_are_asked_for(fetch):
    outcome, told = await fetch(twitter.PHOTOS, max_items=2)
    assert [item.number for item in told.found] == [1, 2]
    assert isinstance(outcome, Success)


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        (twitter.TEXT, "empty"),
        (twitter.LINK, "empty"),
        (twitter.PROTECTED, "private"),
        (twitter.AGE_GATED, "age"),
        (twitter.SUSPENDED, "not_found"),
        (twitter.DELETED, "not_found"),
        (files.PAGE, "unsupported"),
    ],
)
async def test_why_there_is_nothing_is_said(fetch, url, kind):
    outcome, told = await fetch(url)
    assert outcome.failure().kind == kind
    assert told.items == []


@pytest.mark.parametrize(
    ("fault", "failure"),
    [
        (faults.status(403), LoginNeeded()),
        (faults.status(500), ServerError(status=500)),
        (faults.cut(after=20), ConnectionLost()),
        (faults.hang(), DownloadTimedOut(after=1.0)),
    ],
    ids=["403", "500", "cut", "hang"],
)
async def test_an_extraction_that_fails_is_asked_once(fetch, simulator, fault, failure):
    simulator.fail(fault, path="*TweetResultByRestId")
    outcome, _ = await fetch(twitter.PHOTO, {"idle_seconds": 1})
    assert outcome == Failure(failure)
    assert len(simulator.asked(path="*TweetResultByRestId")) == 1


async def test_a_site_that_is_asked_too_often_says_when_it_opens_again(fetch, simulator):
    opens = int(datetime.now(UTC).timestamp()) + 600
    simulator.fail(faults.status(429, reset=opens), path="*TweetResultByRestId")
    outcome, _ = await fetch(twitter.PHOTO)
    assert outcome == Failure(RateLimited(until=datetime.fromtimestamp(opens, UTC)))


REFUSED = (
    (faults.status(404), NotFound()),
    (faults.says(files.file(b"", "image/jpeg")), NothingThere()),
    (faults.says(page("<!DOCTYPE html><p>No.")), Corrupt()),
    (faults.garbage(), Corrupt()),
)
BROKEN = (
    (faults.cut(), ConnectionLost()),
    (faults.claims(400_000), ConnectionLost()),
    (faults.hang(), DownloadTimedOut(after=1.0)),
    (faults.endless(every=0), TooLarge(allowed=500_000)),
)


@BOTH
@pytest.mark.parametrize("wrong", [REFUSED, BROKEN], ids=["refused", "broken"])
async def test_each_file_that_fails_is_skipped_for_its_own_reason(fetch, simulator, wrong):
    for number, (fault, _) in enumerate(wrong, 1):
        simulator.fail(fault, path=f"/media/Photos{number}*")
    outcome, told = await fetch(twitter.PHOTOS, {"idle_seconds": 1, "file_bytes": 500_000})
    assert isinstance(outcome, Success)
    assert [item.failure for item in told.skipped] == [failure for _, failure in wrong]
    assert len(simulator.asked(host=IMAGES)) == 4


async def test_the_others_come_when_a_file_fails(fetch, simulator):
    simulator.fail(faults.status(404), path="/media/Photos2*")
    _, told = await fetch(twitter.PHOTOS)
    ends = [item for item in told.items if not isinstance(item, Found)]
    assert [item.key[-1] for item in ends] == list("1234")
    assert [type(item) for item in ends] == [Arrived, Skipped, Arrived, Arrived]


@BOTH
async def test_a_job_that_takes_too_long_is_ended_in_the_middle_of_a_file(fetch, simulator):
    long = files.file(media.video(360) + bytes(4_000_000), "video/mp4")
    drip = faults.drip(size=40_000, every=0.3)
    simulator.fail(lambda _due: drip(long), host="video.twimg.com")
    outcome, told = await fetch(twitter.VIDEO, {"seconds": 4.0, "idle_seconds": 3})
    assert outcome == Failure(DownloadTimedOut(after=4.0))
    assert [item.failure for item in told.skipped] == [DownloadTimedOut(after=4.0)]
    assert any(isinstance(each, Fetching) and each.done_bytes for each in told.shown)


@BOTH
async def test_a_cancelled_job_leaves_no_process_behind(gallery_dl, simulator, room):
    simulator.fail(faults.drip(), path="/media/*")
    began = asyncio.Event()

    async def begin(_item):
        began.set()

    job = asyncio.create_task(
        gallery_dl.fetch(asking(twitter.PHOTO), room=room, aim=None, tell=Remembers(waits=begin))
    )
    await began.wait()
    assert working_in(room.folder)
    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        await job
    assert not working_in(room.folder)


async def test_a_look_tells_the_same_items_and_downloads_none(gallery_dl, room, simulator):
    match await gallery_dl.look(asking(twitter.PHOTOS), room=room):
        case Success(look):
            pass
        case failure:
            pytest.fail(str(failure))
    assert not simulator.asked(host=IMAGES)
    told = Remembers()
    await gallery_dl.fetch(
        asking(twitter.PHOTOS), room=room.within("try").unwrap(), aim=None, tell=told
    )
    assert [item.key for item in look.items] == [item.key for item in told.found]


async def test_it_appears_as_the_browser_that_it_is_told_to_be(fetch, simulator):
    await fetch(twitter.PHOTO)
    assert {seen.request.user_agent for seen in simulator.asked(host=IMAGES)} == {"a-browser"}
    assert not simulator.strangers


async def test_a_link_that_no_extractor_knows_is_unsupported(fetch):
    outcome, _ = await fetch("https://nobody.example/page")
    assert outcome == Failure(UnsupportedUrl())


@pytest.mark.parametrize("way", ["cli", "api"])
async def test_an_instance_that_the_operator_names_is_known(way, cells, visitor, room, simulator):
    told = {"extractor": {"mastodon": {"lake": {"root": "https://lake.example"}}}}
    config = validated(told).unwrap()
    fetcher = GalleryDl(way, cells, Admission(), visitor, config=config)
    link = "https://lake.example/@watcher/123"
    outcome = await fetcher.fetch(asking(link), room=room, aim=None, tell=Remembers())
    assert outcome == Failure(NotFound())
    assert simulator.asked(host="lake.example", path="/api/v1/statuses/123")
