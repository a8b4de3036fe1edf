"""The record of one job's effects, for as long as this process remembers it."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import TypeVar, final

from application.ports.journal import Journal
from domain.outcome import Failure, Outcome, Success

F = TypeVar("F")


@final
class InMemoryJournal(Journal):
    """Holds what succeeded; lives on one event loop."""

    def __init__(self) -> None:
        self._recorded: dict[str, str] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def once(
        self, key: str, effect: Callable[[], Awaitable[Outcome[str, F]]]
    ) -> Outcome[str, F]:
        """The recorded answer, or the effect's own; a cancelled effect leaves no record."""
        async with self._locks[key]:
            if key in self._recorded:
                return Success(self._recorded[key])
            match await effect():
                case Success(answer):
                    self._recorded[key] = answer
                    return Success(answer)
                case Failure(failure):
                    return Failure(failure)
