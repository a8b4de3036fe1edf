"""What every Fetcher promises: the tools and ways that fetch, and the habits around them."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Literal, final

import pytest

from adapters.cells.cells import Cells
from adapters.fetchers.at_most import AtMost
from adapters.fetchers.by_site import BySite
from adapters.fetchers.direct import Direct
from adapters.fetchers.fallback import Fallback
from adapters.fetchers.for_all_ages import ForAllAges
from adapters.fetchers.gallery_dl.tool import GalleryDl
from adapters.fetchers.resting import Resting
from adapters.fetchers.retrying import Retrying
from adapters.fetchers.visitor import Visitor
from adapters.fetchers.within_budget import WithinBudget
from adapters.fetchers.within_storage import WithinStorage
from adapters.fetchers.yt_dlp.tool import YtDlp
from application.ports.egress import EgressAddress
from application.ports.fetcher import Fetcher
from application.ports.telling import Telling
from application.ports.workspace import Room
from domain.failures import FetchFailure, NotFound, UnsupportedUrl
from domain.items import Arrived, Found, Origin, Skipped
from domain.limits import Aim
from domain.link import Admission, Link
from domain.look import Look
from domain.metadata import OtherMetadata
from domain.outcome import Failure, Outcome, Success
from domain.request import MediaRequest
from domain.retries import worth_another_tool
from tests.fakes.fetchers import FakeFetcher, Post
from tests.fakes.media import JPEG
from tests.fakes.rooms import FakeRoom
from tests.fakes.telling import Remembers
from tests.simulator.simulator import Simulator
from tests.simulator.sites import files, twitter

GONE = "https://x.com/nobody/status/404"


@dataclass
class Stage:
    """A fetcher, and a post that has files for it."""

    fetcher: Fetcher
    room: Room
    post: str = twitter.PHOTOS
    missing: str = GONE
    """A link with nothing behind it."""
    for_all_ages: bool = False

    async def fetch(
        self, told: Remembers, *, link: str | None = None
    ) -> Outcome[Origin, FetchFailure]:
        request = MediaRequest(link=Link(url=link or self.post), for_all_ages=self.for_all_ages)
        room = self.room.within("try").unwrap()
        return await self.fetcher.fetch(request, room=room, aim=None, tell=told)

    def files(self) -> dict[Path, int]:
        """Everything that lies in the room, but a tool's own notes."""
        below = (self.room.folder / self.room.work).rglob("*")
        return {
            path: path.stat().st_size for path in below if path.is_file() and path.suffix != ".json"
        }


Promise = Callable[[Stage], Awaitable[None]]


async def items_come_in_order_one_after_the_other_and_whole(stage: Stage) -> None:
    busy = False

    async def look(item: Found | Arrived | Skipped) -> None:
        nonlocal busy
        assert not busy
        busy = True
        await asyncio.sleep(0.02)
        busy = False
        if isinstance(item, Arrived):
            path = stage.room.folder / item.file.filepath
            assert path.resolve().is_relative_to(stage.room.folder.resolve())
            assert path.stat().st_size == item.file.size_bytes > 0

    told = Remembers(waits=look)
    fetched = await stage.fetch(told)
    keys, numbers = [item.key for item in told.found], [item.number for item in told.found]
    ended = [item.key for item in told.items if not isinstance(item, Found)]
    assert told.arrived
    assert len(set(keys)) == len(keys)
    assert ended == keys
    assert numbers == sorted(set(numbers))
    assert all(
        isinstance(next(item for item in told.items if item.key == key), Found) for key in keys
    )
    assert isinstance(fetched, Success)
    origin = fetched.unwrap()
    assert origin.engine
    assert origin.metadata is not None
    assert origin.metadata.url


async def a_look_downloads_nothing_and_tells_the_same_items(stage: Stage) -> None:
    request = MediaRequest(link=Link(url=stage.post))
    looked = await stage.fetcher.look(request, room=stage.room.within("look").unwrap())
    assert isinstance(looked, Success)
    assert not stage.files()
    told = Remembers()
    await stage.fetch(told)
    assert [item.key for item in looked.unwrap().items] == [item.key for item in told.found]


async def a_link_with_nothing_behind_it_fails_and_leaves_no_item_open(stage: Stage) -> None:
    told = Remembers()
    assert isinstance(await stage.fetch(told, link=stage.missing), Failure)
    ended = [item.key for item in told.items if not isinstance(item, Found)]
    assert ended == [item.key for item in told.found]


async def what_the_listener_throws_is_thrown(stage: Stage) -> None:
    async def break_down(_item: Found | Arrived | Skipped) -> None:
        raise LookupError("a bug of ours")

    thrown = None
    try:
        await stage.fetch(Remembers(waits=break_down))
    except LookupError as error:
        thrown = error
    assert thrown is not None


