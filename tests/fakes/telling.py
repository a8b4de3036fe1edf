"""Someone who remembers everything that is told."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import final

from application.ports.telling import Telling
from domain.items import Arrived, Found, Skipped
from domain.progress import Progress


@final
@dataclass
class Remembers(Telling):
    waits: Callable[[Found | Arrived | Skipped], Awaitable[object]] | None = None
    """Awaited with each item before it is taken."""
    items: list[Found | Arrived | Skipped] = field(default_factory=list)
    shown: list[Progress] = field(default_factory=list)

    def progress(self, progress: Progress) -> None:
        self.shown.append(progress)

    async def item(self, item: Found | Arrived | Skipped) -> None:
        if self.waits is not None:
            await self.waits(item)
        self.items.append(item)

    @property
    def found(self) -> list[Found]:
        return [item for item in self.items if isinstance(item, Found)]

    @property
    def arrived(self) -> list[Arrived]:
        return [item for item in self.items if isinstance(item, Arrived)]

    @property
    def skipped(self) -> list[Skipped]:
        return [item for item in self.items if isinstance(item, Skipped)]

    @property
    def failures(self) -> list[str]:
        return [item.failure.kind for item in self.skipped]
