"""How long a child may still take."""

import asyncio
from collections.abc import Awaitable
from typing import Literal, TypeVar, final

T = TypeVar("T")


@final
class Patience:
    """Runs down only while we wait for the child, not while the child waits for us."""

    def __init__(self, total: float, idle: float) -> None:
        self._total = total
        self._idle = idle
        self._spent = 0.0

    @property
    def which(self) -> Literal["total", "idle"]:
        """The limit that the next wait can run into."""
        return "total" if self._total - self._spent < self._idle else "idle"

    @property
    def allowed(self) -> float:
        """Its seconds."""
        return self._total if self.which == "total" else self._idle

    async def wait(self, awaitable: Awaitable[T]) -> T:
        """Its result; TimeoutError: patience ran out."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        async with asyncio.timeout(min(self._total - self._spent, self._idle)):
            result = await awaitable
        self._spent += loop.time() - began
        return result