async def a_cancelled_fetch_leaves_nobody_who_writes(stage: Stage) -> None:
    began = asyncio.Event()

    async def begin(_item: Found | Arrived | Skipped) -> None:
        began.set()
        await asyncio.sleep(30)

    job = asyncio.create_task(stage.fetch(Remembers(waits=begin)))
    async with asyncio.timeout(30):
        await began.wait()
    job.cancel()
    await asyncio.wait([job])
    assert job.cancelled()
    before = stage.files()
    await asyncio.sleep(0.1)
    assert stage.files() == before


PROMISES: list[Promise] = [
    items_come_in_order_one_after_the_other_and_whole,
    a_look_downloads_nothing_and_tells_the_same_items,
    a_link_with_nothing_behind_it_fails_and_leaves_no_item_open,
    what_the_listener_throws_is_thrown,
    a_cancelled_fetch_leaves_nobody_who_writes,
]


@dataclass
class World:
    """What a fetcher is made with."""

    cells: Cells
    visitor: Visitor
    room: Room
    scripted: Room
    """Takes what the fake fetcher writes."""


@pytest.fixture
def world(warm_cells: Cells, simulator: Simulator, tmp_path: Path) -> World:
    return World(
        cells=warm_cells,
        visitor=Visitor(ca_file=simulator.ca_file),
        room=FakeRoom(tmp_path / "room", egress=EgressAddress(url=simulator.proxy)),
        scripted=FakeRoom(tmp_path / "scripted"),
    )


SCRIPT = (Post("a.jpg"), Post("b.mp4"), Post("c.jpg", fails=NotFound()))
KNOWS_NOTHING = FakeFetcher(script=(), ends=UnsupportedUrl())


def direct(world: World) -> Stage:
    fetcher = Direct(admission=Admission(), visitor=world.visitor)
    return Stage(fetcher, world.room, files.JPEG, files.MISSING)


def gallery_dl_cli(world: World) -> Stage:
    tool = GalleryDl("cli", world.cells, Admission(), world.visitor)
    return Stage(tool, world.room, twitter.PHOTOS, twitter.DELETED)


def gallery_dl_api(world: World) -> Stage:
    tool = GalleryDl("api", world.cells, Admission(), world.visitor)
    return Stage(tool, world.room, twitter.PHOTOS, twitter.DELETED)


def yt_dlp_cli(world: World) -> Stage:
    tool = YtDlp("cli", world.cells, world.visitor)
    return Stage(tool, world.room, twitter.VIDEOS, twitter.TEXT)


def yt_dlp_api(world: World) -> Stage:
    tool = YtDlp("api", world.cells, world.visitor)
    return Stage(tool, world.room, twitter.VIDEOS, twitter.TEXT)


def retrying(world: World) -> Stage:
    inner = direct(world)
    return replace(inner, fetcher=Retrying(inner.fetcher, pause=0))


def falling_back(world: World) -> Stage:
    inner = direct(world)
    return replace(inner, fetcher=Fallback(KNOWS_NOTHING, inner.fetcher, worth_another_tool))


def within_budget(world: World) -> Stage:
    inner = direct(world)
    return replace(inner, fetcher=WithinBudget(inner.fetcher))


def resting(world: World) -> Stage:
    inner = direct(world)
    return replace(inner, fetcher=Resting(inner.fetcher, now=lambda: datetime.now(UTC)))


def at_most(world: World) -> Stage:
    inner = direct(world)
    return replace(inner, fetcher=AtMost(inner.fetcher, 1))


def for_all_ages(world: World) -> Stage:
    inner = direct(world)
    return replace(inner, fetcher=ForAllAges(inner.fetcher), for_all_ages=True)


def within_storage(world: World) -> Stage:
    inner = direct(world)
    return replace(inner, fetcher=WithinStorage(inner.fetcher, every=0.001))


def by_site(world: World) -> Stage:
    inner = direct(world)
    fetcher = BySite(sites={}, files=inner.fetcher, streams=KNOWS_NOTHING, others=KNOWS_NOTHING)
    return replace(inner, fetcher=fetcher)


def fake(world: World) -> Stage:
    return Stage(FakeFetcher(script=SCRIPT), world.scripted)


def retrying_a_script(world: World) -> Stage:
    return Stage(Retrying(FakeFetcher(script=SCRIPT), pause=0), world.scripted)


def falling_back_on_a_script(world: World) -> Stage:
    fetcher = Fallback(KNOWS_NOTHING, FakeFetcher(script=SCRIPT), worth_another_tool)
    return Stage(fetcher, world.scripted)


