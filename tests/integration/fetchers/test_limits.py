"""What a job may use up where the other side never stops: each engine, and each of its ways."""

from dataclasses import replace

import pytest

from adapters.cells.cells import Cells
from adapters.fetchers.direct import Direct
from adapters.fetchers.gallery_dl.tool import GalleryDl
from adapters.fetchers.visitor import Visitor
from adapters.fetchers.within_budget import WithinBudget
from adapters.fetchers.yt_dlp.tool import YtDlp
from application.ports.egress import JobBudget
from application.ports.fetcher import Fetcher
from domain.failures import NothingThere, OverBudget, QuotaExceeded, TooMany
from domain.link import Admission
from domain.outcome import Failure, Success
from domain.request import Items
from tests.fakes.telling import Remembers
from tests.integration.fetchers.conftest import asking, bounded
from tests.simulator import faults, media
from tests.simulator.messages import Response
from tests.simulator.sites import files, twitter, youtube

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


EVERY_ENGINE_ON_A_LONG_POST = pytest.mark.parametrize(
    ("fetcher", "url"),
    [
        ("gallery-dl api", twitter.PHOTOS),
        ("yt-dlp api", youtube.PLAYLIST),
        pytest.param("gallery-dl cli", twitter.PHOTOS, marks=pytest.mark.long),
        pytest.param("yt-dlp cli", youtube.PLAYLIST, marks=pytest.mark.long),
    ],
    indirect=["fetcher"],
)


@EVERY_ENGINE_ON_A_LONG_POST
async def test_a_look_tells_what_a_job_would_take_and_that_there_is_more(fetcher, room, url):
    within = bounded(room, items=2, wire_bytes=1 << 30)
    look = (await fetcher.look(asking(url), room=within)).unwrap()
    told = Remembers()
    again = within.within("again").unwrap()
    outcome = await fetcher.fetch(asking(url), room=again, aim=None, tell=told)
    assert outcome == Failure(look.left_out) == Failure(TooMany(allowed=2))
    assert [item.key for item in look.items] == [item.key for item in told.found]
    assert len(look.items) == 2


async def test_of_a_post_that_a_job_takes_whole_nothing_is_left_out(cells, visitor, room):
    gallery_dl = GalleryDl("api", cells, Admission(), visitor)
    look = (await gallery_dl.look(asking(twitter.PHOTOS), room=bounded(room, items=4))).unwrap()
    assert (look.left_out, len(look.items)) == (None, 4)


@EVERY_ENGINE_ON_A_LONG_POST
async def test_who_asks_for_more_items_than_a_job_may_take_is_told_so(fetcher, room, url):
    told = Remembers()
    outcome = await fetcher.fetch(
        asking(url, items=Items.parse("1-3")),
        room=bounded(room, items=2, wire_bytes=1 << 30),
        aim=None,
        tell=told,
    )
    assert outcome == Failure(TooMany(allowed=2))
    assert len(told.arrived) == 2


@EVERYONE
async def test_of_one_thing_there_is_no_second(fetcher, room, simulator):
    told = Remembers()
    outcome = await fetcher.fetch(
        asking(film_for(fetcher), items=Items.parse("2")), room=room, aim=None, tell=told
    )
    assert outcome == Failure(NothingThere())
    assert told.items == []
    assert not simulator.asked(path="*.mp4*")


@EVERY_ENGINE
async def test_what_is_too_much_together_is_left_out(fetcher, room, simulator):
    film = media.video(360)
    allowed = len(film) * 3 // 2
    simulator.fail(faults.says(files.file(film, "video/mp4")), path="*.mp4*")
    told = Remembers()
    room = bounded(room, disk_bytes=allowed)
    outcome = await fetcher.fetch(asking(twitter.VIDEOS), room=room, aim=None, tell=told)
    assert isinstance(outcome, Success)
    assert [item.file.size_bytes for item in told.arrived] == [len(film)]
    over = QuotaExceeded(whose="job", used=2 * len(film), allowed=allowed)
    assert [item.failure for item in told.skipped] == [over]


LIVE = pytest.mark.parametrize(
    "fetcher", ["yt-dlp api", pytest.param("yt-dlp cli", marks=pytest.mark.long)], indirect=True
)


@LIVE
async def test_of_a_stream_that_goes_on_what_is_there_now_comes(fetcher, room, simulator):
    simulator.fail(goes_on, path="*.m3u8*")
    told = Remembers()
    await fetcher.fetch(asking(twitter.HLS_ONLY), room=room, aim=None, tell=told)
    assert len(told.arrived) == 1


@LIVE
async def test_a_stream_whose_pieces_have_no_end_ends_with_the_bytes_of_a_job(
    fetcher, room, simulator
):
    simulator.fail(goes_on, path="*.m3u8*")
    simulator.fail(faults.endless(every=0), path="*.ts*")
    told = Remembers()
    await fetcher.fetch(asking(twitter.HLS_ONLY), room=room, aim=None, tell=told)
    assert [item.failure for item in told.skipped] == [OverBudget(allowed=BYTES)]


def goes_on(playlist: Response) -> Response:
    """As a live stream's: it does not say that it has an end."""
    return replace(playlist, body=playlist.body.replace(b"#EXT-X-ENDLIST", b""))
