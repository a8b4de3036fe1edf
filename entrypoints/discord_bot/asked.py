"""Who asked, where, and what the bot may do there: read from an interaction's raw payload.

The library shows neither `attachment_size_limit` nor, in group DMs, the right channel.
"""

from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias

from pydantic import SecretStr

from adapters.sinks.discord.bodies import EPHEMERAL
from domain.jobs import Actor, ReplyAddress
from domain.request import MediaRequest
from domain.value import Value

Payload: TypeAlias = dict[str, Any]

TOKEN_LIVES: Final = timedelta(minutes=15)
VIEW_CHANNEL: Final = 1 << 10
SEND_MESSAGES: Final = 1 << 11
MANAGE_MESSAGES: Final = 1 << 13
ATTACH_FILES: Final = 1 << 15
IN_A_PRIVATE_CHANNEL: Final = 2
CHAT: Final = "discord"


class Asked(Value):
    """One interaction, as far as an answer depends on it."""

    id: str
    application: str
    token: SecretStr
    user: str
    guild: str | None
    channel: str | None
    may_manage: bool
    """The user may manage other people's messages there."""
    may_attach: bool
    """The bot may attach files to what it answers."""
    may_write: bool
    """The bot may write there by itself, without an interaction."""
    age_restricted: bool
    """Discord lets adults only into that channel."""
    bytes_per_file: int | None
    locale: str
    at: datetime

    @property
    def actor(self) -> Actor:
        """Whoever asked."""
        return Actor(user=self.user, guild=self.guild, may_manage=self.may_manage)

    def address(
        self, about: MediaRequest | None, *, private: bool, fills: str | None = None
    ) -> ReplyAddress:
        """Where the answer goes."""
        return ReplyAddress(
            chat=CHAT,
            place=self.application,
            channel=self.channel if self.may_write else None,
            token=self.token,
            expires=self.at + TOKEN_LIVES,
            private=private,
            locale=self.locale,
            bytes_per_file=self.bytes_per_file,
            asker=self.user,
            about=about,
            fills=fills,
        )


def asked(payload: Payload, *, at: datetime) -> Asked:
    """What an INTERACTION_CREATE says; `at` is when it came."""
    member = payload.get("member") or {}
    user = member.get("user") or payload.get("user") or {}
    bot = int(payload.get("app_permissions") or 0)
    in_guild = payload.get("guild_id") is not None
    installed = "0" in (payload.get("authorizing_integration_owners") or {"0": ""})
    needed = VIEW_CHANNEL | SEND_MESSAGES | ATTACH_FILES if in_guild else 0
    reachable = installed and payload.get("context") != IN_A_PRIVATE_CHANNEL
    place = payload.get("channel") or {}
    channel = payload.get("channel_id") or place.get("id")
    return Asked(
        id=str(payload["id"]),
        application=str(payload["application_id"]),
        token=SecretStr(str(payload["token"])),
        user=str(user["id"]),
        guild=str(payload["guild_id"]) if in_guild else None,
        channel=str(channel) if channel else None,
        may_manage=bool(int(member.get("permissions") or 0) & MANAGE_MESSAGES),
        may_attach=bool(bot & ATTACH_FILES) or not in_guild,
        may_write=reachable and bot & needed == needed,
        age_restricted=bool(place.get("nsfw")),
        bytes_per_file=payload.get("attachment_size_limit"),
        locale=str(payload.get("locale") or "en"),
        at=at,
    )


def is_private(message: Payload) -> bool:
    """Whether only the one who asked sees that message."""
    return bool(int(message.get("flags") or 0) & EPHEMERAL)
