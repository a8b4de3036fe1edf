"""Rooms that are plain folders, without a lock; they believe what a file begins with."""

import hashlib
import shutil
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import final

from application.ports.egress import EgressAddress, JobBudget
from application.ports.workspace import Room, Workspace
from domain.delivery import Kept
from domain.failures import Corrupt, NoRoom, NotFound, QuotaExceeded
from domain.jobs import Actor, JobId
from domain.media import MediaFile
from domain.outcome import Failure, Outcome, Success
from domain.signatures import HEAD_BYTES, sniff


@final
@dataclass
class FakeRoom(Room):
    folder: Path
    job_id: JobId = "job"
    work: PurePosixPath = field(default_factory=lambda: PurePosixPath("work"))
    egress: EgressAddress | None = None
    budget: JobBudget = field(default_factory=JobBudget)
    kept: list[Kept] = field(default_factory=list)
    refuses_to_keep: bool = False
    full: bool = False

    def __post_init__(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (self.folder / self.work).mkdir(parents=True, exist_ok=True)

    def within(self, name: str, *, items: int | None = None) -> "Outcome[FakeRoom, NoRoom]":
        if self.full:
            return Failure(NoRoom(why="full"))
        number = 1
        work = self.work / name
        while (self.folder / work).exists():
            number += 1
            work = self.work / f"{name}-{number}"
        return Success(replace(self, work=work, budget=self.budget.with_items(items)))

    async def take(
        self, path: PurePosixPath, *, filename: str | None = None, description: str | None = None
    ) -> Outcome[MediaFile, Corrupt | NoRoom]:
        content = (self.folder / path).read_bytes()
        found = sniff(content[:HEAD_BYTES])
        if found is None:
            return Failure(Corrupt())
        return Success(
            MediaFile(
                filename=filename or path.name,
                filepath=path,
                file_type=found.kind,
                mimetype=found.mimetype,
                size_bytes=len(content),
                checksum=hashlib.sha256(content).hexdigest(),
                description=description,
            )
        )

    async def bring(self, path: Path) -> Outcome[MediaFile, Corrupt | NotFound | NoRoom]:
        if not path.exists():
            return Failure(NotFound())
        match self.within("brought"):
            case Failure(full):
                return Failure(full)
            case Success(room):
                inside = room.work / path.name
        (self.folder / inside).write_bytes(path.read_bytes())
        return await self.take(inside)

    async def overdrawn(self, *, expecting: int = 0) -> QuotaExceeded | NoRoom | None:
        there = sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())
        used = there + expecting
        allowed = self.budget.disk_bytes
        return QuotaExceeded(whose="job", used=used, allowed=allowed) if used > allowed else None

    async def keep(self, kept: Kept) -> Outcome[None, NoRoom]:
        if self.refuses_to_keep:
            return Failure(NoRoom(why="full"))
        self.kept.append(kept)
        return Success(None)


@final
@dataclass
class FakeWorkspace(Workspace):
    folder: Path
    full: bool = False
    refuses_to_keep: bool = False
    rooms: dict[JobId, FakeRoom] = field(default_factory=dict)
    lent: list[JobId] = field(default_factory=list)
    returned: list[JobId] = field(default_factory=list)
    reopened: set[JobId] = field(default_factory=set)

    def lend(
        self, job_id: JobId, *, owner: Actor, expected: int | None
    ) -> AbstractAsyncContextManager[Outcome[FakeRoom, NoRoom | QuotaExceeded]]:
        return self._lend(job_id)

    @asynccontextmanager
    async def _lend(
        self, job_id: JobId
    ) -> AsyncIterator[Outcome[FakeRoom, NoRoom | QuotaExceeded]]:
        if self.full:
            yield Failure(NoRoom(why="full"))
            return
        room = self.rooms.setdefault(
            job_id,
            FakeRoom(self.folder / job_id, job_id, refuses_to_keep=self.refuses_to_keep),
        )
        self.lent.append(job_id)
        try:
            yield Success(room)
        finally:
            self.returned.append(job_id)
            self._tidy(room)

    def reopen(
        self, job_id: JobId
    ) -> AbstractAsyncContextManager[Outcome[tuple[FakeRoom, Kept], NoRoom]]:
        return self._reopen(job_id)

    @asynccontextmanager
    async def _reopen(self, job_id: JobId) -> AsyncIterator[Outcome[tuple[FakeRoom, Kept], NoRoom]]:
        room = self.rooms.get(job_id)
        if job_id in self.reopened:
            yield Failure(NoRoom(why="in_use"))
            return
        if room is None or not room.kept:
            yield Failure(NoRoom(why="gone"))
            return
        self.reopened.add(job_id)
        yield Success((room, room.kept.pop()))
        self.reopened.remove(job_id)
        self._tidy(room)

    def _tidy(self, room: FakeRoom) -> None:
        if not room.kept:
            shutil.rmtree(room.folder)
            del self.rooms[room.job_id]
