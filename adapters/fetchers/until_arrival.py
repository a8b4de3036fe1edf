"""Before the first file is there, nothing that was found needs to be known."""

from typing import final

from application.ports.telling import Telling
from domain.failures import FetchFailure
from domain.items import Arrived, Found, Origin, Skipped
from domain.outcome import Failure, Outcome, Success
from domain.progress import Progress


@final
class UntilArrival(Telling):
    """Keeps items to itself until one has arrived, or until it is told to tell."""

    def __init__(self, tell: Telling) -> None:
        self._tell = tell
        self._kept: list[Found | Arrived | Skipped] = []
        self._has_arrived = False

    @property
    def has_something(self) -> bool:
        """Whether any item was found."""
        return self._has_arrived or bool(self._kept)

    def stopped_by(self, fetched: Outcome[Origin, FetchFailure]) -> list[FetchFailure]:
        """Why nothing came: the job's failure, or that of every item; empty when something did."""
        if self._has_arrived:
            return []
        match fetched:
            case Failure(failure):
                return [failure]
            case Success():
                return [item.failure for item in self._kept if isinstance(item, Skipped)]

    def progress(self, progress: Progress) -> None:
        """Shown at once."""
        self._tell.progress(progress)

    async def item(self, item: Found | Arrived | Skipped) -> None:
        """Kept, or told together with what was kept."""
        self._kept.append(item)
        if self._has_arrived or isinstance(item, Arrived):
            self._has_arrived = True
            await self.tell_all()

    async def tell_all(self) -> None:
        """Tell what is kept, in its order."""
        kept, self._kept = self._kept, []
        for item in kept:
            await self._tell.item(item)
