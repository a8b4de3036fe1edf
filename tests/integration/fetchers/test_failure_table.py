"""Who is asked again, how, and how often: the table of failures, counted by the sites themselves.

The fetcher is the one that the container wires, with all of its habits.
"""

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from adapters.cells.cells import Cells
from application.ports.fetcher import Fetcher
from domain.items import Found
from domain.outcome import Success
from entrypoints.container import Container
from entrypoints.settings import Settings
from tests.fakes.telling import Remembers
from tests.integration.fetchers.conftest import asking, bounded, working_in
from tests.simulator import faults
from tests.simulator.messages import Request, redirect
from tests.simulator.simulator import Simulator
from tests.simulator.sites import files, imgur, instagram, reddit, tiktok, twitter, youtube

POST_ON_X = "*TweetResultByRestId"
PICTURE_ON_X = "/media/Photo01*"
POST_ON_TIKTOK = "/@lake_watcher/*"
FILM_LINKED_TO = "https://www.youtube.com/watch?v=lakefilm001"
FILM_ON_YOUTUBE = "/videoplayback"


@dataclass(frozen=True)
class Row:
    """A link, what goes wrong, where requests are counted, and how often it should be asked."""

    kind: str
    url: str
    asked: int
    path: str = POST_ON_X
    fault: faults.Change | None = None
    breaks: str | None = None
    """The path that the fault befalls; None: the one that is counted."""
    of_the_item: bool = False
    limits: dict[str, float] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.kind}-{self.asked}"


BREAKS_THE_EXTRACTOR = files.file(
    b'{"data": {"tweetResult": {"result": {"core": 5}}}}', "application/json"
)
SOON = {"idle_seconds": 1}
ASKS_WHO_YOU_ARE = faults.says(redirect(f"{instagram.ROOT}/challenge/"))
"""One more request, for the page that asks."""

ROWS = [
    Row("unsupported", files.PAGE, 1, "/"),
    Row("corrupt", files.PAGE_NAMED_JPEG, 2, "/pictures/page.jpg", of_the_item=True),
    Row("empty", twitter.TEXT, 2),
    Row("not_found", twitter.DELETED, 1),
    Row("private", twitter.PROTECTED, 1),
    Row("age", twitter.AGE_GATED, 1),
    Row("geo", youtube.GEO_BLOCKED, 1, "/watch"),
    Row("live", youtube.LIVE, 1, "/watch"),
    Row("bot_check", youtube.BOT_CHECK, 1, "/watch"),
    Row("geo", tiktok.VIDEO, 1, POST_ON_TIKTOK, faults.status(451)),
    Row("blocked", tiktok.DELETED, 1, POST_ON_TIKTOK),
    Row("login_needed", tiktok.PRIVATE, 1, POST_ON_TIKTOK),
    Row("bot_check", instagram.REEL, 2, "*", ASKS_WHO_YOU_ARE, breaks="/api/v1/media/*"),
    Row("login_needed", twitter.PHOTO, 1, fault=faults.status(403)),
    Row("rate_limited", twitter.PHOTO, 1, fault=faults.status(429)),
    Row("server_error", twitter.PHOTO, 3, fault=faults.status(500)),
    Row("connection_lost", twitter.PHOTO, 3, fault=faults.cut(20)),
    Row("timed_out", twitter.PHOTO, 3, fault=faults.hang(), limits=SOON),
    Row("rate_limited", youtube.VIDEO, 1, "/watch", faults.status(429), breaks="*"),
    Row("server_error", youtube.VIDEO, 3, "/watch", faults.status(500), breaks="*"),
    Row("connection_lost", youtube.VIDEO, 3, "/watch", faults.cut(20), breaks="*"),
    Row("timed_out", youtube.VIDEO, 3, "/watch", faults.hang(), breaks="*", limits=SOON),
    Row("server_error", youtube.VIDEO, 3, FILM_ON_YOUTUBE, faults.status(500), of_the_item=True),
    Row("tool_failed", twitter.PHOTO, 2, fault=faults.says(BREAKS_THE_EXTRACTOR)),
    Row("not_found", twitter.PHOTO, 1, PICTURE_ON_X, faults.status(404), of_the_item=True),
    Row("too_large", twitter.PHOTO, 1, PICTURE_ON_X, faults.claims(1 << 30), of_the_item=True),
    Row("server_error", twitter.PHOTO, 3, PICTURE_ON_X, faults.status(500), of_the_item=True),
    Row("connection_lost", twitter.PHOTO, 3, PICTURE_ON_X, faults.cut(), of_the_item=True),
    Row("too_many", twitter.PHOTOS, 1, limits={"items": 2}),
    Row("not_found", files.MISSING, 1, "/pictures/missing.jpg"),
    Row("not_found", files.CIRCLE, 6, "/circle/lake.jpg"),
    Row("rate_limited", files.JPEG, 1, "/pictures/lake.jpg", faults.status(429)),
    Row("blocked", files.JPEG, 1, "/pictures/lake.jpg", faults.status(403)),
    Row("server_error", files.JPEG, 3, "/pictures/lake.jpg", faults.status(503)),
]


