"""Ends a fetch whose files take more of the disk than they may, while they still arrive."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, final

from adapters.fetchers.stoppable import Stoppable
from application.ports.fetcher import Fetcher
from application.ports.telling import Telling
from application.ports.workspace import Room
from domain.failures import FetchFailure
from domain.items import Origin
from domain.limits import Aim
from domain.look import Look
from domain.outcome import Outcome
from domain.request import MediaRequest

LOOKED_EVERY: Final = 0.25
"""Seconds: a fast line brings 30 MB meanwhile, and no single file outgrows its own limit."""


@final
@dataclass(frozen=True, slots=True)
class WithinStorage(Fetcher):
    """Asks the room now and then whether it is overdrawn; a look brings nothing, and passes."""

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
                self.fetcher.fetch(request, room=room, aim=aim, tell=stoppable)
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
