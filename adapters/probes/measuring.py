"""How any probe has a child measure one file, and believes no word of it that makes no sense."""

from collections.abc import Callable
from typing import Any, Final

from adapters.cells.cell import Cell
from adapters.cells.cells import Cells
from adapters.cells.fence import Fence
from adapters.cells.json_value import NONSENSE
from adapters.cells.limits import CellLimits
from adapters.disk.aside import aside
from adapters.opening.endings import failure_of_cell, failure_told
from application.ports.workspace import Room
from domain.failures import ExternalToolFailed, MediaFailure
from domain.media import MediaFile, MediaInfo
from domain.outcome import Failure, Outcome, Success

MEASURING: Final = CellLimits(
    seconds=120, cpu_seconds=120, memory_bytes=2 << 30, file_bytes=1 << 20
)
"""It decodes a few frames and writes nothing but, perhaps, words."""


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
    async with aside(room, "measure") as place:
        match place:
            case Failure(full):
                return Failure(full)
            case Success(inside):
                ended = await cells.run(
                    cell,
                    {"path": str(path), "mimetype": file.mimetype},
                    folder=inside.folder / inside.work,
                    limits=MEASURING,
                    fence=Fence(reads=(path,)),
                )
    match ended:
        case Failure(ending):
            return Failure(failure_of_cell(ending, tool=tool))
        case Success(told):
            try:
                failure = failure_told(told)
                return Failure(failure) if failure else Success(read(file, told))
            except NONSENSE as nonsense:
                return Failure(ExternalToolFailed(tool=tool, words=repr(nonsense)))
