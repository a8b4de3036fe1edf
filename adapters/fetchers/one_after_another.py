"""Items are told in order: each is found, and ends, before the next is found."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import final

from adapters.cells.json_value import NONSENSE
from application.ports.telling import Telling
from domain.failures import FetchFailure, QuotaExceeded
from domain.items import Arrived, Found, Skipped
from domain.media import MediaFile
from domain.outcome import Failure, Outcome, Success
from domain.progress import Fetching


@final
@dataclass(slots=True)
class OneAfterAnother:
    """What has been told of one try; `allowed` bytes is what all of its files may take.

    A child stops at `most` items by itself; of one that does not, what is beyond is not heard.
    """

    tell: Telling
    allowed: int
    most: int
    found: list[Found] = field(default_factory=list)
    files: list[MediaFile] = field(default_factory=list)
    open: Found | None = None
    """The item that has not ended yet."""

    @property
    def is_full(self) -> bool:
        """Whether no further item is heard."""
        return len(self.found) >= self.most

    def show(self, read: Callable[[], Fetching | None]) -> None:
        """Show the progress that `read` finds in a child's words; nonsense shows nothing."""
        try:
            progress = read()
        except NONSENSE:
            return
        if progress is not None:
            self.tell.progress(progress)

    async def begin(self, found: Found) -> None:
        """The site offers this item."""
        self.found.append(found)
        self.open = found
        await self.tell.item(found)

    async def end(self, came: Outcome[MediaFile, FetchFailure]) -> None:
        """The open item came, or it did not; nothing where none is open."""
        if self.open is None:
            return
        key, self.open = self.open.key, None
        match came:
            case Success(file):
                self.files.append(file)
                used = sum(each.size_bytes for each in self.files)
                if used > self.allowed:
                    over = QuotaExceeded(whose="job", used=used, allowed=self.allowed)
                    await self.tell.item(Skipped(key=key, failure=over))
                else:
                    await self.tell.item(Arrived(key=key, file=file))
            case Failure(failure):
                await self.tell.item(Skipped(key=key, failure=failure))
