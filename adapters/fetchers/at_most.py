"""So many downloads at once, over everything: the line is served in the order of arrival."""

from asyncio import Semaphore
from typing import final

from application.ports.fetcher import Fetcher
from application.ports.telling import Telling
from application.ports.workspace import Room
from domain.failures import FetchFailure
from domain.items import Origin
from domain.limits import Aim
from domain.look import Look
from domain.outcome import Outcome
from domain.request import MediaRequest


@final
class AtMost(Fetcher):
    """Lets `most` fetches run; a look passes, for it is short and somebody watches it."""

    def __init__(self, fetcher: Fetcher, most: int) -> None:
        self._fetcher = fetcher
        self._turns = Semaphore(most)

    async def look(self, request: MediaRequest, *, room: Room) -> Outcome[Look, FetchFailure]:
        """At once."""
        return await self._fetcher.look(request, room=room)

    async def fetch(
        self, request: MediaRequest, *, room: Room, aim: Aim | None, tell: Telling
    ) -> Outcome[Origin, FetchFailure]:
        """When it is its turn."""
        async with self._turns:
            return await self._fetcher.fetch(request, room=room, aim=aim, tell=tell)
