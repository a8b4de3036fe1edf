"""Waiting for something to become true, without polling."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Changes:
    """Whoever changes the stand-in's state tells it here; tests wait here."""

    def __init__(self, story: Callable[[], str]) -> None:
        self._story = story
        self._waiting: set[asyncio.Future[None]] = set()

    def tell(self) -> None:
        """Something changed: let everyone who waits look again."""
        for future in self._waiting:
            if not future.done():
                future.set_result(None)

    async def until(self, found: Callable[[], T | None], *, within: float = 10.0) -> T:
        """What `found` returns once it is truthy; after `within` seconds the test fails."""
        try:
            async with asyncio.timeout(within):
                while not (it := found()):
                    await self._next()
                return it
        except TimeoutError:
            message = f"it did not happen within {within:g} s; until now:\n{self._story()}"
            raise AssertionError(message) from None

    async def _next(self) -> None:
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await future
        finally:
            self._waiting.discard(future)
