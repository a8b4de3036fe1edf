"""A journal of a dictionary and a lock."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar, final

from application.ports.journal import Journal
from domain.outcome import Failure, Outcome, Success

F = TypeVar("F")


@final
@dataclass
class FakeJournal(Journal):
    recorded: dict[str, str] = field(default_factory=dict)
    locks: dict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))

    async def once(
        self, key: str, effect: Callable[[], Awaitable[Outcome[str, F]]]
    ) -> Outcome[str, F]:
        async with self.locks[key]:
            if key in self.recorded:
                return Success(self.recorded[key])
            outcome = await effect()
            match outcome:
                case Success(answer):
                    self.recorded[key] = answer
                case Failure():
                    pass
            return outcome
