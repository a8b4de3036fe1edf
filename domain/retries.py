"""Which failure deserves another try, another way or another tool; everything else is an answer."""

from datetime import datetime, timedelta
from typing import Final

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
    RateLimited,
    ServerError,
    UnsupportedUrl,
)
from domain.link import Site

TRIES = 3
"""In all, for what can pass by itself."""
PAUSE = 1.0
"""Seconds before the second try; each further pause is twice as long."""
REST: Final = timedelta(seconds=60)
"""Where a site does not say how long: the shortest window in which sites usually count, so that
nobody waits in vain, and one question a minute is the most that it is troubled with."""
LONGEST_REST: Final = timedelta(days=1)
"""However long a site says: its word may be a mistake, and is not to last until a restart."""
SITES_WORTH_ASKING_DIFFERENTLY = frozenset({Site.REDDIT, Site.INSTAGRAM})
"""They show a guest of one kind what they refuse to another; other sites mean what they say."""


def tries_worth(failure: FetchFailure, *, most: int = TRIES) -> int:
    """How often it makes sense to try the same way, the first time included, at most `most`.

    A repeat doubles the traffic of a site that said no, so only what can pass is tried again.
    """
    match failure:
        case DownloadTimedOut() | ConnectionLost() | ServerError():
            return most
        case CellDied() | OutOfMemory():
            return min(2, most)
        case _:
            return 1


def worth_another_try(failure: FetchFailure, *, tried: int, most: int = TRIES) -> bool:
    """Whether to repeat it the same way after it was tried that often."""
    return tried < tries_worth(failure, most=most)


def pause_before_try(number: int, *, first: float = PAUSE) -> float:
    """Seconds to wait before try `number`, which is 2 or more."""
    return first * 2.0 ** (number - 2)


def rest_after(failure: RateLimited, now: datetime) -> datetime:
    """Until when nobody asks that site again; a moment that has passed lets everybody ask."""
    return min(failure.until or now + REST, now + LONGEST_REST)


def worth_another_way(failure: FetchFailure, _site: Site) -> bool:
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


def more_telling(first: FetchFailure, other: FetchFailure) -> FetchFailure:
    """Of two answers to the same question the one that a person can do more with."""
    return max((first, other), key=_says)


def _says(failure: FetchFailure) -> int:
    match failure:
        case UnsupportedUrl():
            return 0
        case ExternalToolFailed():
            return 1
        case NothingThere():
            return 2
        case RateLimited():
            return 4  # who is told so has to wait, and so has everybody else
        case _:
            return 3
