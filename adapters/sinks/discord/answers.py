"""What came back for one attempt, and what it means for the next."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from adapters.sinks.discord.calls import Call, Json
from domain.failures import (
    ChatDown,
    ChatExpired,
    ChatRefused,
    ChatTooLarge,
    ChatUnknown,
    DeliveryFailure,
    NoRoom,
)
from domain.outcome import Failure, Outcome, Success

UNKNOWN_MESSAGE = 10008
ALREADY_ACKNOWLEDGED = 40060


@dataclass(frozen=True, slots=True)
class Answer:
    """A response, read to its end."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    text: str = field(repr=False)

    @property
    def body(self) -> Json:
        """Its JSON; None when it has none, as a proxy's page of HTML."""
        if not self.headers.get("Content-Type", "").startswith("application/json"):
            return None
        try:
            return json.loads(self.text)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Lost:
    """No response; `sent` says whether Discord may have got the request."""

    sent: bool
    why: str = ""
    """For the log."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Discord said no; `code` is its own number, 0 where it gave none."""

    status: int
    code: int = 0
    words: str = ""
    errors: Json = None


CallFailure: TypeAlias = Refusal | ChatUnknown | ChatDown | NoRoom


@dataclass(frozen=True, slots=True)
class Again:
    """Try once more, after `seconds` if they were named."""

    seconds: float | None = None
    limited: bool = False
    everywhere: bool = False
    """All routes are limited, not only this one."""
    in_doubt: bool = False
    """It may have taken effect already."""
    why: str = ""
    """For the log."""


def judge(call: Call, got: Answer | Lost, *, in_doubt: bool) -> Outcome[Json, CallFailure] | Again:
    """Whether that was the end, and which; `in_doubt` is what earlier attempts left."""
    match got:
        case Lost(sent=False, why=why):
            return Again(in_doubt=in_doubt, why=why)
        case Lost(why=why):
            return Again(in_doubt=True, why=why) if call.repeatable else Failure(ChatUnknown())
        case Answer(status=429):
            everywhere = got.headers.get("X-RateLimit-Global") == "true"
            seconds, told = _retry_after(got)
            return Again(
                seconds,
                limited=True,
                everywhere=everywhere or told,
                in_doubt=in_doubt,
                why="asked too often",
            )
        case Answer(status=status) if status >= 500:
            again = Again(in_doubt=True, why=f"status {status}")
            return again if call.repeatable else Failure(ChatUnknown())
        case Answer(status=status) if status < 300:
            return Success(got.body)
        case Answer():
            refusal = _refusal(got)
            if _says_it_is_done(call, refusal, in_doubt=in_doubt):
                return Success(None)
            return Failure(refusal)


def delivery_failure(failure: CallFailure) -> DeliveryFailure:
    """The same, as the use cases know it; a malformed body is refused like blocked content."""
    match failure:
        case ChatUnknown() | ChatDown() | NoRoom():
            return failure
        case Refusal(status=413) | Refusal(code=40005 | 50045):
            return ChatTooLarge()
        case Refusal(code=50027 | 10015 | 10062):
            return ChatExpired()
        case Refusal(code=10008):
            return ChatRefused(why="deleted")
        case Refusal(code=200000 | 240000):
            return ChatRefused(why="blocked")
        case Refusal(code=40094):
            return ChatRefused(why="exhausted")
        case Refusal(status=401 | 403):
            return ChatRefused(why="permission")
        case Refusal():
            return ChatRefused(why="content")


def _refusal(answer: Answer) -> Refusal:
    body = answer.body
    if not isinstance(body, dict):
        return Refusal(answer.status)
    words = str(body.get("message", ""))
    return Refusal(answer.status, int(body.get("code") or 0), words, body.get("errors"))


def _says_it_is_done(call: Call, refusal: Refusal, *, in_doubt: bool) -> bool:
    """A message that is gone is deleted; a first response that we may have given is ours."""
    if call.method == "DELETE":
        return refusal.code == UNKNOWN_MESSAGE
    return in_doubt and call.is_callback and refusal.code == ALREADY_ACKNOWLEDGED


def _retry_after(answer: Answer) -> tuple[float | None, bool]:
    """Seconds by the body, else by the header, else unknown; and whether it is for all routes."""
    body = answer.body
    if isinstance(body, dict) and "retry_after" in body:
        return float(body["retry_after"]), bool(body.get("global"))
    header = answer.headers.get("Retry-After", "")
    return (float(header) if header.isdigit() else None), False