@dataclass
class Clock:
    """Goes as the real one does, and ahead of it by what it is told."""

    ahead: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings() -> dict[str, Any]:
    """Those of the test's own."""
    return {}


@pytest.fixture
def fetcher(
    simulator: Simulator, cells: Cells, clock: Clock, settings: dict[str, Any], tmp_path: Path
) -> Iterator[Fetcher]:
    container = Container()
    told = Settings(
        download_ca_file=simulator.ca_file,
        download_work_dir=tmp_path / "work",
        retry_pause_seconds=0.01,
        **settings,
    )
    with (
        container.settings.override(told),
        container.cells.override(cells),
        container.clock.override(clock),
    ):
        yield container.fetcher()


@pytest.fixture
def fetch(fetcher: Fetcher, room) -> Callable:
    async def fetched(url: str, **limits):
        told = Remembers()
        within = bounded(room, **limits)
        return await fetcher.fetch(asking(url), room=within, aim=None, tell=told), told

    return fetched


@pytest.mark.parametrize("row", ROWS, ids=str)
async def test_nobody_is_asked_more_often_than_it_helps(fetch, simulator, row):
    if row.fault is not None:
        simulator.fail(row.fault, path=row.breaks or row.path)
    outcome, told = await fetch(row.url, **row.limits)
    if row.of_the_item:
        assert told.failures == [row.kind]
        assert isinstance(outcome, Success)
    else:
        assert outcome.failure().kind == row.kind
    assert len(simulator.asked(path=row.path)) == row.asked
    ended = [item.key for item in told.items if not isinstance(item, Found)]
    assert ended == [item.key for item in told.found]


async def test_a_cell_that_dies_is_given_one_more_try(fetch, simulator, room):
    def kill(answer):
        for pid in working_in(room.folder):
            os.kill(pid, signal.SIGKILL)
        return answer

    simulator.fail(kill, path=POST_ON_X)
    outcome, _ = await fetch(twitter.PHOTO)
    assert outcome.failure().kind == "cell_died"
    assert len(simulator.asked(path=POST_ON_X)) == 2


async def test_a_locked_door_on_reddit_is_tried_once_by_each_tool(fetch, simulator):
    outcome, _ = await fetch(reddit.IMAGE)
    assert outcome.failure().kind == "blocked"
    by_gallery_dl = simulator.asked(host="www.reddit.com", path="/comments/*")
    assert len(by_gallery_dl) == 1
    asked = [seen.request.url for seen in simulator.asked(host="*.reddit.com")]
    assert len(set(asked)) == len(asked) > 1


