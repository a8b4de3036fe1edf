"""How a tool's child ended, as a failure of the fetch."""

from adapters.cells.endings import CellFailure, Died, Garbled, Overran, Raised, for_the_log
from adapters.cells.endings import OutOfMemory as NoMemory
from domain.failures import (
    CellDied,
    DownloadTimedOut,
    ExternalToolFailed,
    FetchFailure,
    OutOfMemory,
)


def failure_of_cell(ending: CellFailure, *, tool: str) -> FetchFailure:
    """The failure that this end of `tool`'s child is."""
    match ending:
        case Overran(which="cpu", after=after):
            return CellDied(overran=after)
        case Overran(after=after):
            return DownloadTimedOut(after=after)
        case Died(code=code, signal=signal):
            return CellDied(code=code, signal=signal)
        case NoMemory():
            return OutOfMemory()
        case Raised() | Garbled():
            return ExternalToolFailed(tool=tool, words=for_the_log(ending))
