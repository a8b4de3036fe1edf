"""The library's client, with our transport under it and our face on top."""

import logging
from typing import Any, cast

from interactions import Intents, Listener
from interactions.api.events import Component, RawGatewayEvent

from adapters.sinks.discord.http_client import TransportedHTTPClient
from adapters.sinks.discord.transport import Transport
from entrypoints.discord_bot.commands import commands_of
from entrypoints.discord_bot.contexts import RawComponent, RawContextMenu, RawSlash
from entrypoints.discord_bot.face import Face
from entrypoints.discord_bot.shards import Shards


def new_client(
    face: Face, transport: Transport, *, test_guild: str | None, shards: int | None
) -> Shards:
    """A client that was never started; as many shards as Discord recommends when None."""
    reads_messages = bool(face.autodetect.channels)
    intents = Intents.GUILDS
    if reads_messages:
        intents |= Intents.GUILD_MESSAGES | Intents.MESSAGE_CONTENT
    told: dict[str, Any] = {"total_shards": shards} if shards else {}
    if test_guild:
        told["debug_scope"] = int(test_guild)
    client = Shards(
        intents=intents,
        slash_context=RawSlash,
        context_menu_context=RawContextMenu,
        component_context=RawComponent,
        send_command_tracebacks=False,
        logger=logging.getLogger("interactions"),
        **told,
    )
    client.http = TransportedHTTPClient(transport)
    for command in commands_of(face):
        client.add_interaction(command)

    async def pressed(event: Component) -> None:
        payload = cast("RawComponent", event.ctx).raw
        await face.hear(payload, lambda asked: face.presses.press(asked, payload))

    async def written(event: RawGatewayEvent) -> None:
        guild = client.get_guild(event.data.get("guild_id") or 0)
        tier = int(guild.premium_tier or 0) if guild else 0
        channel = client.get_channel(event.data["channel_id"])
        place = getattr(channel, "parent_channel", None) or channel  # a thread is as its channel is
        age_restricted = bool(getattr(place, "nsfw", False))
        await face.autodetect.read(event.data, tier=tier, age_restricted=age_restricted)

    client.add_listener(Listener(pressed, "component"))
    if reads_messages:
        client.add_listener(Listener(written, "raw_message_create"))
    return client