async def test_a_locked_door_on_instagram_is_tried_once_by_each_tool(fetch, simulator):
    outcome, _ = await fetch(instagram.GATED)
    assert outcome.failure().kind == "login_needed"
    by_gallery_dl = simulator.asked(path="/api/v1/media/*")
    by_yt_dlp = simulator.asked(path="/api/v1/web/get_ruling_for_content/")
    assert (len(by_gallery_dl), len(by_yt_dlp)) == (1, 1)
    asked = [seen.request.url for seen in simulator.asked()]
    assert len(set(asked)) == len(asked)


async def test_a_guest_on_reddit_is_shown_films_by_the_tool_that_is_let_in(fetch, simulator):
    _, told = await fetch(reddit.VIDEO)
    assert len(told.arrived) == 1
    gone, _ = await fetch(reddit.DELETED)
    assert gone.failure().kind == "not_found"
    by_gallery_dl = simulator.asked(path="/comments/*")
    assert by_gallery_dl == []


async def test_a_guest_on_reddit_is_shown_pictures_by_the_other_tool_where_it_is_let_in(
    fetch, simulator
):
    asked = Request("GET", "https", "oauth.reddit.com", "/comments/1image/.json", "raw_json=1")
    simulator.fail(faults.says(reddit.SITE.answer(asked)), path=asked.path)
    outcome, told = await fetch(reddit.IMAGE)
    assert isinstance(outcome, Success)
    assert len(told.arrived) == 1
    assert len(simulator.asked(path="/r/lakes/comments/1image/.json")) == 1
    assert len(simulator.asked(path="/comments/1image/.json")) == 1


BY_ONE_WAY = {"download_api_fallback_to_cli": False}


@pytest.mark.parametrize("settings", [BY_ONE_WAY], ids=["one way"])
async def test_a_tool_that_breaks_is_not_driven_differently_where_that_is_off(fetch, simulator):
    simulator.fail(faults.says(BREAKS_THE_EXTRACTOR), path=POST_ON_X)
    outcome, _ = await fetch(twitter.PHOTO)
    assert outcome.failure().kind == "tool_failed"
    assert len(simulator.asked(path=POST_ON_X)) == 1


OF_AN_APPLICATION = {"client-id": "mine", "refresh-token": reddit.REFRESH_TOKEN}


@pytest.mark.parametrize(
    "settings", [{"gallery_dl_config": {"extractor": {"reddit": OF_AN_APPLICATION}}}], ids=["token"]
)
async def test_who_lends_reddits_token_is_no_guest_there(fetch, simulator):
    outcome, told = await fetch(reddit.IMAGE)
    assert isinstance(outcome, Success)
    assert len(told.arrived) == 1
    assert len(simulator.asked(host="oauth.reddit.com")) == 1
    assert len(simulator.asked(host="*reddit.com")) == 2, "one more, for the token"


async def test_what_passes_is_not_noticed(fetch, simulator):
    simulator.fail(faults.status(503), path=POST_ON_X, times=1)
    simulator.fail(faults.cut(), path="/media/Photos2*", times=1)
    outcome, told = await fetch(twitter.PHOTOS)
    assert isinstance(outcome, Success)
    assert told.failures == []
    assert sorted(item.key[-1] for item in told.arrived) == list("1234")
    assert len(simulator.asked(path="/media/Photos1*")) == 1


async def test_what_passes_is_not_noticed_where_a_post_has_more_than_is_allowed(fetch, simulator):
    simulator.fail(faults.status(503), path="/media/Photos1*", times=1)
    outcome, told = await fetch(twitter.PHOTOS, items=2)
    assert outcome.failure().kind == "too_many"
    assert told.failures == []
    assert sorted(item.key[-1] for item in told.arrived) == ["1", "2"]
    assert len(simulator.asked(path="/media/Photos2*")) == 1


KNOWN_TO_REDDIT = {
    "gallery_dl_config": {"extractor": {"reddit": {"cookies": reddit.COOKIES}}},
}


