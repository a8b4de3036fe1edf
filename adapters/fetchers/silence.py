"""Someone to tell who does not listen: a look has items, but nobody to tell them to."""

from typing import final

from application.ports.telling import Telling
from domain.items import Arrived, Found, Skipped
from domain.progress import Progress


@final
class Silence(Telling):
    """Takes everything and keeps nothing."""

    def progress(self, progress: Progress) -> None:
        """Not shown."""

    async def item(self, item: Found | Arrived | Skipped) -> None:
        """Not kept."""
