"""Who asks for the same at the same time shares one gathering: one shelf, a reader each."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeAlias

from application.gather_media import GatherMedia
from application.ports.telling import Shows
from application.ports.workspace import Room, Workspace
from application.shelf import Shelf
from domain.failures import NoRoom, QuotaExceeded
from domain.jobs import Actor, JobId
from domain.limits import Aim
from domain.outcome import Failure, Outcome, Success
from domain.progress import Progress
from domain.request import MediaRequest

Finish: TypeAlias = Callable[[Awaitable[None]], Awaitable[None]]
"""Awaits something to its end, however often the caller is cancelled."""
Lent: TypeAlias = Outcome[Room, NoRoom | QuotaExceeded]


class Gathering(Shows):
    """A link on its way into a room, which stays as long as somebody reads the shelf."""

    def __init__(self, request: MediaRequest, aim: Aim, job_id: JobId, owner: Actor) -> None:
        self.request = request
        self.shelf = Shelf(aim)
        self.job_id = job_id
        """Of who began it: the room is kept under this name."""
        self.owner = owner
        self._readers: list[Shows] = []
        self._shown: Progress | None = None
        self.fetched_at: float | None = None
        self.room: asyncio.Future[Lent] = asyncio.get_running_loop().create_future()

    def progress(self, progress: Progress) -> None:
        """Show it to every reader, and to whoever comes before there is more to show."""
        self._shown = progress
        for reader in self._readers:
            reader.progress(progress)

    def enter(self, reader: Shows) -> None:
        """Show to this one, too, how far it is."""
        self._readers.append(reader)
        if self._shown is not None:
            reader.progress(self._shown)

    def leave(self, reader: Shows) -> bool:
        """Whether it was the last one."""
        self._readers.remove(reader)
        return not self._readers


@dataclass(frozen=True, slots=True)
class Gatherings:
    """The gatherings that go on in this process."""

    workspace: Workspace
    gather: GatherMedia
    finish: Finish
    now: Callable[[], float]
    _going: dict[tuple[MediaRequest, Aim], tuple[Gathering, asyncio.Task[None]]] = field(
        default_factory=dict
    )

    @asynccontextmanager
    async def join(
        self, request: MediaRequest, aim: Aim, *, job_id: JobId, owner: Actor, shows: Shows
    ) -> AsyncIterator[tuple[Gathering, Lent]]:
        """The gathering of that request, begun or joined, and the room that it fills.

        Each reader leaves alone. With the last one the gathering ends, finished or not, and its
        room has gone back when this returns. A bug in it is raised to every reader of the shelf,
        one in lending to everybody who waits for the room, one in giving it back to the last.
        """
        key = (request, aim)
        if key not in self._going:
            begun = Gathering(request, aim, job_id, owner)
            self._going[key] = begun, asyncio.create_task(self._run(begun), name=f"gather {job_id}")
        gathering, task = self._going[key]
        gathering.enter(shows)
        try:
            yield gathering, await asyncio.shield(gathering.room)
        finally:
            if gathering.leave(shows):
                del self._going[key]
                task.cancel()
                await self.finish(_ended(task))

    async def _run(self, gathering: Gathering) -> None:
        try:
            await self._keep_room(gathering)
        except Exception as bug:
            if gathering.room.done():
                raise
            gathering.room.set_exception(bug)  # whoever waits for the room has it raised

    async def _keep_room(self, gathering: Gathering) -> None:
        async with self.workspace.lend(
            gathering.job_id, owner=gathering.owner, expected=None
        ) as lent:
            gathering.room.set_result(lent)
            match lent:
                case Success(room):
                    await self._fill(gathering, room)
                case Failure():
                    pass
            await asyncio.Event().wait()  # the room stays until the last reader cancels this

    async def _fill(self, gathering: Gathering, room: Room) -> None:
        shelf = gathering.shelf
        try:
            await self.gather(gathering.request, room=room, shelf=shelf, shows=gathering)
        except Exception as bug:  # noqa: BLE001 - raised again where the shelf is read
            shelf.broke(bug)
        else:
            gathering.fetched_at = self.now()


async def _ended(task: asyncio.Task[None]) -> None:
    await asyncio.wait([task])
    if not task.cancelled():
        task.result()  # a room that cannot go back is a bug, too
