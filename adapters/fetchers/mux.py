"""Sites serve picture and sound apart, and pieces of streams: they become one file here."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final, final

from adapters.cells.cell import Cell
from adapters.cells.cells import Cells
from adapters.cells.endings import Raised
from adapters.cells.fence import CLOSED
from adapters.fetchers.cell_endings import failure_of_cell
from adapters.fetchers.cell_limits import limits_of
from application.ports.workspace import Room
from domain.failures import Corrupt, FetchFailure
from domain.outcome import Failure, Outcome, Success

CELL: Final = Cell(
    entry="adapters.fetchers.mux_inside:join", preload=("adapters.fetchers.mux_inside",)
)


@final
@dataclass(frozen=True, slots=True)
class Mux:
    """Copies tracks into an MP4 (an M4A for sound alone) in a child; nothing is encoded."""

    cells: Cells

    async def __call__(
        self, paths: Sequence[str], *, into: str, room: Room
    ) -> Outcome[PurePosixPath, FetchFailure]:
        """One file of these, called `into` in `room.work`, its path relative to the folder.

        It also mends what a transport stream or a fragmented file would leave broken. Corrupt: no
        track can be read. The paths stay.
        """
        folder = room.folder / room.work
        job = {"paths": list(paths), "into": str(folder / into)}
        match await self.cells.run(CELL, job, folder=folder, limits=limits_of(room), fence=CLOSED):
            case Success(str(name)):
                return Success(PurePosixPath(Path(name).relative_to(room.folder)))
            case Success(_) | Failure(Raised()):
                return Failure(Corrupt())
            case Failure(ending):
                return Failure(failure_of_cell(ending, tool="PyAV"))
