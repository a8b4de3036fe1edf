"""A chat that takes what it is told to take, and remembers everything."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import final

from application.ports.chat import Chats, ChatSink
from application.ports.journal import Journal
from application.ports.workspace import Room
from domain.delivery import Batch, End, Receipt
from domain.failures import ChatTooLarge, DeliveryFailure
from domain.items import ItemKey
from domain.jobs import JobId, ReplyAddress
from domain.limits import UploadLimits
from domain.outcome import Failure, Outcome, Success
from domain.progress import Progress
from domain.sizes import MEBIBYTE

ROOMY = UploadLimits(
    bytes_per_file=10 * MEBIBYTE, files_per_message=10, bytes_per_message=25 * MEBIBYTE
)


@final
@dataclass
class FakeSink(ChatSink):
    limits: UploadLimits = ROOMY
    truly_takes: UploadLimits | None = None
    """What it takes in truth, when that is less than it says."""
    fails: dict[int, DeliveryFailure] = field(default_factory=dict)
    """By the number of the call, counted from 1."""
    has: dict[int, tuple[ItemKey, ...]] = field(default_factory=dict)
    """What it has under a number, from this run or an earlier one."""
    batches: list[Batch] = field(default_factory=list)
    shown: list[Progress] = field(default_factory=list)
    ends: list[End] = field(default_factory=list)
    calls: int = 0
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    def progress(self, progress: Progress) -> None:
        self.shown.append(progress)

    async def deliver(self, batch: Batch, *, room: Room) -> Outcome[Receipt, DeliveryFailure]:
        self.calls += 1
        if self.calls in self.fails:
            return Failure(self.fails[self.calls])
        takes = self.truly_takes or self.limits
        sizes = [(room.folder / fitted.file.filepath).stat().st_size for fitted in batch.files]
        if max(sizes) > takes.bytes_per_file or (
            len(sizes) > 1 and sum(sizes) > takes.bytes_per_message
        ):
            return Failure(ChatTooLarge())
        if batch.number not in self.has:
            self.has[batch.number] = batch.keys
            self.batches.append(batch)
        self.arrived.set()
        return Success(Receipt(number=batch.number, keys=self.has[batch.number]))

    async def close(self, end: End) -> None:
        self.ends.append(end)


@final
@dataclass
class FakeChats(Chats):
    sink: FakeSink = field(default_factory=FakeSink)
    opened: list[ReplyAddress] = field(default_factory=list)
    opens: asyncio.Event | None = None
    """The first opening waits for it."""

    def open(
        self, address: ReplyAddress, *, job_id: JobId, journal: Journal
    ) -> AbstractAsyncContextManager[ChatSink]:
        return self._open(address)

    @asynccontextmanager
    async def _open(self, address: ReplyAddress) -> AsyncIterator[FakeSink]:
        self.opened.append(address)
        waits, self.opens = self.opens, None
        if waits is not None:
            await waits.wait()
        yield self.sink
