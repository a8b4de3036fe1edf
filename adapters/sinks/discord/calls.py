"""One call to Discord's REST interface, and what its route says about it."""

import re
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeAlias, cast

from adapters.sinks.discord.uploads import Upload

Json: TypeAlias = Any
"""Whatever JSON can say."""

NOBODY: Final[Json] = {"parse": []}
"""Mentions that ping no one; an absent list pings everyone who is named."""
_BY_TOKEN: Final = re.compile(r"/(interactions|webhooks)/\d+/[^/]+")
_MESSAGES: Final = re.compile(
    r"/channels/\d+/messages(/\d+)?|/webhooks/\d+/[^/]+(/messages/[^/]+)?"
)
_CALLBACK: Final = re.compile(r"/interactions/\d+/[^/]+/callback")
_SHOWS_A_MESSAGE: Final = (4, 7)
"""Types of a first response whose data is a message."""


@dataclass(frozen=True, slots=True)
class Call:
    """A request; `path` is quoted and begins behind the version ("/channels/1/messages")."""

    method: str
    path: str
    json: Json = field(default=None, repr=False)
    uploads: tuple[Upload, ...] = ()
    query: dict[str, str] = field(default_factory=dict)
    reason: str | None = None
    """For the guild's audit log."""

    @property
    def by_bot(self) -> bool:
        """Whether it wants the bot's token: interactions and webhooks carry their own."""
        return _BY_TOKEN.match(self.path) is None

    @property
    def is_callback(self) -> bool:
        """Whether it is an interaction's first response."""
        return _CALLBACK.fullmatch(self.path) is not None

    @property
    def repeatable(self) -> bool:
        """Whether doing it twice is doing it once.

        A first response is refused the second time (40060); a message with an enforced nonce is
        found again for a few minutes. Any other POST would be there twice.
        """
        if self.method != "POST":
            return True
        nonce = isinstance(self.json, dict) and bool(self.json.get("enforce_nonce"))
        return nonce or self.is_callback

    @property
    def route(self) -> str:
        """Method and path without what is secret or varies: for logs, and for limits."""
        parts = self.path.strip("/").split("/")
        if not self.by_bot:
            parts[2] = "{token}"
        if "reactions" in parts:
            parts[parts.index("reactions") + 1] = "{emoji}"
        shape = ["{id}" if part.isdigit() or part == "@original" else part for part in parts]
        return f"{self.method} /{'/'.join(shape)}"

    @property
    def major(self) -> str:
        """The part of the path that has limits of its own."""
        parts = self.path.strip("/").split("/")
        if not self.by_bot:
            return "/".join(parts[:3])
        return "/".join(parts[:2]) if parts[0] in ("channels", "guilds", "webhooks") else ""


def pinging_nobody(call: Call) -> Call:
    """The same call; where it shows a message, that one mentions without pinging."""
    if not isinstance(call.json, dict):
        return call
    body = cast("dict[str, Json]", call.json)
    if call.method in ("POST", "PATCH") and _MESSAGES.fullmatch(call.path):
        return replace(call, json=body | {"allowed_mentions": NOBODY})
    if call.is_callback and body.get("type") in _SHOWS_A_MESSAGE:
        data = (body.get("data") or {}) | {"allowed_mentions": NOBODY}
        return replace(call, json=body | {"data": data})
    return call
