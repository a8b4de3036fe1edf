"""How long work speaks while it runs: progress that may be lost, and items that never are."""

from abc import abstractmethod
from typing import Protocol

from domain.items import Arrived, Found, Skipped
from domain.progress import Progress


class Shows(Protocol):
    """Someone to whom progress may be shown."""

    @abstractmethod
    def progress(self, progress: Progress) -> None:
        """Take notice; never waits, and may drop what comes too fast."""


class Telling(Shows, Protocol):
    """Someone to whom every item is told."""

    @abstractmethod
    async def item(self, item: Found | Arrived | Skipped) -> None:
        """Take the item; never lost. Waiting here is what holds a fast source back."""
