"""What a job may use up where the other side never stops: each engine, and each of its ways."""

import pytest

from adapters.cells.cells import Cells
from adapters.fetchers.direct import Direct
from adapters.fetchers.gallery_dl.tool import GalleryDl
from adapters.fetchers.visitor import Visitor
from adapters.fetchers.within_budget import WithinBudget
from adapters.fetchers.yt_dlp.tool import YtDlp
from application.ports.egress import JobBudget
from application.ports.fetcher import Fetcher
from domain.failures import OverBudget
from domain.link import Admission
from domain.outcome import Failure, Success
from tests.fakes.telling import Remembers
from tests.integration.fetchers.conftest import asking
from tests.simulator import faults
from tests.simulator.sites import files, twitter

ENGINES = [f"{tool} {way}" for tool in ("gallery-dl", "yt-dlp") for way in ("api", "cli")]
EVERYONE = pytest.mark.parametrize("fetcher", ["direct", *ENGINES], indirect=True)
EVERY_ENGINE = pytest.mark.parametrize(
    "fetcher",
    [name if "api" in name else pytest.param(name, marks=pytest.mark.long) for name in ENGINES],
    indirect=True,
)
BYTES = 400_000


@pytest.fixture
def budget() -> JobBudget:
    return JobBudget(seconds=30, idle_seconds=10, wire_bytes=BYTES)


@pytest.fixture
def fetcher(request, cells: Cells, visitor: Visitor) -> Fetcher:
    match request.param.split():
        case ["gallery-dl", way]:
            return WithinBudget(GalleryDl(way, cells, Admission(), visitor))
        case ["yt-dlp", way]:
            return WithinBudget(YtDlp(way, cells, visitor))
        case _:
            return WithinBudget(Direct(Admission(), visitor))


def film_for(fetcher) -> str:
    return files.MP4 if isinstance(fetcher.fetcher, Direct) else twitter.VIDEO


@EVERYONE
async def test_a_file_without_end_ends_with_the_bytes_that_a_job_may_bring_in(
    fetcher, room, simulator
):
    simulator.fail(faults.endless(every=0), path="*.mp4*")
    told = Remembers()
    outcome = await fetcher.fetch(asking(film_for(fetcher)), room=room, aim=None, tell=told)
    assert isinstance(outcome, Success)
    assert [item.failure for item in told.skipped] == [OverBudget(allowed=BYTES)]
    assert len(simulator.asked(path="*.mp4*")) == 1


@EVERY_ENGINE
async def test_a_page_without_end_ends_with_the_bytes_that_a_job_may_bring_in(
    fetcher, room, simulator
):
    simulator.fail(faults.endless(every=0), path="*TweetResultByRestId")
    outcome = await fetcher.look(asking(twitter.VIDEO), room=room)
    assert outcome == Failure(OverBudget(allowed=BYTES))


@EVERY_ENGINE
async def test_a_post_with_more_than_a_job_may_take_is_cut_short(fetcher, room):
    told = Remembers()
    outcome = await fetcher.fetch(
        asking(twitter.MIXED), room=bounded(room, items=1), aim=None, tell=told
    )
    assert outcome == Failure(TooMany(allowed=1))
    assert len(told.arrived) == 1
