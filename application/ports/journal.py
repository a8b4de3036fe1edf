"""What makes an effect happen once, however often a job is repeated."""

from abc import abstractmethod
from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

from domain.outcome import Outcome

F = TypeVar("F")


class Journal(Protocol):
    """The record of one job's effects."""

    @abstractmethod
    async def once(
        self, key: str, effect: Callable[[], Awaitable[Outcome[str, F]]]
    ) -> Outcome[str, F]:
        """The recorded answer under that key, or the effect's own, recorded when it succeeds.

        One at a time per key. A failure is not recorded: the effect may be tried again.
        """
