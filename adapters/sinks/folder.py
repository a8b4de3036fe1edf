"""A folder as a chat: what the command line and every kept download are delivered to."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, final

from pydantic import TypeAdapter

from adapters.disk.bounds import UNBOUNDED, Bounds
from adapters.disk.full import no_room
from adapters.disk.laying import lay, take_back
from adapters.disk.regular_files import open_regular, opened
from adapters.undisturbed import finished_in_thread
from application.ports.chat import Chats, ChatSink
from application.ports.journal import Journal
from application.ports.workspace import Room
from domain import names
from domain.delivery import Batch, End, Receipt
from domain.failures import DeliveryFailure, NoRoom
from domain.items import ItemKey
from domain.jobs import JobId, ReplyAddress
from domain.limits import UploadLimits
from domain.media import MediaFile
from domain.metadata import MediaMetadata
from domain.outcome import Failure, Outcome, Success
from domain.progress import Progress

RECORD = TypeAdapter(dict[ItemKey, Path])


@final
class Folder(ChatSink):
    """Copies each message's files into one folder, under names that are new there.

    With `metadata_beside`, what is known of the post is written there, too, once.
    """

    def __init__(
        self,
        folder: Path,
        *,
        limits: UploadLimits,
        journal: Journal,
        metadata_beside: bool = False,
        bounds: Bounds = UNBOUNDED,
    ) -> None:
        self.limits = limits
        self.written: dict[ItemKey, Path] = {}
        """Where each delivered file is, absolute."""
        self._folder = folder.absolute()
        self._journal = journal
        self._metadata_beside = metadata_beside
        self._bounds = bounds

    def progress(self, progress: Progress) -> None:
        """A folder shows nothing."""

    async def deliver(self, batch: Batch, *, room: Room) -> Outcome[Receipt, DeliveryFailure]:
        """All files of the message or none.

        NoRoom: the folder is not writable, or it or its disk holds as much as it may.
        """
        write = partial(self._write, batch, room)
        match await self._journal.once(f"{self._folder} {batch.number}", write):
            case Failure(failure):
                return Failure(failure)
            case Success(record):
                written = RECORD.validate_json(record)
                self.written |= written
                return Success(Receipt(number=batch.number, keys=tuple(written)))

    async def close(self, end: End) -> None:
        """A folder need not be told how it ended."""

    async def _write(self, batch: Batch, room: Room) -> Outcome[str, NoRoom]:
        admit = partial(self._bounds.admit, batch.size_bytes, to=self._folder)
        try:
            if not await finished_in_thread(admit):
                return Failure(NoRoom(why="full"))
        except OSError as error:
            return Failure(no_room(error))
        async with AsyncExitStack() as undoing:
            written: dict[ItemKey, Path] = {}
            for fitted in batch.files:
                match await self._copy(fitted.file, room):
                    case Failure(failure):
                        return Failure(failure)
                    case Success(path):
                        undoing.push_async_callback(take_back, [path])
                        written[fitted.key] = path
            if self._metadata_beside and batch.number == 1 and batch.metadata is not None:
                match await self._lay_metadata(batch.metadata):
                    case Failure(failure):
                        return Failure(failure)
                    case Success():
                        pass
            undoing.pop_all()
            return Success(RECORD.dump_json(written).decode())

    async def _copy(self, file: MediaFile, room: Room) -> Outcome[Path, NoRoom]:
        async with opened(partial(open_regular, room.folder, file.filepath)) as source:
            if source is None:
                return Failure(NoRoom(why="gone"))
            return await self._lay(source, names.tidy(file.filename))

    async def _lay_metadata(self, metadata: MediaMetadata) -> Outcome[Path, NoRoom]:
        document = metadata.model_dump_json(indent=2).encode()
        return await self._lay(BytesIO(document), f"{names.readable(metadata, None)}.json")

    async def _lay(self, source: BinaryIO, name: str) -> Outcome[Path, NoRoom]:
        try:
            return Success(await lay(source, self._folder, name))
        except OSError as error:
            return Failure(no_room(error))


@final
class Folders(Chats):
    """Opens the folder that an address names as its place."""

    def __init__(
        self, limits: UploadLimits, *, metadata_beside: bool = False, bounds: Bounds = UNBOUNDED
    ) -> None:
        self._limits = limits
        self._metadata_beside = metadata_beside
        self._bounds = bounds

    @asynccontextmanager
    async def open(
        self,
        address: ReplyAddress,
        *,
        job_id: JobId,  # noqa: ARG002
        journal: Journal,
    ) -> AsyncIterator[Folder]:
        """The folder, within the address's own limit for a file where it has one."""
        limits = self._limits
        if address.bytes_per_file is not None:
            limits = limits.model_copy(update={"bytes_per_file": address.bytes_per_file})
        yield Folder(
            Path(address.place),
            limits=limits,
            journal=journal,
            metadata_beside=self._metadata_beside,
            bounds=self._bounds,
        )
