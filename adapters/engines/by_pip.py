"""Tools renewed by pip, in folders beside the environment, which itself stays as it is."""

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from importlib.metadata import Distribution
from pathlib import Path
from typing import Final, final

from adapters.cells.cell import Cell
from adapters.cells.cells import Cells
from adapters.cells.endings import for_the_log
from adapters.cells.fence import CLOSED, Fence
from adapters.cells.limits import CellLimits
from adapters.disk.full import no_room
from adapters.engines.sets import PACKAGES, Sets, distribution
from adapters.undisturbed import finished_in_thread
from application.ports.engines import Engines
from domain.engines import Engine
from domain.failures import ExternalToolFailed, NoRoom
from domain.outcome import Failure, Outcome, Success

INSTALL: Final = Cell("adapters.engines.pip_inside:install", way="command")
TRIAL: Final = "adapters.engines.trial_inside:load"
LIMITS: Final = CellLimits(seconds=600, idle_seconds=600)
SYSTEM: Final = tuple(
    Path("/etc", name) for name in ("debian_version", "lsb-release", "os-release", "pip.conf")
)
"""What pip reads of the system: it tells an index which one it is, and which index to ask."""
DATED: Final = re.compile(r"(\d{4})\.(\d{1,2})\.(\d{1,2})(\D|$)")
"""A version that is the day of its release, as yt-dlp's."""


@final
@dataclass(frozen=True, slots=True)
class ByPip(Engines):
    """`modules` are what jobs load of the tools: a set that cannot load them is never used."""

    cells: Cells
    sets: Sets
    names: Sequence[str]
    modules: Sequence[str]
    options: Sequence[str] = ()
    """More of pip's options, such as another index or a proxy."""
    reads: Sequence[Path] = ()
    """Files and folders that these options name."""
    environment: Mapping[str, str] = field(default_factory=dict)

    async def installed(self) -> tuple[Engine, ...]:
        """By what their packages say of themselves; nothing of them is loaded."""
        return await finished_in_thread(self._installed)

    async def newest(self) -> Outcome[Path, ExternalToolFailed | NoRoom]:
        """Wheels only, for whatever has to be built would run; and nothing that they depend on."""
        try:
            place = await finished_in_thread(self.sets.new)
        except OSError as error:
            return Failure(no_room(error))
        ended = await self.cells.run(
            INSTALL,
            {"names": list(self.names), "into": PACKAGES, "options": list(self.options)},
            folder=place,
            limits=LIMITS,
            env=self.environment,
            fence=Fence(reads=(*SYSTEM, *self.reads), ports=None, owns=True),
        )
        match ended:
            case Success():
                return Success(place)
            case Failure(ending):
                await self.discard(place)
                return Failure(ExternalToolFailed(tool="pip", words=for_the_log(ending)))

    async def try_out(self, place: Path) -> Outcome[None, ExternalToolFailed]:
        """In a child that finds the set first, as a job's child would."""
        cell = Cell(TRIAL, way="command", path=(place / PACKAGES,))
        ended = await self.cells.run(
            cell, {"modules": list(self.modules)}, folder=place, fence=CLOSED
        )
        match ended:
            case Success():
                return Success(None)
            case Failure(ending):
                return Failure(ExternalToolFailed(tool="engines", words=for_the_log(ending)))

    async def use(self, place: Path) -> Outcome[None, NoRoom]:
        """By a rename."""
        return await _changed(partial(self.sets.use, place))

    async def go_back(self) -> Outcome[None, NoRoom]:
        """By a rename, too."""
        return await _changed(self.sets.go_back)

    async def discard(self, place: Path) -> None:
        """It and all that pip left in it."""
        await finished_in_thread(partial(self.sets.remove, place))

    def _installed(self) -> tuple[Engine, ...]:
        folders = [*(str(each) for each in self.sets.path()), *sys.path]
        found = [(name, distribution(name, folders)) for name in self.names]
        return tuple(_engine(name, each) for name, each in found if each is not None)


async def _changed(change: Callable[[], None]) -> Outcome[None, NoRoom]:
    try:
        await finished_in_thread(change)
    except OSError as error:
        return Failure(no_room(error))
    return Success(None)


def _engine(name: str, package: Distribution) -> Engine:
    version = package.version
    if dated := DATED.match(version):
        since = date(int(dated[1]), int(dated[2]), int(dated[3]))
        return Engine(name=name, version=version, since=since)
    record = Path(str(package.locate_file(f"{name.replace('-', '_')}-{version}.dist-info")))
    try:
        installed = datetime.fromtimestamp(record.stat().st_mtime, UTC).date()
    except OSError:
        installed = None
    return Engine(name=name, version=version, since=installed, since_what="installation")
