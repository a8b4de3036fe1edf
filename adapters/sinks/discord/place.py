"""Where messages are written: with an interaction's token, or in a channel as the bot."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from adapters.sinks.discord.calls import Call
from adapters.sinks.discord.uploads import Upload
from domain.jobs import ReplyAddress

ORIGINAL = "@original"
"""The message that an interaction was answered with."""


@dataclass(frozen=True, slots=True)
class Place:
    """Makes the calls that write there."""

    root: str = field(repr=False)
    """What a new message is posted to."""
    messages: str = field(repr=False)
    """What the id of a message is put behind."""
    has_nonces: bool

    @classmethod
    def of(cls, address: ReplyAddress) -> "Place":
        """Where an address leads; it has a token or a channel.

        Raises:
            ValueError: It has neither.
        """
        if address.token is not None:
            return cls.of_token(address.place, address.token.get_secret_value())
        if address.channel is None:
            raise ValueError("an address without token and channel leads nowhere")
        return cls.of_channel(address.channel)

    @classmethod
    def of_token(cls, application: str, token: str) -> "Place":
        """An interaction; for 15 minutes."""
        root = f"/webhooks/{application}/{quote(token, safe='')}"
        return cls(root=root, messages=f"{root}/messages", has_nonces=False)

    @classmethod
    def of_channel(cls, channel: str) -> "Place":
        """A channel in which the bot may post; it can edit there what it answered with a token."""
        root = f"/channels/{channel}/messages"
        return cls(root=root, messages=root, has_nonces=True)

    def post(self, body: dict[str, Any], *, nonce: str) -> Call:
        """A new message; where nonces are known it is there once, however often it is sent."""
        once = {"nonce": nonce[-25:], "enforce_nonce": True} if self.has_nonces else {}
        return Call("POST", self.root, json=body | once)

    def edit(self, message: str, body: dict[str, Any], uploads: tuple[Upload, ...] = ()) -> Call:
        """Other content for a message."""
        return Call("PATCH", f"{self.messages}/{message}", json=body, uploads=uploads)

    def read(self, message: str) -> Call:
        """A message as it stands."""
        return Call("GET", f"{self.messages}/{message}")

    def delete(self, message: str) -> Call:
        """Take a message away."""
        return Call("DELETE", f"{self.messages}/{message}")
