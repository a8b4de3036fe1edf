"""What every ChatSink promises, whatever stands behind it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import final

import pytest

from adapters.queues.journal import InMemoryJournal
from adapters.sinks.folder import Folders
from adapters.sinks.keeping import KeepingChats
from application.ports.chat import Chats, ChatSink
from application.ports.journal import Journal
from application.ports.workspace import Room
from domain.delivery import Batch, Broke, Cancelled, Delivery, End, Interrupted, Receipt
from domain.failures import DeliveryFailure
from domain.jobs import JobId, ReplyAddress
from domain.limits import UploadLimits
from domain.outcome import Outcome, Success
from domain.progress import Looking, Progress, Sending
from tests.fakes.chats import FakeChats, FakeSink
from tests.fakes.rooms import FakeRoom
from tests.unit.nouns import fitted

LIMITS = UploadLimits(bytes_per_file=1000, files_per_message=3, bytes_per_message=2000)


@dataclass
class Stage:
    """A way to open one chat, again and again, and what people see there."""

    chats: Chats
    address: ReplyAddress
    seen: Callable[[], list[bytes]]
    """The contents of all files in the chat, in order."""
    room: Room

    def open(self, journal: Journal) -> AbstractAsyncContextManager[ChatSink]:
        return self.chats.open(self.address, job_id="job", journal=journal)

    def batch(self, number: int, *names: str) -> Batch:
        for name in names:
            (self.room.folder / self.room.work / f"{name}.jpg").write_bytes(name.encode())
        return Batch(number=number, files=tuple(fitted(name, len(name)) for name in names))


Promise = Callable[[Stage], Awaitable[None]]


async def files_arrive_whole_and_in_order(stage: Stage) -> None:
    async with stage.open(InMemoryJournal()) as sink:
        receipt = await sink.deliver(stage.batch(1, "b", "a"), room=stage.room)
        assert receipt == Success(Receipt(number=1, keys=("b", "a")))
        receipt = await sink.deliver(stage.batch(2, "c"), room=stage.room)
        assert receipt == Success(Receipt(number=2, keys=("c",)))
    assert sorted(stage.seen()) == [b"a", b"b", b"c"]


async def a_number_is_used_once_whatever_is_offered_later(stage: Stage) -> None:
    async with stage.open(InMemoryJournal()) as sink:
        await sink.deliver(stage.batch(1, "a"), room=stage.room)
        again = await sink.deliver(stage.batch(1, "a", "b"), room=stage.room)
    assert again == Success(Receipt(number=1, keys=("a",)))
    assert stage.seen() == [b"a"]


async def what_the_journal_has_is_not_sent_by_a_second_run(stage: Stage) -> None:
    journal = InMemoryJournal()
    async with stage.open(journal) as sink:
        await sink.deliver(stage.batch(1, "a", "b"), room=stage.room)
    async with stage.open(journal) as sink:
        again = await sink.deliver(stage.batch(1, "a"), room=stage.room)
    assert again == Success(Receipt(number=1, keys=("a", "b")))
    assert sorted(stage.seen()) == [b"a", b"b"]


async def its_limits_stay_as_they_were(stage: Stage) -> None:
    async with stage.open(InMemoryJournal()) as sink:
        before = sink.limits
        await sink.deliver(stage.batch(1, "a"), room=stage.room)
        assert sink.limits is before


async def progress_may_be_shown_at_any_time(stage: Stage) -> None:
    async with stage.open(InMemoryJournal()) as sink:
        sink.progress(Looking())
        await sink.deliver(stage.batch(1, "a"), room=stage.room)
        sink.progress(Sending(batch=2, filenames=("a",), size_bytes=1))
    assert stage.seen() == [b"a"]


async def it_hears_every_kind_of_end(stage: Stage) -> None:
    ends: list[End] = [Delivery(), Cancelled(by="ann"), Interrupted(), Broke(job_id="job")]
    for number, end in enumerate(ends, 1):
        async with stage.open(InMemoryJournal()) as sink:
            await sink.deliver(stage.batch(number, f"{number}"), room=stage.room)
            await sink.close(end)
    assert len(stage.seen()) == len(ends)


PROMISES: list[Promise] = [
    files_arrive_whole_and_in_order,
    a_number_is_used_once_whatever_is_offered_later,
    what_the_journal_has_is_not_sent_by_a_second_run,
    its_limits_stay_as_they_were,
    progress_may_be_shown_at_any_time,
    it_hears_every_kind_of_end,
]


def folder(tmp_path: Path) -> Stage:
    place = tmp_path / "chat"
    place.mkdir()
    return Stage(
        chats=Folders(LIMITS),
        address=ReplyAddress(chat="folder", place=f"{place}"),
        seen=lambda: [path.read_bytes() for path in place.iterdir()],
        room=FakeRoom(tmp_path / "room"),
    )


def fake(tmp_path: Path) -> Stage:
    room = FakeRoom(tmp_path / "room")
    sink = FakeSink()
    return Stage(
        chats=FakeChats(sink),
        address=ReplyAddress(chat="fake", place=""),
        seen=lambda: [
            (room.folder / one.file.filepath).read_bytes()
            for batch in sink.batches
            for one in batch.files
        ],
        room=room,
    )


def keeping(tmp_path: Path) -> Stage:
    stage = folder(tmp_path)
    stage.chats = KeepingChats(stage.chats, tmp_path / "kept")
    return stage


STAGES = [folder, fake, keeping]


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.__name__)
async def test_a_chat_promises_that(
    stage: Callable[[Path], Stage], promise: Promise, tmp_path: Path
) -> None:
    await promise(stage(tmp_path))


@final
class LyingSink(ChatSink):
    """Says that it has whatever it is offered, and has nothing."""

    def __init__(self) -> None:
        self.limits = LIMITS

    def progress(self, progress: Progress) -> None: ...

    async def deliver(self, batch: Batch, *, room: Room) -> Outcome[Receipt, DeliveryFailure]:
        self.limits = self.limits.model_copy(update={"bytes_per_file": 1})
        return Success(
            Receipt(number=batch.number, keys=tuple(fitted.key for fitted in batch.files))
        )

    async def close(self, end: End) -> None: ...


@final
class LyingChats(Chats):
    @asynccontextmanager
    async def open(
        self, address: ReplyAddress, *, job_id: JobId, journal: Journal
    ) -> AsyncIterator[ChatSink]:
        yield LyingSink()


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
async def test_a_liar_is_found_out_by(promise: Promise, tmp_path: Path) -> None:
    stage = folder(tmp_path)
    stage.chats = LyingChats()
    with pytest.raises(AssertionError):
        await promise(stage)
