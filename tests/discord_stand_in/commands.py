"""The application's commands, globally and in one guild."""

from typing import Any

from tests.discord_stand_in.exchange import Endpoint, Exchange, Reply
from tests.discord_stand_in.refusals import Refused, malformed
from tests.discord_stand_in.world import GLOBALLY, World

GLOBAL = "/applications/{application_id}/commands"
OF_GUILD = "/applications/{application_id}/guilds/{guild_id}/commands"


def _scope(exchange: Exchange) -> str:
    scope = exchange.parameters.get("guild_id", GLOBALLY)
    if scope and scope not in exchange.world.guilds:
        raise Refused(50001)
    return scope


async def read(exchange: Exchange) -> Reply:
    """Those of the scope."""
    return Reply(200, exchange.world.commands.get(_scope(exchange), []))


async def overwrite(exchange: Exchange) -> Reply:
    """Replaces all of the scope; one that had the same name keeps its identifier."""
    world, scope, wanted = exchange.world, _scope(exchange), exchange.call.json
    if not isinstance(wanted, list):
        raise malformed("_", "Only iterables may be used in a list")
    if len([it for it in wanted if it.get("type", 1) == 1]) > world.limits.commands:
        raise Refused(30032)
    names = [(it.get("type", 1), it.get("name")) for it in wanted]
    if len(set(names)) < len(names):
        raise malformed("name", "Application command names must be unique")
    had = {(it["type"], it["name"]): it["id"] for it in world.commands.get(scope, [])}
    world.commands[scope] = [_registered(world, scope, it, had) for it in wanted]
    return Reply(200, world.commands[scope])


def _registered(
    world: World, scope: str, wanted: dict[str, Any], had: dict[tuple[int, str], str]
) -> dict[str, Any]:
    kind = wanted.get("type", 1)
    return {
        "default_member_permissions": None,
        "dm_permission": True,
        "nsfw": False,
        "description": "",
        **wanted,
        "type": kind,
        "id": had.get((kind, wanted["name"])) or world.ids.next(),
        "application_id": world.application_id,
        "version": world.ids.next(),
        **({"guild_id": scope} if scope else {}),
    }


ENDPOINTS = [
    Endpoint("GET", GLOBAL, read, by_bot=True),
    Endpoint("PUT", GLOBAL, overwrite, by_bot=True),
    Endpoint("GET", OF_GUILD, read, by_bot=True),
    Endpoint("PUT", OF_GUILD, overwrite, by_bot=True),
]
