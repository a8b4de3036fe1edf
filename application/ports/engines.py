"""The tools that fetch, renewed without a release of ours."""

from abc import abstractmethod
from pathlib import Path
from typing import Protocol

from domain.engines import Engine
from domain.failures import ExternalToolFailed, NoRoom
from domain.outcome import Outcome


class Engines(Protocol):
    """Sets of tools side by side, of which one is in use; a set in use is never written to."""

    @abstractmethod
    async def installed(self) -> tuple[Engine, ...]:
        """The tools in use, in a fixed order."""

    @abstractmethod
    async def newest(self) -> Outcome[Path, ExternalToolFailed | NoRoom]:
        """The newest of each as a set that nobody uses yet; nothing is left where that fails."""

    @abstractmethod
    async def try_out(self, place: Path) -> Outcome[None, ExternalToolFailed]:
        """Whether the tools of that set can be loaded and know their sites."""

    @abstractmethod
    async def use(self, place: Path) -> Outcome[None, NoRoom]:
        """From the next job on that set is used; what was used before is kept to go back to."""

    @abstractmethod
    async def go_back(self) -> Outcome[None, NoRoom]:
        """From the next job on the set before is used: in the end the one that we came with."""

    @abstractmethod
    async def discard(self, place: Path) -> None:
        """Remove a set that nobody uses."""
