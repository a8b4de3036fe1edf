"""Which failure deserves another try, another way or another tool; everything else is an answer."""

from domain.failures import (
    Blocked,
    CellDied,
    ConnectionLost,
    DownloadTimedOut,
    ExternalToolFailed,
    FetchFailure,
    LoginNeeded,
    NothingThere,
    OutOfMemory,
    ServerError,
    UnsupportedUrl,
)
from domain.link import Site

TRIES = 3
"""In all, for what can pass by itself."""
PAUSES = (1.0, 2.0)
"""Seconds before the second and the third try."""
SITES_WORTH_ASKING_DIFFERENTLY = frozenset({Site.REDDIT, Site.INSTAGRAM})
"""They show a guest of one kind what they refuse to another; other sites mean what they say."""


def tries_worth(failure: FetchFailure) -> int:
    """How often it makes sense to try in all, the first time included, the same way.

    A repeat doubles the traffic of a site that said no, so only what can pass is tried again.
    """
    match failure:
        case DownloadTimedOut() | ConnectionLost() | ServerError():
            return TRIES
        case CellDied() | OutOfMemory():
            return 2
        case _:
            return 1


def worth_another_try(failure: FetchFailure, *, tried: int) -> bool:
    """Whether to repeat it the same way after it was tried that often."""
    return tried < tries_worth(failure)


def pause_before_try(number: int, pauses: tuple[float, ...] = PAUSES) -> float:
    """Seconds to wait before try `number`, which is 2 or more; the last pause stands for more."""
    return pauses[min(number - 2, len(pauses) - 1)] if pauses else 0.0


def worth_another_way(failure: FetchFailure) -> bool:
    """Whether the same tool, driven differently, may succeed: only after an unexpected break."""
    return isinstance(failure, ExternalToolFailed)


def worth_another_tool(failure: FetchFailure, site: Site) -> bool:
    """Whether a second tool may know what the first did not, or be let in where it was not."""
    match failure:
        case UnsupportedUrl() | NothingThere():
            return True
        case LoginNeeded() | Blocked():
            return site in SITES_WORTH_ASKING_DIFFERENTLY
        case _:
            return False
