"""How work on a file ended badly in a child, as a failure of that file."""

from typing import Any

from adapters.cells.endings import CellFailure, Died, Garbled, Overran, Raised, for_the_log
from adapters.cells.endings import OutOfMemory as NoMemory
from adapters.cells.json_value import NONSENSE
from domain.failures import (
    CellDied,
    Corrupt,
    ExternalToolFailed,
    MediaFailure,
    NoRoom,
    OutOfMemory,
    TooMuchMedia,
    UnsupportedCodec,
)


def failure_of_cell(ending: CellFailure, *, tool: str) -> MediaFailure:
    """The failure that this end of `tool`'s child is."""
    match ending:
        case Overran(after=after):
            return CellDied(overran=after)
        case Died(code=code, signal=signal):
            return CellDied(code=code, signal=signal)
        case NoMemory():
            return OutOfMemory()
        case Raised() | Garbled():
            return ExternalToolFailed(tool=tool, words=for_the_log(ending))


def failure_told(told: Any) -> MediaFailure | None:  # noqa: ANN401 - whatever the child said
    """The failure that the child names in `fails`, None where it names none.

    What makes no sense comes from a child that a file took over: such a file is damaged.
    """
    try:
        return _told(told)
    except NONSENSE:
        return Corrupt()


def _told(told: Any) -> MediaFailure | None:  # noqa: ANN401 - whatever the child said
    match told:
        case {"fails": "unsupported_codec"}:
            return UnsupportedCodec(codec=told.get("codec"))
        case {"fails": "too_much"}:
            return TooMuchMedia(what=told["what"], found=told["found"], allowed=told["allowed"])
        case {"fails": "no_room"}:
            return NoRoom(why="full")
        case {"fails": _}:
            return Corrupt()
        case _:
            return None
