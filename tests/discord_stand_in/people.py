"""Users, guilds and channels, as they look in payloads."""

from dataclasses import dataclass, field
from typing import Any

VIEW_CHANNEL = 1 << 10
SEND_MESSAGES = 1 << 11
MANAGE_MESSAGES = 1 << 13
ATTACH_FILES = 1 << 15
USE_EXTERNAL_APPS = 1 << 50
PERMISSIONS_OF_A_BOT = VIEW_CHANNEL | SEND_MESSAGES | ATTACH_FILES
PERMISSIONS_OF_A_MEMBER = VIEW_CHANNEL | SEND_MESSAGES | ATTACH_FILES | USE_EXTERNAL_APPS

GUILD_TEXT, DM, GROUP_DM = 0, 1, 3
IN_GUILD, WITH_BOT, IN_PRIVATE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class User:
    """A person, with the permissions that they have in every guild."""

    id: str
    name: str
    locale: str = "en-US"
    permissions: int = PERMISSIONS_OF_A_MEMBER
    bot: bool = False

    def payload(self) -> dict[str, Any]:
        """A user object."""
        return {
            "id": self.id,
            "username": self.name,
            "global_name": self.name.title(),
            "discriminator": "0",
            "avatar": None,
            "bot": self.bot,
            "public_flags": 0,
            "flags": 0,
        }

    def member(self, permissions: int | None = None) -> dict[str, Any]:
        """A guild member object."""
        return {
            "user": self.payload(),
            "nick": None,
            "avatar": None,
            "roles": [],
            "joined_at": "2024-01-01T00:00:00+00:00",
            "premium_since": None,
            "deaf": False,
            "mute": False,
            "flags": 0,
            "pending": False,
            "permissions": str(self.permissions if permissions is None else permissions),
        }


@dataclass(frozen=True, slots=True)
class Channel:
    """Where messages go; `bot_sees` is false where the application is installed by a user only."""

    id: str
    kind: int = GUILD_TEXT
    guild_id: str | None = None
    permissions: int = PERMISSIONS_OF_A_BOT
    bot_sees: bool = True
    with_user: User | None = None
    nsfw: bool = False

    @property
    def context(self) -> int:
        """0 in a guild, 1 in a DM with the bot, 2 in a private channel."""
        return {GUILD_TEXT: IN_GUILD, DM: WITH_BOT, GROUP_DM: IN_PRIVATE}[self.kind]

    def payload(self) -> dict[str, Any]:
        """A channel object."""
        body: dict[str, Any] = {"id": self.id, "type": self.kind, "flags": 0}
        if self.kind == GUILD_TEXT:
            return body | {
                "guild_id": self.guild_id,
                "name": "general",
                "position": 0,
                "permission_overwrites": [],
                "nsfw": self.nsfw,
            }
        recipients = [self.with_user.payload()] if self.with_user else []
        owner = {"owner_id": self.with_user.id} if self.with_user and self.kind == GROUP_DM else {}
        return body | {"recipients": recipients, "last_message_id": None, **owner}


@dataclass(frozen=True, slots=True)
class Guild:
    """A guild with its channels; one without the bot knows it as a user's application only."""

    id: str
    name: str
    tier: int = 0
    has_bot: bool = True
    channels: list[Channel] = field(default_factory=list)

    def payload(self, bot: User) -> dict[str, Any]:
        """The body of GUILD_CREATE."""
        return {
            "id": self.id,
            "name": self.name,
            "owner_id": "1",
            "premium_tier": self.tier,
            "preferred_locale": "en-US",
            "roles": [
                {
                    "id": self.id,
                    "name": "@everyone",
                    "permissions": str(PERMISSIONS_OF_A_MEMBER),
                    "position": 0,
                    "color": 0,
                    "hoist": False,
                    "managed": False,
                    "mentionable": False,
                }
            ],
            "emojis": [],
            "stickers": [],
            "features": [],
            "channels": [channel.payload() for channel in self.channels],
            "threads": [],
            "members": [bot.member()],
            "voice_states": [],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "member_count": 1,
            "large": False,
            "unavailable": False,
            "joined_at": "2024-01-01T00:00:00+00:00",
            "afk_timeout": 300,
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "nsfw_level": 0,
            "system_channel_flags": 0,
            "premium_progress_bar_enabled": False,
            "premium_subscription_count": 0,
            "vanity_url_code": None,
        }
