"""How any probe has a child measure one file, and believes no word of it that makes no sense."""

from collections.abc import Callable
from typing import Any, Final

from adapters.cells.cell import Cell
from adapters.cells.cells import Cells
from adapters.cells.fence import Fence
from adapters.cells.limits import CellLimits
from adapters.opening.endings import failure_of_cell, failure_told
from application.ports.workspace import Room
from domain.failures import ExternalToolFailed, MediaFailure
from domain.media import MediaFile, MediaInfo
from domain.outcome import Failure, Outcome, Success

MEASURING: Final = CellLimits(
    seconds=120, cpu_seconds=120, memory_bytes=2 << 30, file_bytes=1 << 20
)
"""It decodes a few frames and writes nothing but, perhaps, words."""
NONSENSE: Final = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What reading it comes to where a child that a file took over says just anything."""


async def measured(
    cells: Cells,
    cell: Cell,
    file: MediaFile,
    room: Room,
    *,
    tool: str,
    read: Callable[[MediaFile, Any], MediaInfo],
) -> Outcome[MediaInfo, MediaFailure]:
    """What `read` makes of the cell's words; the cell is given the `path` and the `mimetype`."""
    path = room.folder / file.filepath
    match await cells.run(
        cell,
        {"path": str(path), "mimetype": file.mimetype},
        folder=room.folder / room.work,
        limits=MEASURING,
        fence=Fence(reads=(path,)),
    ):
        case Failure(ending):
            return Failure(failure_of_cell(ending, tool=tool))
        case Success(told):
            try:
                failure = failure_told(told)
                return Failure(failure) if failure else Success(read(file, told))
            except NONSENSE as nonsense:
                return Failure(ExternalToolFailed(tool=tool, words=repr(nonsense)))
