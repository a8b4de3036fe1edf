"""All that the stand-in knows at one time."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.discord_stand_in.changes import Changes
from tests.discord_stand_in.clock import Clock
from tests.discord_stand_in.faults import Faults
from tests.discord_stand_in.invocation import Invocation
from tests.discord_stand_in.limits import Limits
from tests.discord_stand_in.messages import Message
from tests.discord_stand_in.openapi import Description
from tests.discord_stand_in.people import Channel, Guild, User
from tests.discord_stand_in.rate_limits import RateLimits
from tests.discord_stand_in.refusals import Refused
from tests.discord_stand_in.snowflakes import Snowflakes
from tests.discord_stand_in.transcript import Transcript
from tests.discord_stand_in.violations import Violations

GLOBALLY = ""
"""The scope of commands that belong to no guild."""


@dataclass
class World:
    """The state that REST, the gateway and the test share."""

    token: str
    clock: Clock
    ids: Snowflakes
    application_id: str
    bot: User
    violations: Violations
    description: Description | None
    limits: Limits = field(default_factory=Limits)
    faults: Faults = field(default_factory=Faults)
    transcript: Transcript = field(default_factory=Transcript)
    keep_in: Path | None = None
    shards: int = 1
    guilds: dict[str, Guild] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    commands: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    invocations: dict[str, Invocation] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.changes = Changes(lambda: str(self.transcript))
        self.rate_limits = RateLimits(self.clock)

    def application(self) -> dict[str, Any]:
        """An application object."""
        return {
            "id": self.application_id,
            "name": "Boss-Bot",
            "icon": None,
            "description": "",
            "summary": "",
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "0" * 64,
            "flags": 0,
            "owner": {"id": "1", "username": "owner", "discriminator": "0", "avatar": None},
            "team": None,
        }

    def message(self, identifier: str, channel_id: str) -> Message:
        """A message that is there."""
        message = self.messages.get(identifier)
        if message is None or message.deleted or message.channel_id != channel_id:
            raise Refused(10008)
        return message

    def new_message(self, channel_id: str, *, flags: int = 0, token: str | None = None) -> Message:
        """An empty message of the bot's."""
        message = Message(
            id=self.ids.next(),
            channel_id=channel_id,
            author=self.bot,
            born=self.clock.now(),
            flags=flags,
            token=token,
        )
        self.messages[message.id] = message
        return message
