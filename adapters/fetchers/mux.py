"""Sites serve picture and sound apart, and pieces of streams: they become one file here."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final, final

from adapters.cells.cell import Cell
from adapters.cells.cells import Cells
from adapters.cells.endings import Raised
from adapters.cells.fence import Fence
from adapters.fetchers.cell_endings import failure_of_cell
from adapters.fetchers.cell_limits import limits_of
from adapters.opening.preloads import AV
from application.ports.workspace import Room
from domain.failures import Corrupt, FetchFailure
from domain.outcome import Failure, Outcome, Success

CELL: Final = Cell(entry="adapters.fetchers.mux_inside:join", preload=AV)


@final
@dataclass(frozen=True, slots=True)
class Mux:
    """Copies tracks into an MP4 (an M4A for sound alone) in a child; nothing is encoded."""

    cells: Cells

    async def __call__(
        self, paths: Sequence[str], *, into: str, room: Room
    ) -> Outcome[PurePosixPath, FetchFailure]:
        """One file of these, called `into` in a new folder, its path relative to the room's.

        It also mends what a transport stream or a fragmented file would leave broken. Corrupt: no
        track can be read, or a path does not lie in `room.work`. The paths stay.
        """
        folder = room.folder / room.work
        reads = tuple(Path(path) for path in paths)
        ours = (path.is_relative_to(folder) and ".." not in path.parts for path in reads)
        if not reads or not all(ours):
            return Failure(Corrupt())
        match room.within("join"):
            case Failure(full):
                return Failure(full)
            case Success(inside):
                place = inside.folder / inside.work
        match await self.cells.run(
            CELL,
            {"paths": list(paths), "into": str(place / into)},
            folder=place,
            limits=limits_of(room),
            fence=Fence(reads=reads),
        ):
            case Success(str(name)) if Path(name).parent == place:
                return Success(inside.work / Path(name).name)
            case Success(_) | Failure(Raised()):
                return Failure(Corrupt())
            case Failure(ending):
                return Failure(failure_of_cell(ending, tool="PyAV"))
