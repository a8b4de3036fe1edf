"""What an HTTP status says about a fetch: one reading for every tool."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from application.ports import egress
from domain.failures import (
    Blocked,
    ConnectionLost,
    FetchFailure,
    GeoBlocked,
    LinkRefused,
    LoginNeeded,
    NotFound,
    RateLimited,
    ServerError,
    UnsupportedUrl,
)

DAY: Final = 86_400
"""Seconds; nobody is told to come back later than that."""
DIGITS: Final = 9
"""Of a number of seconds that a server names: more are no time that anybody means."""
LONGEST_MOMENT: Final = 10
"""Digits of seconds since 1970, until the year 2286; a server may write anything."""


def failure_of_status(
    status: int, until: datetime | None = None, *, by: str | None = None
) -> FetchFailure:
    """The failure that a status of 400 and more stands for (RFC 9110, RFC 6585, RFC 7725).

    Where one is to wait: `until` when, and `by` whose word, unless it is that of the link's site.
    """
    match status:
        case 401 | 407:
            return LoginNeeded()
        case 403:
            return Blocked()
        case 404 | 410:
            return NotFound()
        case 429:
            return RateLimited(until=until, by=by)
        case egress.REFUSED_STATUS:
            return LinkRefused(why="internal_host")
        case egress.UNREACHED_STATUS:
            return ConnectionLost()
        case 451:
            return GeoBlocked()
        case _ if status >= 500 or status == 408:
            return ServerError(status=status)
        case _:
            return UnsupportedUrl()


def retry_after(value: str | None, *, now: datetime) -> datetime | None:
    """When a Retry-After header says to come back: seconds, or a date; None for anything else."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return now + timedelta(seconds=min(int(value.strip()[:DIGITS]), DAY))
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return _within_a_day(date if date.tzinfo is not None else date.replace(tzinfo=UTC), now)


def opens_again(after: str | None, reset: str | None, *, now: datetime) -> datetime | None:
    """When a site wants us back: by X's header, which counts seconds since 1970, or by HTTP's."""
    if reset is not None and reset.isdecimal() and len(reset) <= LONGEST_MOMENT:
        return _within_a_day(datetime.fromtimestamp(0, UTC) + timedelta(seconds=int(reset)), now)
    return retry_after(after, now=now)


def _within_a_day(moment: datetime, now: datetime) -> datetime:
    return min(moment, now + timedelta(seconds=DAY))
