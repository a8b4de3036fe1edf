"""gallery-dl's exit status and log lines, read as failures; it says no more than these."""

import re
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from adapters.fetchers.http_status import failure_of_status
from application.ports.egress import REFUSED_STATUS
from domain.failures import (
    AgeRestricted,
    Blocked,
    BotCheck,
    ConnectionLost,
    Corrupt,
    DownloadTimedOut,
    ExternalToolFailed,
    FetchFailure,
    GeoBlocked,
    LoginNeeded,
    NoRoom,
    NotFound,
    NothingThere,
    PrivateMedia,
    RateLimited,
    TooLarge,
    UnsupportedUrl,
)

TOOL: Final = "gallery-dl"

Reading: TypeAlias = Callable[[re.Match[str]], FetchFailure]


def _status(found: re.Match[str]) -> FetchFailure:
    return failure_of_status(int(found[1] or found[2]))


READINGS: Final[Sequence[tuple[str, Reading]]] = (
    (rf"\b{REFUSED_STATUS} Refused|tunnel failed, response {REFUSED_STATUS}",
     lambda _: failure_of_status(REFUSED_STATUS)),
    (r"NSFW Tweet|[Aa]ge.?restricted", lambda _: AgeRestricted()),
    (r"Protected Tweet|PrivateSubreddit|private (account|profile)|limits who can view",
     lambda _: PrivateMedia()),
    (r"Tweet unavailable|^'Unavailable'|NotFound(Error)?:|[Cc]ould not be found|No status found",
     lambda _: NotFound()),
    (r"suspended account|Requested \w+ not available", lambda _: NotFound()),
    (r"Exceeded \d+ redirects", lambda _: NotFound()),
    (r"Region locked", lambda _: GeoBlocked()),
    (r"Rate limit exceeded|429 Too Many", lambda _: RateLimited()),
    (r"ChallengeError|challenge|captcha", lambda _: BotCheck()),
    (r"AuthRequired|AuthenticationError|AuthorizationError|[Ll]ogin (page|required)",
     lambda _: LoginNeeded()),
    (r"blocked by network security", lambda _: Blocked()),
    (r"[Tt]imeout=([\d.]+)", lambda found: DownloadTimedOut(after=float(found[1]))),
    (r"larger than allowed maximum \((\d+) > (\d+)\)",
     lambda found: TooLarge(bytes=int(found[1]), allowed=int(found[2]))),
    (r"No space left|Errno 28|Disk quota", lambda _: NoRoom(why="full")),
    (r"Permission denied|Read-only file system", lambda _: NoRoom(why="not_writable")),
    (r"Empty file", lambda _: NothingThere()),
    (r"HTML response|HTTP redirect|Invalid (response|file signature)", lambda _: Corrupt()),
    (r"'(\d{3}) [^']*' for '|^(\d{3}) ", _status),
    (r"Connection|Protocol|Proxy|SSL|NameResolution|IncompleteRead", lambda _: ConnectionLost()),
    (r"RemoteDisconnected|Max retries|file size mismatch|broken", lambda _: ConnectionLost()),
)  # fmt: skip
"""What a line means; the first of them counts, and of the lines the first that means anything."""

BY_BIT: Final[Sequence[tuple[int, FetchFailure]]] = (
    (64, UnsupportedUrl()),
    (16, LoginNeeded()),
    (8, BotCheck()),
)
"""What the bits of its exit status mean where no line says more."""


def failure_in(words: Sequence[str]) -> FetchFailure | None:
    """What the lines say is wrong; None where they say nothing that we know."""
    for line in words:
        for pattern, reading in READINGS:
            if found := re.search(pattern, line):
                return reading(found)
    return None


def failure_of(code: int, words: Sequence[str], *, allowed: int) -> FetchFailure:
    """Why it ended with that status after these lines; `allowed` bytes a file may have."""
    if any("File too large" in line for line in words):  # EFBIG: the system's limit on a file
        return TooLarge(allowed=allowed)
    if said := failure_in(words):
        return said
    for bit, failure in BY_BIT:
        if code & bit:
            return failure
    return ExternalToolFailed(tool=TOOL, code=code, words="\n".join(words)[-4000:])
