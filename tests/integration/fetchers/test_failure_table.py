"""Who is asked again, how, and how often: the table of failures, counted by the sites themselves.

The fetcher is the one that the container wires, with all of its habits.
"""

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

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
from tests.simulator.simulator import Simulator
from tests.simulator.sites import files, instagram, reddit, tiktok, twitter, youtube

POST_ON_X = "*TweetResultByRestId"
PICTURE_ON_X = "/media/Photo01*"


@dataclass(frozen=True)
class Row:
    """A link, what goes wrong, where requests are counted, and how often it should be asked."""

    kind: str
    url: str
    asked: int
    path: str = POST_ON_X
    fault: faults.Change | None = None
    of_the_item: bool = False
    limits: dict[str, float] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.kind}-{self.asked}"


BREAKS_THE_EXTRACTOR = files.file(
    b'{"data": {"tweetResult": {"result": {"core": 5}}}}', "application/json"
)

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
    Row("login_needed", twitter.PHOTO, 1, fault=faults.status(403)),
    Row("rate_limited", twitter.PHOTO, 1, fault=faults.status(429)),
    Row("server_error", twitter.PHOTO, 3, fault=faults.status(500)),
    Row("connection_lost", twitter.PHOTO, 3, fault=faults.cut(20)),
    Row("timed_out", twitter.PHOTO, 3, fault=faults.hang()),
    Row("tool_failed", twitter.PHOTO, 2, fault=faults.says(BREAKS_THE_EXTRACTOR)),
    Row("not_found", twitter.PHOTO, 1, PICTURE_ON_X, faults.status(404), of_the_item=True),
    Row("too_large", twitter.PHOTO, 1, PICTURE_ON_X, faults.claims(1 << 30), of_the_item=True),
    Row("server_error", twitter.PHOTO, 3, PICTURE_ON_X, faults.status(500), of_the_item=True),
    Row("connection_lost", twitter.PHOTO, 3, PICTURE_ON_X, faults.cut(), of_the_item=True),
    Row("too_many", twitter.PHOTOS, 1, limits={"items": 2}),
    Row("not_found", files.MISSING, 1, "/pictures/missing.jpg"),
    Row("not_found", files.CIRCLE, 6, "/circle/lake.jpg"),
    Row("blocked", files.JPEG, 1, "/pictures/lake.jpg", faults.status(403)),
    Row("server_error", reddit.VIDEO, 3, "*.json", faults.status(500)),
    Row("connection_lost", reddit.VIDEO, 3, "*.json", faults.cut(20)),
    Row("blocked", tiktok.DELETED, 1, "/@*"),
    Row("rate_limited", files.JPEG, 1, "/pictures/lake.jpg", faults.status(429)),
    Row("server_error", files.JPEG, 3, "/pictures/lake.jpg", faults.status(503)),
]


@pytest.fixture
def fetcher(simulator: Simulator, cells: Cells, tmp_path: Path) -> Iterator[Fetcher]:
    container = Container()
    settings = Settings(
        download_ca_file=simulator.ca_file,
        download_work_dir=tmp_path / "work",
        retry_pause_seconds=0.01,
    )
    with container.settings.override(settings), container.cells.override(cells):
        yield container.fetcher()


@pytest.fixture
def fetch(fetcher: Fetcher, room) -> Callable:
    async def fetched(url: str, **limits):
        told = Remembers()
        within = bounded(room, **{"idle_seconds": 1, **limits})
        return await fetcher.fetch(asking(url), room=within, aim=None, tell=told), told

    return fetched


@pytest.mark.parametrize("row", ROWS, ids=str)
async def test_nobody_is_asked_more_often_than_it_helps(fetch, simulator, row):
    if row.fault is not None:
        simulator.fail(row.fault, path=row.path)
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
    asked = [seen.request.path for seen in simulator.asked(host="www.instagram.com")]
    assert len(asked) == len(set(asked))
    assert [path for path in asked if path.startswith("/api/v1/media/")]  # gallery-dl's
    assert "/api/graphql" in asked  # yt-dlp's


async def test_a_guest_on_reddit_is_shown_films_by_the_tool_that_is_let_in(fetch, simulator):
    _, told = await fetch(reddit.VIDEO)
    assert len(told.arrived) == 1
    assert not simulator.asked(host="www.reddit.com", path="/comments/*")  # gallery-dl's


async def test_what_passes_is_not_noticed(fetch, simulator):
    simulator.fail(faults.status(503), path=POST_ON_X, times=1)
    simulator.fail(faults.cut(), path="/media/Photos2*", times=1)
    outcome, told = await fetch(twitter.PHOTOS)
    assert isinstance(outcome, Success)
    assert told.failures == []
    assert sorted(item.key[-1] for item in told.arrived) == list("1234")
    assert len(simulator.asked(path="/media/Photos1*")) == 1


async def test_a_site_that_is_asked_too_often_is_left_alone_and_others_are_not(fetch, simulator):
    simulator.fail(faults.status(429, retry_after=600), path=POST_ON_X)
    first, _ = await fetch(twitter.PHOTO)
    asked = len(simulator.asked(host="*x.com"))
    second, told = await fetch(twitter.PHOTOS)
    assert second == first
    assert told.items == []
    assert len(simulator.asked(host="*x.com")) == asked
    _, told = await fetch(files.JPEG)
    assert len(told.arrived) == 1
