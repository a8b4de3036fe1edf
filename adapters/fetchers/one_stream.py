"""An item that one tool finds and another can fetch: it stays the first tool's item."""

from dataclasses import dataclass, field
from typing import final

from application.ports.fetcher import Fetcher
from application.ports.telling import Telling
from application.ports.workspace import Room
from domain.failures import FetchFailure, NothingThere, UnsupportedUrl
from domain.items import Arrived, Found, Skipped
from domain.limits import Aim
from domain.link import Admission, admit
from domain.media import MediaFile
from domain.outcome import Failure, Outcome, Success
from domain.progress import Fetching, Progress
from domain.request import MediaRequest


@final
@dataclass(frozen=True, slots=True)
class OneStream:
    """Hands the address of an item over to a fetcher of streams, within the same job."""

    fetcher: Fetcher | None
    admission: Admission
    request: MediaRequest
    room: Room
    aim: Aim | None

    async def fetch(self, found: Found, *, tell: Telling) -> Outcome[MediaFile, FetchFailure]:
        """The stream behind `found.url` as one file; nothing is told but its progress."""
        if self.fetcher is None or found.url is None:
            return Failure(UnsupportedUrl())
        match admit(found.url, self.admission):
            case Failure(refused):
                return Failure(refused)
            case Success(link):
                request = self.request.model_copy(update={"link": link, "items": None})
        match self.room.within("stream"):
            case Failure(full):
                return Failure(full)
            case Success(room):
                relay = _Relay(found, tell)
        match await self.fetcher.fetch(request, room=room, aim=self.aim, tell=relay):
            case Failure(failure):
                return Failure(failure)
            case Success():
                return relay.ended()


@final
@dataclass(slots=True)
class _Relay(Telling):
    """Keeps the items, and shows progress under the number of the first tool's item."""

    found: Found
    tell: Telling
    items: list[Found | Arrived | Skipped] = field(default_factory=list)

    def progress(self, progress: Progress) -> None:
        if isinstance(progress, Fetching):
            self.tell.progress(progress.model_copy(update={"item": self.found.number, "of": None}))

    async def item(self, item: Found | Arrived | Skipped) -> None:
        self.items.append(item)

    def ended(self) -> Outcome[MediaFile, FetchFailure]:
        """The first file, or why it did not come."""
        for item in self.items:
            match item:
                case Arrived(file=file):
                    described = {"description": self.found.description}
                    return Success(file.model_copy(update=described))
                case Skipped(failure=failure):
                    return Failure(failure)
                case Found():
                    pass
        return Failure(NothingThere())