@pytest.mark.parametrize(
    ("settings", "post", "other"),
    [
        ({}, reddit.LINK, youtube.VIDEO),
        (KNOWN_TO_REDDIT, reddit.LINK_TO_PICTURE, imgur.IMAGE),
    ],
    ids=["by yt-dlp", "by gallery-dl"],
)
async def test_where_a_post_leads_to_a_site_that_wants_a_rest_that_site_has_it(
    fetch, simulator, post, other
):
    host = "*imgur.com" if "imgur" in other else "*youtube.com"
    simulator.fail(faults.status(429, retry_after=600), host=host)
    led, _ = await fetch(post)
    assert led.failure().kind == "rate_limited"
    asked = len(simulator.asked(host=host))
    assert asked
    rests, _ = await fetch(other)
    assert rests.failure().kind == "rate_limited"
    assert len(simulator.asked(host=host)) == asked
    own, told = await fetch(reddit.VIDEO)
    assert isinstance(own, Success)
    assert len(told.arrived) == 1


async def test_a_job_takes_no_more_items_in_all_its_tries_than_in_one(fetch, simulator):
    simulator.fail(faults.status(503), path="/media/Photos2*", times=1)
    simulator.fail(faults.status(503), path="/media/Photos3*", times=1)
    outcome, told = await fetch(twitter.PHOTOS, items=3)
    assert outcome.failure().allowed == 3
    assert told.failures == []
    assert sorted(item.key[-1] for item in told.arrived) == ["1", "2", "3"]
    assert simulator.asked(path="/media/Photos4*") == []


async def test_a_site_that_said_to_wait_is_left_alone_until_then(fetch, simulator, clock):
    simulator.fail(faults.status(429, retry_after=600), path=POST_ON_X, times=1)
    limited, _ = await fetch(twitter.PHOTO)
    assert limited.failure().kind == "rate_limited"
    assert limited.failure().until is not None
    asked = len(simulator.asked())
    again, _ = await fetch(twitter.PHOTOS)
    assert again == limited
    assert len(simulator.asked()) == asked
    elsewhere, _ = await fetch(files.JPEG)
    assert isinstance(elsewhere, Success)
    clock.ahead = timedelta(seconds=601)
    later, told = await fetch(twitter.PHOTOS)
    assert isinstance(later, Success)
    assert len(told.arrived) == 4


def _leads_to(url: str) -> faults.Change:
    """A post on Reddit that links to YouTube links there instead."""
    return lambda response: replace(
        response, body=response.body.replace(FILM_LINKED_TO.encode(), url.encode())
    )


@pytest.mark.parametrize(
    "page", [tiktok.VIDEO, f"https://anybodys.example/Mediasite/Play/{'a' * 32}"]
)
async def test_a_page_to_which_a_post_led_does_not_silence_the_posts_site(fetch, simulator, page):
    host = urlsplit(page).hostname
    simulator.fail(_leads_to(page), host="www.reddit.com", times=1)
    simulator.fail(faults.status(429, retry_after=10**9), host=host)
    limited, _ = await fetch(reddit.LINK)
    assert limited.failure().kind == "rate_limited"
    assert limited.failure().by == host
    outcome, _ = await fetch(reddit.VIDEO)
    assert isinstance(outcome, Success)


async def test_a_host_to_which_a_redirect_led_does_not_silence_the_one_it_came_from(
    fetch, simulator
):
    anybodys = "https://anybodys.example/pictures/lake.jpg"
    simulator.fail(faults.says(redirect(anybodys)), host="files.example", times=1)
    simulator.fail(faults.status(429, retry_after=10**9), host="anybodys.example")
    limited, _ = await fetch(files.JPEG)
    assert limited.failure().by == "anybodys.example"
    outcome, _ = await fetch(files.JPEG)
    assert isinstance(outcome, Success)
