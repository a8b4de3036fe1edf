import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

import pytest

from adapters.undisturbed import undisturbed
from application.gatherings import Gatherings
from application.ports.workspace import Room, Workspace
from domain.delivery import Delivery
from domain.failures import ChatDown, NoRoom, QuotaExceeded
from domain.jobs import Actor, JobId
from domain.limits import Aim, UploadLimits
from domain.outcome import Failure, Outcome
from domain.progress import Fetching
from domain.request import MediaRequest
from domain.sizes import MEBIBYTE
from tests.fakes.chats import ROOMY, FakeSink
from tests.fakes.fetchers import FakeFetcher, Post
from tests.fakes.media import JPEG
from tests.fakes.rooms import FakeRoom
from tests.unit.use_cases import NOON, REQUEST, SOMEBODY, UseCases

ONE_A_MESSAGE = ROOMY.model_copy(update={"files_per_message": 1})


@dataclass
class Held:
    """A post whose second file comes only when it is let go."""

    tmp_path: Path
    breaks: Exception | None = None
    may_come: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        posts = [Post("1.jpg"), Post("2.jpg", after=self.may_come.wait)]
        self.cases = UseCases(self.tmp_path, FakeFetcher(posts, breaks=self.breaks))

    async def share(
        self, sink: FakeSink, job_id: str, request: MediaRequest = REQUEST
    ) -> "asyncio.Task[Delivery]":
        job = asyncio.create_task(self.cases.share(request, to=sink, job_id=job_id, actor=SOMEBODY))
        await asyncio.wait_for(sink.arrived.wait(), 10)
        return job


async def test_two_who_ask_the_same_at_once_share_one_gathering(tmp_path: Path) -> None:
    held = Held(tmp_path)
    sinks = FakeSink(ONE_A_MESSAGE), FakeSink(ONE_A_MESSAGE)
    one = await held.share(sinks[0], "one")
    other = await held.share(sinks[1], "other")
    held.may_come.set()
    deliveries = await asyncio.gather(one, other)
    assert held.cases.fetcher.calls == 1
    assert held.cases.workspace.lent == held.cases.workspace.returned == ["one"]
    for sink, delivery in zip(sinks, deliveries, strict=True):
        assert [fitted.key for fitted in delivery.delivered] == ["1.jpg", "2.jpg"]
        assert any(isinstance(progress, Fetching) for progress in sink.shown)


async def test_who_comes_later_is_shown_how_far_it_is(tmp_path: Path) -> None:
    held = Held(tmp_path)
    one, other = FakeSink(ONE_A_MESSAGE), FakeSink(ONE_A_MESSAGE)
    jobs = [await held.share(one, "one")]
    jobs.append(await held.share(other, "other"))
    for sink in (one, other):
        assert any(isinstance(progress, Fetching) for progress in sink.shown)
    held.may_come.set()
    await asyncio.gather(*jobs)


async def test_each_is_cancelled_alone_and_the_room_stays_for_the_other(tmp_path: Path) -> None:
    held = Held(tmp_path)
    one = await held.share(FakeSink(ONE_A_MESSAGE), "one")
    other = await held.share(FakeSink(ONE_A_MESSAGE), "other")
    one.cancel()
    with pytest.raises(asyncio.CancelledError):
        await one
    assert held.cases.workspace.returned == []
    held.may_come.set()
    assert (await other).outcome == "delivered"
    assert held.cases.workspace.returned == ["one"]


async def test_with_its_last_reader_a_gathering_ends(tmp_path: Path) -> None:
    held = Held(tmp_path)
    jobs = [await held.share(FakeSink(ONE_A_MESSAGE), name) for name in ("one", "other")]
    for job in jobs:
        job.cancel()
    await asyncio.wait(jobs)
    assert held.cases.workspace.returned == ["one"]
    assert not held.cases.fetcher.finished


