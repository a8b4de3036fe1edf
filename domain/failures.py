"""Every way it can go wrong, as closed unions of frozen values; `kind` is what JSON calls it."""

from datetime import datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from domain.value import Value

WhyRefused: TypeAlias = Literal[
    "not_a_link",
    "scheme",
    "userinfo",
    "odd_characters",
    "too_long",
    "port",
    "internal_host",
    "disabled_site",
]


class LinkRefused(Value):
    """The text was not admitted as a link; nothing was looked up."""

    kind: Literal["refused_link"] = "refused_link"
    why: WhyRefused


class UnsupportedUrl(Value):
    """No tool knows this address."""

    kind: Literal["unsupported"] = "unsupported"


class NothingThere(Value):
    """The page is there and holds no media."""

    kind: Literal["empty"] = "empty"


class NotFound(Value):
    """The site says that there is no such post, or no longer."""

    kind: Literal["not_found"] = "not_found"


class PrivateMedia(Value):
    """Only people whom its author admits can see it."""

    kind: Literal["private"] = "private"


class GeoBlocked(Value):
    """The site does not show it in the country of this machine."""

    kind: Literal["geo"] = "geo"


class AgeRestricted(Value):
    """The site shows it to grown-up accounts only."""

    kind: Literal["age"] = "age"


class NotForAllAges(Value):
    """It is marked as NSFW, and the answer would go where everybody may look."""

    kind: Literal["nsfw"] = "nsfw"


class LiveStream(Value):
    """It is live or yet to come: there is no end to download."""

    kind: Literal["live"] = "live"


class BotCheck(Value):
    """The site asks for a proof of being human."""

    kind: Literal["bot_check"] = "bot_check"


class LoginNeeded(Value):
    """The site shows it to logged-in visitors only."""

    kind: Literal["login_needed"] = "login_needed"


class Blocked(Value):
    """The site refused this machine (403)."""

    kind: Literal["blocked"] = "blocked"


class RateLimited(Value):
    """The site wants us to wait."""

    kind: Literal["rate_limited"] = "rate_limited"
    until: datetime | None = None
    by: str | None = None
    """Who said so, where it was not the link's site: the host to which a post led.

    Where no host is known, what the tool calls it, which has no dot.
    """


class DownloadTimedOut(Value):
    """It took longer than is allowed, or nothing came for too long."""

    kind: Literal["timed_out"] = "timed_out"
    after: float
    """Seconds."""


class ConnectionLost(Value):
    """The connection could not be made or broke."""

    kind: Literal["connection_lost"] = "connection_lost"


class ServerError(Value):
    """The site failed."""

    kind: Literal["server_error"] = "server_error"
    status: int | None = None


class ExternalToolFailed(Value):
    """A tool ended in a way that nothing else explains; its words are for the log only."""

    kind: Literal["tool_failed"] = "tool_failed"
    tool: str
    code: int | None = None
    words: str = ""


class TooLarge(Value):
    """A file, or the job, has more bytes than is allowed at the source."""

    kind: Literal["too_large"] = "too_large"
    bytes: int | None = None
    allowed: int


class OverBudget(Value):
    """The job has brought in as many bytes as one job may, whatever it keeps of them."""

    kind: Literal["over_budget"] = "over_budget"
    allowed: int


class TooMany(Value):
    """The post has more items than one job takes."""

    kind: Literal["too_many"] = "too_many"
    found: int | None = None
    allowed: int


class QuotaExceeded(Value):
    """The storage of a job, a user or a guild is used up."""

    kind: Literal["quota"] = "quota"
    whose: Literal["job", "user", "guild", "everything"]
    used: int
    allowed: int


class Corrupt(Value):
    """The bytes are not the media that they claim to be, or are damaged beyond use."""

    kind: Literal["corrupt"] = "corrupt"


class UnsupportedCodec(Value):
    """No decoder here for what the file holds."""

    kind: Literal["unsupported_codec"] = "unsupported_codec"
    codec: str | None = None


WhatTooMuch: TypeAlias = Literal["pixels", "frames", "seconds", "rate", "streams"]


class TooMuchMedia(Value):
    """More of something than is ever decoded; see `domain.media_limits`."""

    kind: Literal["too_much"] = "too_much"
    what: WhatTooMuch
    found: float
    allowed: float


