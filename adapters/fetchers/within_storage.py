"""Ends a fetch whose files take more of the disk than they may: beforehand where that is known."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, final

from adapters.fetchers.stoppable import Stoppable
from application.ports.fetcher import Fetcher
from application.ports.telling import Telling
from application.ports.workspace import Room
from domain.failures import FetchFailure
from domain.items import Arrived, Found, Origin, Skipped
from domain.limits import Aim
from domain.look import Look
from domain.outcome import Outcome
from domain.progress import Progress
from domain.request import MediaRequest

LOOKED_EVERY: Final = 0.25
"""Seconds: a fast line brings 30 MB meanwhile, and no single file outgrows its own limit."""


@final
@dataclass(frozen=True, slots=True)
class WithinStorage(Fetcher):
    """Asks the room whether it is overdrawn: before each file of a known size, and now and then.

    A look brings nothing, and passes.
    """

    fetcher: Fetcher
    every: float = LOOKED_EVERY

    async def look(self, request: MediaRequest, *, room: Room) -> Outcome[Look, FetchFailure]:
        """As it is."""
        return await self.fetcher.look(request, room=room)

    async def fetch(
        self, request: MediaRequest, *, room: Room, aim: Aim | None, tell: Telling
    ) -> Outcome[Origin, FetchFailure]:
        """What arrived before stays; the rest is left behind."""
        stoppable = Stoppable(tell)
        watching = asyncio.create_task(self._watch(room, stoppable.stop))
        try:
            return await stoppable.to_the_end(
                self.fetcher.fetch(request, room=room, aim=aim, tell=_Weighed(stoppable, room))
            )
        finally:
            watching.cancel()
            await asyncio.wait([watching])

    async def _watch(self, room: Room, stop: Callable[[FetchFailure], None]) -> None:
        while True:
            why = await room.overdrawn()
            if why is not None:
                stop(why)
                return
            await asyncio.sleep(self.every)


@final
@dataclass(frozen=True, slots=True)
class _Weighed(Telling):
    """Tells on what there is room for; what there is none for stops who told it."""

    tell: Stoppable
    room: Room

    def progress(self, progress: Progress) -> None:
        self.tell.progress(progress)

    async def item(self, item: Found | Arrived | Skipped) -> None:
        await self.tell.item(item)
        match item:
            case Found(size_bytes=int(size)):
                why = await self.room.overdrawn(expecting=size)
                if why is not None:
                    self.tell.stop(why)
                    await asyncio.Event().wait()
            case _:
                pass
