"""A folder lent to one job, in which a stranger's tools may have left anything."""

import hashlib
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from io import FileIO
from pathlib import Path, PurePosixPath
from typing import final

from adapters.disk.full import no_room
from adapters.disk.regular_files import copy, open_regular, opened
from adapters.undisturbed import finished_in_thread
from adapters.workspaces.place import Place
from application.ports.egress import EgressAddress, JobBudget
from application.ports.workspace import Room
from domain import names
from domain.delivery import Kept
from domain.failures import Corrupt, NoRoom, NotFound, QuotaExceeded
from domain.jobs import JobId
from domain.media import MediaFile
from domain.outcome import Failure, Outcome, Success
from domain.signatures import HEAD_BYTES, sniff

WORK = PurePosixPath("work")


@final
@dataclass(frozen=True)
class FolderRoom(Room):
    """The room in a place; that is locked for as long as the room is lent."""

    job_id: JobId
    folder: Path
    work: PurePosixPath
    egress: EgressAddress | None
    budget: JobBudget
    place: Place
    judge: Callable[[int], QuotaExceeded | NoRoom | None]
    """Which bound the place passes with so many bytes more; it blocks."""

    def within(self, name: str, *, items: int | None = None) -> "Outcome[FolderRoom, NoRoom]":
        """The same room, its `work` a new subfolder called `name`, or `name-2` and so on."""
        for variant in names.variants(name):
            work = self.work / variant
            try:
                (self.folder / work).mkdir(mode=0o700)
            except FileExistsError:
                continue
            except OSError as error:
                return Failure(no_room(error))
            return Success(replace(self, work=work, budget=self.budget.with_items(items)))
        raise AssertionError("there are ever new variants")

    async def take(
        self, path: PurePosixPath, *, filename: str | None = None, description: str | None = None
    ) -> Outcome[MediaFile, Corrupt | NoRoom]:
        """The file as a MediaFile, hashed and named by its first bytes in a thread."""
        take = partial(_taken, self.folder, path, filename or path.name, description)
        file = await finished_in_thread(take)
        return Failure(Corrupt()) if file is None else Success(file)

    async def bring(self, path: Path) -> Outcome[MediaFile, Corrupt | NotFound | NoRoom]:
        """A copy of the operator's file, made piece by piece, so that a cancellation ends it."""
        match self.within("brought"):
            case Failure(refused):
                return Failure(refused)
            case Success(room):
                inside = room.work / "file"
        async with opened(partial(_open_to_read, path)) as source:
            if source is None:
                return Failure(NotFound())
            try:
                with FileIO(self.folder / inside, "x") as target:
                    await copy(source, target)
            except OSError as error:
                return Failure(no_room(error))
        return await self.take(inside, filename=path.name)

    async def overdrawn(self, *, expecting: int = 0) -> QuotaExceeded | NoRoom | None:
        """Counted in a thread."""
        return await finished_in_thread(partial(self.judge, expecting))

    async def keep(self, kept: Kept) -> Outcome[None, NoRoom]:
        """Write the record that lets the place stay."""
        try:
            await finished_in_thread(partial(self.place.keep, kept))
        except OSError as error:
            return Failure(no_room(error))
        return Success(None)


def _open_to_read(path: Path) -> FileIO | None:
    """Non-blocking, because opening a named pipe would wait for its writer."""
    try:
        file = FileIO(path, opener=lambda name, flags: os.open(name, flags | os.O_NONBLOCK))
    except OSError:
        return None
    if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        return file
    file.close()
    return None


def _taken(
    folder: Path, path: PurePosixPath, filename: str, description: str | None
) -> MediaFile | None:
    file = open_regular(folder, path)
    if file is None:
        return None
    with file:
        found = sniff(file.read(HEAD_BYTES))
        if found is None:
            return None
        file.seek(0)
        checksum = hashlib.file_digest(file, "sha256").hexdigest()
        return MediaFile(
            filename=names.typed(filename, found.extension),
            filepath=path,
            file_type=found.kind,
            mimetype=found.mimetype,
            size_bytes=file.tell(),
            checksum=checksum,
            description=description,
        )