MAKERS = [
    direct,
    gallery_dl_cli,
    gallery_dl_api,
    yt_dlp_cli,
    yt_dlp_api,
    retrying,
    falling_back,
    within_budget,
    resting,
    at_most,
    for_all_ages,
    within_storage,
    by_site,
]
NEEDS_A_MISSING_POST = a_link_with_nothing_behind_it_fails_and_leaves_no_item_open
"""A script brings the same whatever the link."""
SCRIPTED = [fake, retrying_a_script, falling_back_on_a_script]


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
async def test_a_fetcher_promises_that(
    make: Callable[[World], Stage], promise: Promise, world: World
) -> None:
    await promise(make(world))


@pytest.mark.parametrize(
    "promise",
    [one for one in PROMISES if one is not NEEDS_A_MISSING_POST],
    ids=lambda promise: promise.__name__,
)
@pytest.mark.parametrize("make", SCRIPTED, ids=lambda make: make.__name__)
async def test_a_script_keeps_the_same_promises(
    make: Callable[[World], Stage], promise: Promise, world: World
) -> None:
    await promise(make(world))


Lie = Literal[
    "nothing",
    "twice",
    "never ends",
    "backwards",
    "not there",
    "all at once",
    "from nowhere",
    "other names",
    "looks by downloading",
    "finds something everywhere",
    "swallows",
    "goes on",
]


@final
@dataclass
class LyingFetcher(Fetcher):
    """Breaks one promise, and keeps the others as well as it can."""

    lie: Lie
    told: int = 0
    background: list[asyncio.Task[None]] = field(default_factory=list)

    async def look(self, request: MediaRequest, *, room: Room) -> Outcome[Look, FetchFailure]:
        if self.lie == "looks by downloading":
            self._write(room, 1)
        found = tuple(Found(key=self._key(number), number=number) for number in (1, 2))
        return Success(Look(metadata=None, items=found))

    async def fetch(
        self, request: MediaRequest, *, room: Room, aim: Aim | None, tell: Telling
    ) -> Outcome[Origin, FetchFailure]:
        if request.link.url == GONE and self.lie != "finds something everywhere":
            return Failure(NotFound())
        numbers = (2, 1) if self.lie == "backwards" else (1, 2)
        tellings = [self._tell(number, room, tell) for number in numbers]
        if self.lie == "goes on":
            self.background.append(asyncio.create_task(self._write_on(room)))
        try:
            if self.lie == "all at once":
                await asyncio.gather(*tellings)
            else:
                for telling in tellings:
                    await telling
        except LookupError:
            if self.lie != "swallows":
                raise
        finally:
            for telling in tellings:
                telling.close()
        metadata = None if self.lie == "from nowhere" else OtherMetadata(url=request.link.url)
        return Success(Origin(metadata=metadata, method="direct", engine="lies"))

    async def _tell(self, number: int, room: Room, tell: Telling) -> None:
        key = self._key(number)
        for _ in range(2 if self.lie == "twice" else 1):
            await tell.item(Found(key=key, number=number))
        path = self._write(room, number)
        match await room.take(path):
            case Success(file) if self.lie != "never ends":
                if self.lie == "not there":
                    (room.folder / path).unlink()
                await tell.item(Arrived(key=key, file=file))
            case _:
                pass

    def _key(self, number: int) -> str:
        self.told += 1
        return f"{self.told}" if self.lie == "other names" else f"{number}"

    def _write(self, room: Room, number: int) -> PurePosixPath:
        path = room.work / f"{number}.jpg"
        (room.folder / path).write_bytes(JPEG)
        return path

    async def _write_on(self, room: Room) -> None:
        for number in range(100):
            self._write(room, number)
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("lie", "promise"),
    [
        ("twice", items_come_in_order_one_after_the_other_and_whole),
        ("never ends", items_come_in_order_one_after_the_other_and_whole),
        ("backwards", items_come_in_order_one_after_the_other_and_whole),
        ("not there", items_come_in_order_one_after_the_other_and_whole),
        ("all at once", items_come_in_order_one_after_the_other_and_whole),
        ("from nowhere", items_come_in_order_one_after_the_other_and_whole),
        ("other names", a_look_downloads_nothing_and_tells_the_same_items),
        ("looks by downloading", a_look_downloads_nothing_and_tells_the_same_items),
        (
            "finds something everywhere",
            a_link_with_nothing_behind_it_fails_and_leaves_no_item_open,
        ),
        ("swallows", what_the_listener_throws_is_thrown),
        ("goes on", a_cancelled_fetch_leaves_nobody_who_writes),
    ],
)
async def test_a_liar_is_found_out(lie: Lie, promise: Promise, tmp_path: Path) -> None:
    liar = LyingFetcher(lie)
    with pytest.raises((AssertionError, FileNotFoundError)):
        await promise(Stage(liar, FakeRoom(tmp_path), missing=GONE))
    for task in liar.background:
        task.cancel()


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
async def test_who_tells_the_truth_is_believed(promise: Promise, tmp_path: Path) -> None:
    honest = LyingFetcher("nothing")
    await promise(Stage(honest, FakeRoom(tmp_path), missing=GONE))
