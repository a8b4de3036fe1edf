"""A link becomes fitted files on a shelf: each is fitted while the next is still downloading."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Protocol

from application.ports.fetcher import Fetcher
from application.ports.telling import Shows, Telling
from application.ports.workspace import Room
from application.shelf import Entry, Shelf
from domain.delivery import LeftBehind
from domain.failures import MediaFailure
from domain.fitting import Fitted
from domain.items import Arrived, Found, ItemKey, Skipped
from domain.limits import Aim
from domain.media import MediaFile
from domain.outcome import Failure, Outcome, Success
from domain.plans import Wish
from domain.progress import Looking, Progress
from domain.request import MediaRequest

LINE = 3
"""Files that may wait to be fitted before the source is held back: the cores are busy by then."""


class Fits(Protocol):
    """What is done to every file on its way to the shelf."""

    async def __call__(
        self, key: ItemKey, file: MediaFile, *, aim: Aim, wish: Wish, room: Room, shows: Shows
    ) -> Outcome[Fitted, MediaFailure]:
        """The file as the shelf wants it."""
        ...


@dataclass(frozen=True, slots=True)
class GatherMedia:
    """The part of a job that can be repeated: it changes nothing outside of its room."""

    fetcher: Fetcher
    fit: Fits
    fetch_to_fit: bool = True
    """Tell the fetcher the limit, so that it takes a rendition that fits already."""

    async def __call__(
        self, request: MediaRequest, *, room: Room, shelf: Shelf, shows: Shows
    ) -> None:
        """Put every item on the shelf, in the order of arrival, and end it."""
        shows.progress(Looking())
        async with asyncio.TaskGroup() as group:
            line = _Line(request, fit=self.fit, room=room, shelf=shelf, shows=shows, group=group)
            shelving = group.create_task(line.shelve())
            fetched = await self.fetcher.fetch(
                request, room=room, aim=shelf.aim if self.fetch_to_fit else None, tell=line
            )
            await line.end()
            await shelving
        match fetched:
            case Success(origin):
                shelf.end(origin, None)
            case Failure(failure):
                shelf.end(None, failure)


class _Line(Telling):
    """A bounded line of fit tasks in the order of arrival: it keeps order and holds back."""

    def __init__(
        self,
        request: MediaRequest,
        *,
        fit: Fits,
        room: Room,
        shelf: Shelf,
        shows: Shows,
        group: asyncio.TaskGroup,
    ) -> None:
        self._request = request
        self._wish = Wish.of(request)
        self._fit = fit
        self._room = room
        self._shelf = shelf
        self._shows = shows
        self._group = group
        self._hidden: set[ItemKey] = set()
        """What is marked by itself, whatever its post is."""
        self._tasks: asyncio.Queue[asyncio.Task[Entry] | None] = asyncio.Queue(LINE)

    def progress(self, progress: Progress) -> None:
        self._shows.progress(progress)

    async def item(self, item: Found | Arrived | Skipped) -> None:
        match item:
            case Found(metadata=about):
                if about is not None and (about.nsfw or about.spoiler):
                    self._hidden.add(item.key)
                self._shelf.found(item)
            case Arrived():
                await self._enter(self._fitted(item))
            case Skipped():
                await self._enter(_left_behind(item))

    async def end(self) -> None:
        await self._tasks.put(None)

    async def shelve(self) -> None:
        while (task := await self._tasks.get()) is not None:
            self._shelf.put(await task)

    async def _enter(self, work: Coroutine[Any, Any, Entry]) -> None:
        await self._tasks.put(self._group.create_task(work))

    async def _fitted(self, item: Arrived) -> Entry:
        file = item.file
        if self._request.spoiler or item.key in self._hidden:
            file = file.model_copy(update={"spoiler": True})
        fitted = await self._fit(
            item.key,
            file,
            aim=self._shelf.aim,
            wish=self._wish,
            room=self._room,
            shows=self._shows,
        )
        match fitted:
            case Success(fitted_file):
                return fitted_file
            case Failure(failure):
                return LeftBehind(key=item.key, name=file.filename, failure=failure)


async def _left_behind(item: Skipped) -> Entry:
    return LeftBehind(key=item.key, failure=item.failure)
