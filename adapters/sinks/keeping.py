"""What a chat got, and the originals of it, stay in a folder of the operator's."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import final

from adapters.disk.bounds import UNBOUNDED, Bounds
from adapters.sinks.folder import Folder
from application.ports.chat import Chats, ChatSink
from application.ports.journal import Journal
from application.ports.workspace import Room
from domain.delivery import Batch, End, Receipt
from domain.failures import DeliveryFailure
from domain.fitting import Fitted
from domain.jobs import JobId, ReplyAddress
from domain.outcome import Failure, Outcome, Success
from domain.progress import Progress

_log = logging.getLogger(__name__)


@final
class Keeping(ChatSink):
    """Copies each message into the folder once the chat has it."""

    def __init__(self, sink: ChatSink, folder: Folder) -> None:
        self.limits = sink.limits
        self._sink = sink
        self._folder = folder

    def progress(self, progress: Progress) -> None:
        """Shown in the chat only."""
        self._sink.progress(progress)

    async def deliver(self, batch: Batch, *, room: Room) -> Outcome[Receipt, DeliveryFailure]:
        """What the chat says; a folder that takes no more is the operator's affair, in the log."""
        match await self._sink.deliver(batch, room=room):
            case Failure(failure):
                return Failure(failure)
            case Success(receipt):
                delivered = [fitted for fitted in batch.files if fitted.key in receipt.keys]
                files = tuple(kept for fitted in delivered for kept in _with_original(fitted))
                kept = await self._folder.deliver(
                    batch.model_copy(update={"files": files}), room=room
                )
                match kept:
                    case Failure(failure):
                        _log.warning("message %d is not kept: %s", batch.number, failure.kind)
                    case Success():
                        pass
                return Success(receipt)

    async def close(self, end: End) -> None:
        """Told to the chat."""
        await self._sink.close(end)


@final
class KeepingChats(Chats):
    """Opens other chats, and keeps what they get."""

    def __init__(self, chats: Chats, folder: Path, *, bounds: Bounds = UNBOUNDED) -> None:
        self._chats = chats
        self._folder = folder
        self._bounds = bounds

    @asynccontextmanager
    async def open(
        self, address: ReplyAddress, *, job_id: JobId, journal: Journal
    ) -> AsyncIterator[Keeping]:
        """The chat of that address."""
        async with self._chats.open(address, job_id=job_id, journal=journal) as sink:
            folder = Folder(self._folder, limits=sink.limits, journal=journal, bounds=self._bounds)
            yield Keeping(sink, folder)


def _with_original(fitted: Fitted) -> list[Fitted]:
    if fitted.original.checksum == fitted.file.checksum:
        return [fitted]
    original = {"key": f"{fitted.key} as it came", "file": fitted.original}
    return [fitted, fitted.model_copy(update=original)]
