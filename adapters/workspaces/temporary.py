"""Rooms that are gone when their job is: folders below one parent, each with a lock of its own."""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from shutil import disk_usage
from threading import Lock
from typing import final

from adapters.disk.full import no_room
from adapters.undisturbed import finished_in_thread
from adapters.workspaces.place import Place, Tag
from adapters.workspaces.room import WORK, FolderRoom
from application.ports.egress import Egress, JobBudget
from application.ports.workspace import Room, Workspace
from domain.delivery import Kept
from domain.failures import NoRoom, QuotaExceeded
from domain.jobs import Actor, JobId
from domain.outcome import Failure, Outcome, Success
from domain.quotas import Quotas, exceeded


@final
@dataclass(frozen=True)
class Temporary(Workspace):
    """Lends rooms below `parent`; any number of processes may share it."""

    parent: Path
    egress: Egress
    now: Callable[[], datetime]
    """With its zone."""
    budget: JobBudget = field(default_factory=JobBudget)
    quotas: Quotas = field(default_factory=Quotas)
    _one_at_a_time: Lock = field(default_factory=Lock, init=False)

    async def sweep(self) -> None:
        """Remove what dead owners left and what was kept until now; the living are left alone."""
        await finished_in_thread(self._sweep)

    @asynccontextmanager
    async def lend(
        self, job_id: JobId, *, owner: Actor, expected: int | None
    ) -> AsyncIterator[Outcome[Room, NoRoom | QuotaExceeded]]:
        """A new room; `expected` bytes count against the quotas at once."""
        place = Place.new(self.parent.absolute(), job_id)
        enter = partial(self._enter, place, Tag(owner=owner, expected=expected or 0))
        async with self._given_back(place):
            match await finished_in_thread(enter):
                case Failure(failure):
                    yield Failure(failure)
                case Success():
                    async with self._furnished(place, job_id) as room:
                        yield Success(room)

    @asynccontextmanager
    async def reopen(self, job_id: JobId) -> AsyncIterator[Outcome[tuple[Room, Kept], NoRoom]]:
        """The room as it was kept; NoRoom: "gone" after its time, "in_use" while another has it."""
        refusal = NoRoom(why="gone")
        for place in await finished_in_thread(partial(self._places, job_id)):
            async with self._given_back(place):
                match await finished_in_thread(partial(self._reenter, place)):
                    case Failure(failure):
                        refusal = failure
                    case Success(kept):
                        async with self._furnished(place, job_id) as room:
                            yield Success((room, kept))
                            return
        yield Failure(refusal)

    @asynccontextmanager
    async def _given_back(self, place: Place) -> AsyncIterator[None]:
        try:
            yield
        finally:
            await finished_in_thread(partial(place.leave, self.now()))

    @asynccontextmanager
    async def _furnished(self, place: Place, job_id: JobId) -> AsyncIterator[FolderRoom]:
        async with self.egress.open(job_id, self.budget) as address:
            yield FolderRoom(
                job_id=job_id,
                folder=place.files,
                work=WORK,
                egress=address,
                budget=self.budget,
                place=place,
                judge=partial(self._overdrawn, place),
            )

    def _places(self, job_id: JobId | None = None) -> list[Place]:
        return list(Place.all(self.parent.absolute(), job_id))

    def _sweep(self) -> None:
        with self._one_at_a_time:
            for place in self._places():
                if place.seize():
                    place.leave(self.now())

    def _enter(self, place: Place, tag: Tag) -> Outcome[None, NoRoom | QuotaExceeded]:
        try:
            self.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self._is_a_strangers():
                return Failure(NoRoom(why="not_writable"))
            self._sweep()
            with self._one_at_a_time:
                refusal = self._refusal(tag)
                if refusal is not None:
                    return Failure(refusal)
                place.enter(tag)
            (place.files / WORK).mkdir(mode=0o700)
        except OSError as error:
            return Failure(no_room(error))
        return Success(None)

    def _reenter(self, place: Place) -> Outcome[Kept, NoRoom]:
        with self._one_at_a_time:
            if not place.seize():
                return Failure(NoRoom(why="in_use"))
            kept = place.kept(self.now())
        if kept is None:
            return Failure(NoRoom(why="gone"))
        place.forget()
        return Success(kept)

    def _is_a_strangers(self) -> bool:
        """In a folder for everyone, another user may have made the parent before us."""
        return os.geteuid() != 0 and self.parent.stat().st_uid not in (0, os.geteuid())

    def _refusal(self, tag: Tag) -> NoRoom | QuotaExceeded | None:
        if tag.expected > self.budget.disk_bytes:
            return QuotaExceeded(whose="job", used=tag.expected, allowed=self.budget.disk_bytes)
        if disk_usage(self.parent).free - tag.expected < self.quotas.free_floor:
            return NoRoom(why="full")
        return self._beside(self._places(), tag.owner, tag.expected)

    def _overdrawn(self, place: Place, to_come: int) -> NoRoom | QuotaExceeded | None:
        use = place.used()
        if use is None:
            return None
        taken = use.bytes + to_come
        if taken > self.budget.disk_bytes:
            return QuotaExceeded(whose="job", used=taken, allowed=self.budget.disk_bytes)
        if disk_usage(self.parent).free - to_come < self.quotas.free_floor:
            return NoRoom(why="full")
        others = [each for each in self._places() if each.files != place.files]
        return self._beside(others, use.owner, taken)

    def _beside(self, places: list[Place], owner: Actor, taken: int) -> QuotaExceeded | None:
        """The quota that so many bytes would exceed, beside what lies in these places."""
        if not self.quotas.bounded:
            return None
        used = [use for use in (place.used() for place in places) if use is not None]
        return exceeded(self.quotas, used, owner=owner, expected=taken)
