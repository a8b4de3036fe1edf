"""How a child can end without a result; the adapters translate these to their port's failures."""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

WhyGarbled: TypeAlias = Literal["not_ours", "line_too_long", "too_much"]


@dataclass(frozen=True, slots=True)
class Died:
    """The process ended without a word: by `signal`, or with exit status `code`.

    Both are None when nobody could tell, and when there was no child because the system is short
    of processes or file descriptors.
    """

    code: int | None = None
    signal: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Overran:
    """It was stopped `after` seconds: in all, without a line, or of processor time."""

    which: Literal["total", "idle", "cpu"]
    after: float
    words: str = ""


@dataclass(frozen=True, slots=True)
class OutOfMemory:
    """It wanted more memory than its limit."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class Raised:
    """The function raised an exception of class `error`."""

    error: str
    message: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Garbled:
    """It was stopped because what it said is not one of our lines, or is too long, or too much."""

    why: WhyGarbled
    words: str = ""


CellFailure: TypeAlias = Died | Overran | OutOfMemory | Raised | Garbled
"""`words`: the last 8 KiB that was printed to stdout and stderr, untrusted, for the log only."""

LOGGED: Final = 4000
"""Characters of an end that a log is told."""


def for_the_log(ending: CellFailure) -> str:
    """How it ended and what it printed last, of which as much as a log takes."""
    match ending:
        case Raised(error=error, message=message):
            told = f"{error}: {message}"
        case Garbled(why=why):
            told = why
        case _:
            told = type(ending).__name__
    return f"{told}\n{ending.words}"[-LOGGED:]