class CannotFit(Value):
    """The file cannot be made small enough above the minima; what would work is named."""

    kind: Literal["cannot_fit"] = "cannot_fit"
    smallest_limit: int | None = None
    """Bytes: the smallest limit that what is wished of the file fits into."""
    longest_clip: float | None = None
    """Seconds from the start of what is wished that fit into the limit."""
    audio_bytes: int | None = None
    """Bytes of its sound alone, where that fits."""


class NotInFile(Value):
    """The part of the file that was asked for is not there."""

    kind: Literal["not_in_file"] = "not_in_file"
    what: Literal["sound", "clip"]


class CellDied(Value):
    """The child process that worked on it died or had to be ended."""

    kind: Literal["cell_died"] = "cell_died"
    code: int | None = None
    signal: int | None = None
    overran: float | None = None
    """Seconds after which it was ended because it took too long."""


class OutOfMemory(Value):
    """It wants more memory than a child process is given."""

    kind: Literal["out_of_memory"] = "out_of_memory"


class NoRoom(Value):
    """There is no place to put it."""

    kind: Literal["no_room"] = "no_room"
    why: Literal["full", "not_writable", "gone", "in_use"]


class ChatTooLarge(Value):
    """The chat refused the message for its size."""

    kind: Literal["chat_too_large"] = "chat_too_large"


class ChatExpired(Value):
    """The right to answer there has run out."""

    kind: Literal["chat_expired"] = "chat_expired"


class ChatRefused(Value):
    """The chat refuses it for good; `why` is a word for our own table of sentences."""

    kind: Literal["chat_refused"] = "chat_refused"
    why: Literal["permission", "deleted", "blocked", "content", "exhausted"] = "permission"


class ChatUnknown(Value):
    """The chat may or may not have taken it: repeating could show it twice."""

    kind: Literal["chat_unknown"] = "chat_unknown"


class ChatDown(Value):
    """The chat did not answer, however often it was tried."""

    kind: Literal["chat_down"] = "chat_down"


class QueueFull(Value):
    """Too many jobs wait already."""

    kind: Literal["queue_full"] = "queue_full"
    whose: Literal["user", "guild", "everything"]
    allowed: int
    """0: nothing new is taken at all."""


class NotYours(Value):
    """Only who asked, or who may manage messages, can do this."""

    kind: Literal["not_yours"] = "not_yours"


class JobGone(Value):
    """No such job, or no longer."""

    kind: Literal["job_gone"] = "job_gone"


class AlreadyOver(Value):
    """The job has ended already."""

    kind: Literal["already_over"] = "already_over"


FetchFailure: TypeAlias = (
    LinkRefused
    | UnsupportedUrl
    | NothingThere
    | NotFound
    | PrivateMedia
    | GeoBlocked
    | AgeRestricted
    | NotForAllAges
    | LiveStream
    | BotCheck
    | LoginNeeded
    | Blocked
    | RateLimited
    | DownloadTimedOut
    | ConnectionLost
    | ServerError
    | ExternalToolFailed
    | TooLarge
    | OverBudget
    | TooMany
    | QuotaExceeded
    | CannotFit
    | Corrupt
    | CellDied
    | OutOfMemory
    | NoRoom
)
"""How looking or fetching can fail, of one item or of the job."""

MediaFailure: TypeAlias = (
    Corrupt
    | UnsupportedCodec
    | TooMuchMedia
    | CannotFit
    | NotInFile
    | ExternalToolFailed
    | CellDied
    | OutOfMemory
    | NoRoom
)
"""How measuring or compressing one file can fail."""

DeliveryFailure: TypeAlias = (
    ChatTooLarge | ChatExpired | ChatRefused | ChatUnknown | ChatDown | NoRoom
)
"""How handing one message to a chat can fail."""

QueueFailure: TypeAlias = QueueFull | QuotaExceeded
CancelFailure: TypeAlias = NotYours | JobGone | AlreadyOver

AnyFailure: TypeAlias = Annotated[
    FetchFailure | MediaFailure | DeliveryFailure | QueueFailure | CancelFailure,
    Field(discriminator="kind"),
]
"""Every failure, told apart by `kind` when read from JSON."""
