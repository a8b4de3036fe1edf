"""Sets of tools that are only told of."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import final

from application.ports.engines import Engines
from domain.engines import Engine
from domain.failures import ExternalToolFailed, NoRoom
from domain.outcome import Failure, Outcome, Success


@final
@dataclass
class FakeEngines(Engines):
    sets: list[str] = field(default_factory=lambda: ["1.0"])
    """The versions in use so far, the one in use last."""
    upgrade_fails: ExternalToolFailed | NoRoom | None = None
    newest_is_broken: ExternalToolFailed | None = None
    newest_version: str = "2.0"
    full: bool = False
    unused: list[Path] = field(default_factory=list)

    async def installed(self) -> tuple[Engine, ...]:
        return (Engine(name="tool", version=self.sets[-1]),)

    async def newest(self) -> Outcome[Path, ExternalToolFailed | NoRoom]:
        if self.upgrade_fails is not None:
            return Failure(self.upgrade_fails)
        self.unused.append(Path(self.newest_version))
        return Success(self.unused[-1])

    async def try_out(self, place: Path) -> Outcome[None, ExternalToolFailed]:
        return Success(None) if self.newest_is_broken is None else Failure(self.newest_is_broken)

    async def use(self, place: Path) -> Outcome[None, NoRoom]:
        if self.full:
            return Failure(NoRoom(why="full"))
        self.unused.remove(place)
        self.sets.append(place.name)
        return Success(None)

    async def go_back(self) -> Outcome[None, NoRoom]:
        if self.full:
            return Failure(NoRoom(why="full"))
        if len(self.sets) > 1:
            self.sets.pop()
        return Success(None)

    async def discard(self, place: Path) -> None:
        self.unused.remove(place)
