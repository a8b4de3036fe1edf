"""Ends a fetch at the first thing that is marked as not for all ages, before it is downloaded."""

import asyncio
from collections.abc import Callable
from typing import final

from application.ports.fetcher import Fetcher
from application.ports.telling import Telling
from application.ports.workspace import Room
from domain.failures import FetchFailure, NotForAllAges
from domain.items import Arrived, Found, ItemKey, Origin, Skipped
from domain.limits import Aim
from domain.look import Look
from domain.outcome import Failure, Outcome
from domain.progress import Progress
from domain.request import MediaRequest


@final
class ForAllAges(Fetcher):
    """Minds `MediaRequest.for_all_ages`; a look shows nothing, and passes."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher

    async def look(self, request: MediaRequest, *, room: Room) -> Outcome[Look, FetchFailure]:
        """As it is."""
        return await self._fetcher.look(request, room=room)

    async def fetch(
        self, request: MediaRequest, *, room: Room, aim: Aim | None, tell: Telling
    ) -> Outcome[Origin, FetchFailure]:
        """What arrived before the first marked item stays; the rest is left behind."""
        if not request.for_all_ages:
            return await self._fetcher.fetch(request, room=room, aim=aim, tell=tell)
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("a coroutine runs in a task")
        unmarked, before = _Unmarked(tell, stop=task.cancel), task.cancelling()
        try:
            return await self._fetcher.fetch(request, room=room, aim=aim, tell=unmarked)
        except asyncio.CancelledError:
            if not unmarked.met_one or task.uncancel() > before:
                raise  # somebody else cancels us, too
        await unmarked.leave_behind()
        return Failure(NotForAllAges())


class _Unmarked(Telling):
    """Tells on what is not marked; what is, stops who told it."""

    def __init__(self, tell: Telling, *, stop: Callable[[], object]) -> None:
        self._tell = tell
        self._stop = stop
        self._open: list[ItemKey] = []
        self.met_one = False

    def progress(self, progress: Progress) -> None:
        self._tell.progress(progress)

    async def item(self, item: Found | Arrived | Skipped) -> None:
        match item:
            case Found(metadata=metadata) if metadata is not None and metadata.nsfw:
                self.met_one = True
                self._stop()
                await asyncio.Event().wait()
            case Found(key=key):
                self._open.append(key)
            case Arrived(key=key) | Skipped(key=key):
                self._open.remove(key)
        await self._tell.item(item)

    async def leave_behind(self) -> None:
        for key in self._open:
            await self._tell.item(Skipped(key=key, failure=NotForAllAges()))