async def test_another_wish_or_another_limit_is_another_gathering(tmp_path: Path) -> None:
    held = Held(tmp_path)
    held.may_come.set()
    smaller = ONE_A_MESSAGE.model_copy(update={"bytes_per_file": MEBIBYTE})
    spoiler = REQUEST.model_copy(update={"spoiler": True})
    jobs = [
        await held.share(FakeSink(ONE_A_MESSAGE), "one"),
        await held.share(FakeSink(smaller), "other"),
        await held.share(FakeSink(ONE_A_MESSAGE), "third", spoiler),
    ]
    await asyncio.gather(*jobs)
    assert held.cases.fetcher.calls == 3


async def test_who_asks_after_the_end_begins_anew(tmp_path: Path) -> None:
    held = Held(tmp_path)
    held.may_come.set()
    await (await held.share(FakeSink(ONE_A_MESSAGE), "one"))
    await (await held.share(FakeSink(ONE_A_MESSAGE), "other"))
    assert held.cases.workspace.returned == ["one", "other"]


async def test_a_bug_reaches_every_reader(tmp_path: Path) -> None:
    held = Held(tmp_path, breaks=RuntimeError("a bug"))
    jobs = [await held.share(FakeSink(ONE_A_MESSAGE), name) for name in ("one", "other")]
    held.may_come.set()
    for job in jobs:
        with pytest.RaisesGroup(RuntimeError):
            await job
    assert held.cases.workspace.returned == ["one"]


class Untidy(Workspace):
    """Breaks where a room is lent, or where it goes back."""

    def __init__(self, *, lends: bool) -> None:
        self._lends = lends

    @asynccontextmanager
    async def lend(
        self, job_id: JobId, *, owner: Actor, expected: int | None
    ) -> AsyncIterator[Outcome[Room, NoRoom | QuotaExceeded]]:
        try:
            if self._lends:
                yield Failure(NoRoom(why="full"))
        finally:
            raise LookupError("a bug in the workspace")

    def reopen(self, job_id: JobId) -> NoReturn:
        raise NotImplementedError


@pytest.mark.parametrize("lends", [True, False])
async def test_a_bug_with_the_room_is_raised_and_nobody_waits_for_ever(
    tmp_path: Path, *, lends: bool
) -> None:
    gather = UseCases(tmp_path).share.gatherings.gather
    gatherings = Gatherings(Untidy(lends=lends), gather, undisturbed, time.monotonic)
    limits = UploadLimits(bytes_per_file=1, bytes_per_message=1)
    async with asyncio.timeout(10):
        with pytest.raises(LookupError):
            async with gatherings.join(
                REQUEST, Aim(limits=limits), job_id="one", owner=SOMEBODY, shows=FakeSink()
            ):
                pass


async def test_without_room_every_reader_is_told(tmp_path: Path) -> None:
    cases = UseCases(tmp_path)
    cases.workspace.full = True
    deliveries = await asyncio.gather(
        *(cases.share(REQUEST, to=FakeSink(), job_id=name, actor=SOMEBODY) for name in "ab")
    )
    assert [delivery.failure for delivery in deliveries] == [NoRoom(why="full")] * 2


async def test_the_rest_is_kept_for_each_whose_chat_took_no_more(tmp_path: Path) -> None:
    held = Held(tmp_path)
    down = {2: ChatDown()}
    one = await held.share(FakeSink(ONE_A_MESSAGE, fails=down), "one")
    other = await held.share(FakeSink(ONE_A_MESSAGE, fails=down), "other")
    held.may_come.set()
    for job in (one, other):
        delivery = await job
        assert delivery.failure == ChatDown()
        assert delivery.kept_until == NOON + held.cases.keep_for
    for name in ("other", "one"):
        sink = FakeSink(ONE_A_MESSAGE)
        again = await held.cases.deliver_kept(name, to=sink)
        assert [fitted.key for fitted in again.delivered] == ["2.jpg"]
        assert again.outcome == "delivered"
    assert held.cases.fetcher.calls == 1
    assert held.cases.workspace.rooms == {}


