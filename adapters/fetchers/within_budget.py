"""A job that has had its share is told so: its tools only saw that a connection broke."""

from dataclasses import dataclass
from typing import final

from application.ports.fetcher import Fetcher
from application.ports.telling import Telling
from application.ports.workspace import Room
from domain.failures import (
    DownloadTimedOut,
    FetchFailure,
    LinkRefused,
    NoRoom,
    OverBudget,
    QuotaExceeded,
    TooLarge,
    TooMany,
)
from domain.items import Arrived, Found, Origin, Skipped
from domain.limits import Aim
from domain.look import Look
from domain.outcome import Failure, Outcome
from domain.progress import Progress
from domain.request import MediaRequest


@final
@dataclass(frozen=True, slots=True)
class WithinBudget(Fetcher):
    """What fails once the way out is closed fails for that reason."""

    fetcher: Fetcher

    async def look(self, request: MediaRequest, *, room: Room) -> Outcome[Look, FetchFailure]:
        """What the fetcher sees."""
        match await self.fetcher.look(request, room=room):
            case Failure(failure):
                return Failure(_why(failure, room))
            case looked:
                return looked

    async def fetch(
        self, request: MediaRequest, *, room: Room, aim: Aim | None, tell: Telling
    ) -> Outcome[Origin, FetchFailure]:
        """What the fetcher brings; its items' failures are told with the same care."""
        honest = _Honest(tell, room)
        match await self.fetcher.fetch(request, room=room, aim=aim, tell=honest):
            case Failure(failure):
                return Failure(_why(failure, room))
            case fetched:
                return fetched


def _why(failure: FetchFailure, room: Room) -> FetchFailure:
    """What a closed way out can look like, which is all but what we found out ourselves."""
    match failure:
        case LinkRefused() | TooLarge() | TooMany() | QuotaExceeded() | NoRoom():
            return failure
        case _:
            return _closed(room) or failure


def _closed(room: Room) -> FetchFailure | None:
    match room.egress and room.egress.spent():
        case "bytes":
            return OverBudget(allowed=room.budget.wire_bytes)
        case "seconds":
            return DownloadTimedOut(after=room.budget.seconds)
        case None:
            return None


@final
@dataclass(frozen=True, slots=True)
class _Honest(Telling):
    """Doubts what arrives, too: a file whose length was not told looks whole when it is cut."""

    tell: Telling
    room: Room

    def progress(self, progress: Progress) -> None:
        self.tell.progress(progress)

    async def item(self, item: Found | Arrived | Skipped) -> None:
        match item:
            case Arrived(key=key) if closed := _closed(self.room):
                await self.tell.item(Skipped(key=key, failure=closed))
            case Skipped(key=key, failure=failure):
                await self.tell.item(Skipped(key=key, failure=_why(failure, self.room)))
            case _:
                await self.tell.item(item)
