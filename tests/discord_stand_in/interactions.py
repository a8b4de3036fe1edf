"""Builds the payloads that an INTERACTION_CREATE carries."""

from dataclasses import dataclass
from typing import Any

from tests.discord_stand_in.messages import Message
from tests.discord_stand_in.people import GUILD_TEXT, Channel, Guild, User
from tests.discord_stand_in.world import GLOBALLY, World

COMMAND, COMPONENT, AUTOCOMPLETE = 2, 3, 4
SLASH, MESSAGE_COMMAND = 1, 3
SUB_COMMAND, SUB_COMMAND_GROUP = 1, 2


@dataclass(frozen=True, slots=True)
class Origin:
    """Who invokes something, where, and what they are allowed there."""

    user: User
    channel: Channel
    guild: Guild | None
    attachment_size_limit: int
    accepts: int
    installed_by: str
    locale: str

    def owners(self) -> dict[str, str]:
        """`authorizing_integration_owners`."""
        by_guild = {"0": self.guild.id if self.guild else "0"}
        by_user = {"1": self.user.id}
        return {"guild": by_guild, "user": by_user, "both": by_guild | by_user}[self.installed_by]


def payload(world: World, origin: Origin, kind: int, data: dict[str, Any]) -> dict[str, Any]:
    """The whole event, except for the message that a component sits on."""
    channel, user = origin.channel, origin.user
    if channel.kind == GUILD_TEXT and origin.guild:
        who: dict[str, Any] = {
            "member": user.member(),
            "guild_id": origin.guild.id,
            "guild": {"id": origin.guild.id, "locale": "en-US", "features": []},
            "guild_locale": "en-US",
        }
    else:
        who = {"user": user.payload()}
    return {
        "id": world.ids.next(),
        "application_id": world.application_id,
        "type": kind,
        "token": f"token-of-{world.ids.next()}",
        "version": 1,
        "data": data,
        "channel_id": channel.id,
        "channel": channel.payload(),
        "app_permissions": str(channel.permissions),
        "locale": origin.locale,
        "entitlements": [],
        "authorizing_integration_owners": origin.owners(),
        "context": channel.context,
        "attachment_size_limit": origin.attachment_size_limit,
        **who,
    }


def registered(world: World, name: str, kind: int, guild: Guild | None) -> dict[str, Any]:
    """The command of that name, as the bot registered it here."""
    scopes = [guild.id, GLOBALLY] if guild else [GLOBALLY]
    for scope in scopes:
        for command in world.commands.get(scope, []):
            if (command["name"], command["type"]) == (name, kind):
                return command
    message = f"no command {name!r} is registered here"
    raise LookupError(message)


def slash_data(command: dict[str, Any], path: list[str], options: dict[str, Any]) -> dict[str, Any]:
    """`data` of a slash command; `path` names the subcommand where there is one.

    An option that is not registered, and a required one that is not given, raise LookupError.
    """
    return {
        "id": command["id"],
        "name": command["name"],
        "type": SLASH,
        "options": _options(command, path, options),
    }


def _options(
    definition: dict[str, Any], path: list[str], options: dict[str, Any]
) -> list[dict[str, Any]]:
    known = {it["name"]: it for it in definition.get("options") or []}
    if path:
        inner = known[path[0]]
        below = _options(inner, path[1:], options)
        return [{"name": path[0], "type": inner["type"], "options": below}]
    missing = [name for name, it in known.items() if it.get("required") and name not in options]
    if missing or options.keys() - known.keys():
        message = f"missing {missing}, unknown {options.keys() - known.keys()}"
        raise LookupError(message)
    return [
        {"name": name, "type": known[name]["type"], "value": value}
        for name, value in options.items()
    ]


def message_command_data(command: dict[str, Any], target: Message) -> dict[str, Any]:
    """`data` of a message command: its target comes with its content, whatever the intents are."""
    return {
        "id": command["id"],
        "name": command["name"],
        "type": MESSAGE_COMMAND,
        "target_id": target.id,
        "resolved": {"messages": {target.id: target.payload()}},
    }


def component(message: Message, custom_id: str) -> dict[str, Any]:
    """The component of that name which the message shows; LookupError when none can be used."""
    waiting: list[dict[str, Any]] = list(message.components)
    while waiting:
        found = waiting.pop()
        if found.get("custom_id") == custom_id and not found.get("disabled"):
            return found
        waiting += found.get("components") or []
        waiting += [found["accessory"]] if found.get("accessory") else []
    shown = f"{custom_id!r} cannot be used on {message.components}"
    raise LookupError(shown)