async def test_who_joined_a_whole_delivery_keeps_nothing(tmp_path: Path) -> None:
    held = Held(tmp_path)
    one = await held.share(FakeSink(ONE_A_MESSAGE, fails={2: ChatDown()}), "one")
    other = await held.share(FakeSink(ONE_A_MESSAGE), "other")
    held.may_come.set()
    assert (await one).kept_until is not None
    assert (await other).kept_until is None
    assert list(held.cases.workspace.rooms) == ["one"]


async def test_where_there_is_no_second_room_no_time_is_promised(tmp_path: Path) -> None:
    held = Held(tmp_path)
    one = await held.share(FakeSink(ONE_A_MESSAGE), "one")
    other = await held.share(FakeSink(ONE_A_MESSAGE, fails={2: ChatDown()}), "other")
    held.cases.workspace.full = True
    held.may_come.set()
    assert (await one).outcome == "delivered"
    assert (await other).failure == ChatDown()
    assert (await other).kept_until is None


async def test_what_is_kept_for_another_lies_there_once(tmp_path: Path) -> None:
    held = Held(tmp_path)
    one = await held.share(FakeSink(ONE_A_MESSAGE), "one")
    other = await held.share(FakeSink(ONE_A_MESSAGE, fails={2: ChatDown()}), "other")
    held.may_come.set()
    await asyncio.gather(one, other)
    room = held.cases.workspace.rooms["other"]
    assert [path.name for path in room.folder.rglob("*") if path.is_file()] == ["2.jpg"]


async def test_where_the_rest_cannot_be_brought_along_none_is_kept(tmp_path: Path) -> None:
    held = Held(tmp_path)
    rooms = held.cases.workspace.rooms
    one = await held.share(FakeSink(ONE_A_MESSAGE), "one")
    other = await held.share(FakeSink(ONE_A_MESSAGE, fails={2: ChatDown()}), "other")
    rooms["other"] = FakeRoom(tmp_path / "other", "other", full=True)
    held.may_come.set()
    await one
    assert (await other).kept_until is None
    assert rooms == {}


async def test_a_file_that_is_another_one_by_now_is_not_kept(tmp_path: Path) -> None:
    async def swap() -> None:
        (tmp_path / "one" / "work" / "2.jpg").write_bytes(JPEG + b"a secret")

    posts = [Post("1.jpg"), Post("2.jpg"), Post("3.jpg", after=swap)]
    cases = UseCases(tmp_path, FakeFetcher(posts))
    sinks = FakeSink(ONE_A_MESSAGE), FakeSink(ONE_A_MESSAGE, fails={2: ChatDown()})
    deliveries = await asyncio.gather(
        *(
            cases.share(REQUEST, to=sink, job_id=job_id, actor=SOMEBODY)
            for sink, job_id in zip(sinks, ("one", "other"), strict=True)
        )
    )
    assert [delivery.kept_until for delivery in deliveries] == [None, None]
    assert cases.workspace.rooms == {}


async def test_what_each_of_two_readers_fits_once_more_is_a_file_of_its_own(
    tmp_path: Path,
) -> None:
    posts = [Post("1.jpg", 8 * MEBIBYTE + 1)]
    cases = UseCases(tmp_path, FakeFetcher(posts))
    takes = ROOMY.model_copy(update={"bytes_per_file": 8 * MEBIBYTE})
    sinks = FakeSink(truly_takes=takes), FakeSink(truly_takes=takes)
    await asyncio.gather(
        *(
            cases.share(REQUEST, to=sink, job_id=f"{number}", actor=SOMEBODY)
            for number, sink in enumerate(sinks)
        )
    )
    one, other = (sink.batches[0].files[0].file.filepath for sink in sinks)
    assert one != other
