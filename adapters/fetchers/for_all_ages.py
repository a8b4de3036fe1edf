"""Ends a fetch at the first thing that is marked as not for all ages, before it is downloaded."""

import asyncio
from dataclasses import dataclass
from typing import final

from adapters.fetchers.stoppable import Stoppable
from application.ports.fetcher import Fetcher
from application.ports.telling import Telling
from application.ports.workspace import Room
from domain.failures import FetchFailure, NotForAllAges
from domain.items import Arrived, Found, Origin, Skipped
from domain.limits import Aim
from domain.look import Look
from domain.outcome import Outcome
from domain.progress import Progress
from domain.request import MediaRequest


@final
@dataclass(frozen=True, slots=True)
class ForAllAges(Fetcher):
    """Minds `MediaRequest.for_all_ages`; a look shows nothing, and passes."""

    fetcher: Fetcher

    async def look(self, request: MediaRequest, *, room: Room) -> Outcome[Look, FetchFailure]:
        """As it is."""
        return await self.fetcher.look(request, room=room)

    async def fetch(
        self, request: MediaRequest, *, room: Room, aim: Aim | None, tell: Telling
    ) -> Outcome[Origin, FetchFailure]:
        """What arrived before the first marked item stays; the rest is left behind."""
        if not request.for_all_ages:
            return await self.fetcher.fetch(request, room=room, aim=aim, tell=tell)
        stoppable = Stoppable(tell)
        unmarked = _Unmarked(stoppable)
        return await stoppable.to_the_end(
            self.fetcher.fetch(request, room=room, aim=aim, tell=unmarked)
        )


@final
@dataclass(frozen=True, slots=True)
class _Unmarked(Telling):
    """Tells on what is not marked; what is, stops who told it."""

    tell: Stoppable

    def progress(self, progress: Progress) -> None:
        self.tell.progress(progress)

    async def item(self, item: Found | Arrived | Skipped) -> None:
        match item:
            case Found(metadata=metadata) if metadata is not None and metadata.nsfw:
                self.tell.stop(NotForAllAges())
                await asyncio.Event().wait()
            case _:
                await self.tell.item(item)
