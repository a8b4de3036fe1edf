"""yt-dlp's error messages, read as failures; both of its ways give the same messages."""

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
    ExternalToolFailed,
    FetchFailure,
    GeoBlocked,
    LiveStream,
    LoginNeeded,
    NoRoom,
    NotFound,
    NothingThere,
    PrivateMedia,
    RateLimited,
    UnsupportedUrl,
)
from domain.link import Site

TOOL: Final = "yt-dlp"

Reading: TypeAlias = Callable[[re.Match[str]], FetchFailure]

READINGS: Final[Sequence[tuple[str, Reading]]] = (
    (rf"\b{REFUSED_STATUS} Refused|tunnel failed, response {REFUSED_STATUS}",
     lambda _: failure_of_status(REFUSED_STATUS)),
    (r"No suitable extractor|Unsupported URL|is not a valid URL", lambda _: UnsupportedUrl()),
    (r"not a bot|[Cc]aptcha", lambda _: BotCheck()),
    (r"confirm your age|[Aa]ge.restricted|inappropriate|NSFW", lambda _: AgeRestricted()),
    (r"in your (country|location|region)|[Gg]eo.?restrict", lambda _: GeoBlocked()),
    (r"[Pp]rivate (video|subreddit|account)|protected tweet|members-only|is private",
     lambda _: PrivateMedia()),
    (r"event will begin|Premieres in|not currently live|not yet started", lambda _: LiveStream()),
    (r"[Nn]o (media|video)|Requested format is not available", lambda _: NothingThere()),
    (r"[Dd]id not get any data blocks|downloaded file is empty", lambda _: NothingThere()),
    (r"IP address is blocked", lambda _: Blocked()),
    (r"[Rr]ate.?limit|HTTP Error 429", lambda _: RateLimited()),
    (r"HTTP Error (4\d\d|5\d\d)", lambda found: failure_of_status(int(found[1]))),
    (r"[Ll]og.?in|authenticat|Sign in|--cookies", lambda _: LoginNeeded()),
    (r"unavailable|removed|terminated|does not exist|[Nn]ot found|suspended|no longer",
     lambda _: NotFound()),
    (r"No space left|Errno 28|Disk quota", lambda _: NoRoom(why="full")),
    (r"Permission denied|Read-only file system", lambda _: NoRoom(why="not_writable")),
    (r"[Cc]onnection|reset by peer|bytes read|more expected|Remote end closed",
     lambda _: ConnectionLost()),
    (r"SSL|[Pp]roxy|[Tt]unnel|resolve|EOF occurred", lambda _: ConnectionLost()),
)  # fmt: skip
"""What a message means; the first that is found counts."""


EXTRACTOR: Final = re.compile(r"\[([\w:.+-]+)\] ")
"""Who says it; what follows may be a page's own words."""


def by_another(words: str, site: Site) -> str | None:
    """The extractor that says so, where it is not the site's, but of a page to which a post led."""
    found = EXTRACTOR.search(words)
    if found is None or site is Site.OTHER or found[1].lower().startswith(site):
        return None
    return found[1]


def failure_of(words: str) -> FetchFailure:
    """Why it could not be done, after what it said."""
    for pattern, reading in READINGS:
        if found := re.search(pattern, words):
            return reading(found)
    return ExternalToolFailed(tool=TOOL, words=words[-4000:])
