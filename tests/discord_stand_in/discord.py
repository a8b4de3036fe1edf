"""The stand-in as a test holds it: what people do, and what they see."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.discord_stand_in import interactions
from tests.discord_stand_in.clock import Clock
from tests.discord_stand_in.gateway import Gateway
from tests.discord_stand_in.interactions import Origin
from tests.discord_stand_in.invocation import Invocation
from tests.discord_stand_in.limits import MIB
from tests.discord_stand_in.messages import Message
from tests.discord_stand_in.openapi import Description, find_description
from tests.discord_stand_in.people import DM, GROUP_DM, Channel, Guild, User
from tests.discord_stand_in.rest import VERSION, Rest
from tests.discord_stand_in.snowflakes import Snowflakes
from tests.discord_stand_in.violations import Rule, Violations
from tests.discord_stand_in.world import World

GUILD_MESSAGES, DIRECT_MESSAGES, MESSAGE_CONTENT = 1 << 9, 1 << 12, 1 << 15
BUTTON = 2


class Discord:
    """A running stand-in, with one guild ("home") and one user ("alice") to begin with."""

    def __init__(self, world: World, address: str) -> None:
        self.world = world
        self.gateway = Gateway(world)
        self.address = address
        self.token = world.token
        self.clock = world.clock
        self.limits = world.limits
        self.faults = world.faults
        self.rate_limits = world.rate_limits
        self.transcript = world.transcript
        self.violations = world.violations
        self.alice = self.new_user("alice")
        self.home = self.new_guild("home")

    @property
    def url(self) -> str:
        """Where REST begins."""
        return f"{self.address}{VERSION}"

    @property
    def messages(self) -> list[Message]:
        """Every message that anyone can see now, the oldest first."""
        return [it for it in self.world.messages.values() if not it.deleted]

    def new_user(self, name: str, **fields: Any) -> User:
        """Somebody new."""
        return User(self.world.ids.next(), name, **fields)

    def new_guild(self, name: str, *, tier: int = 0, has_bot: bool = True, **channel: Any) -> Guild:
        """A guild with one channel; a bot that is connected already is not told."""
        identifier = self.world.ids.next()
        first = Channel(self.world.ids.next(), 0, identifier, bot_sees=has_bot, **channel)
        guild = Guild(identifier, name, tier, has_bot, [first])
        self.world.guilds[identifier] = guild
        self.world.channels[first.id] = first
        return guild

    def new_dm(self, user: User) -> Channel:
        """A DM between the bot and `user`."""
        return self._new_channel(Channel(self.world.ids.next(), DM, with_user=user))

    def new_private_channel(self, user: User) -> Channel:
        """A DM among people, which the bot does not see."""
        channel = Channel(self.world.ids.next(), GROUP_DM, with_user=user, bot_sees=False)
        return self._new_channel(channel)

    def _new_channel(self, channel: Channel) -> Channel:
        self.world.channels[channel.id] = channel
        return channel

    async def say(
        self, content: str, *, user: User | None = None, channel: Channel | None = None
    ) -> Message:
        """A person writes a message; the bot is told of it when its intents allow."""
        channel, world = channel or self.home.channels[0], self.world
        message = world.new_message(channel.id)
        message.author = user or self.alice
        message.write({"content": content}, [], at=world.clock.now(), new_id=world.ids.next)
        in_guild = {"guild_id": channel.guild_id} if channel.guild_id else {}
        needed = GUILD_MESSAGES if in_guild else DIRECT_MESSAGES
        for session in self.gateway.sessions:
            readable = {} if session.intents & MESSAGE_CONTENT else {"content": ""}
            if session.intents & needed:
                await session.dispatch("MESSAGE_CREATE", message.payload() | in_guild | readable)
        return message

    async def slash(
        self, name: str, options: dict[str, Any] | None = None, **where: Any
    ) -> Invocation:
        """A person runs a slash command ("download", or "admin stats"); see `origin`."""
        origin = self.origin(**where)
        first, *path = name.split()
        command = interactions.registered(self.world, first, interactions.SLASH, origin.guild)
        data = interactions.slash_data(command, path, options or {})
        return await self._invoke(origin, interactions.COMMAND, data)

    async def message_command(self, name: str, target: Message, **where: Any) -> Invocation:
        """A person runs a message command on `target`; see `origin`."""
        origin = self.origin(**where)
        kind = interactions.MESSAGE_COMMAND
        command = interactions.registered(self.world, name, kind, origin.guild)
        data = interactions.message_command_data(command, target)
        return await self._invoke(origin, interactions.COMMAND, data)

    async def click(
        self,
        message: Message,
        custom_id: str,
        *,
        values: list[str] | None = None,
        stale: bool = False,
        **where: Any,
    ) -> Invocation:
        """A person uses a component; `stale` clicks what the message no longer shows."""
        channel = self.world.channels[message.channel_id]
        guild = self.world.guilds.get(channel.guild_id or "")
        origin = self.origin(**{"channel": channel, "guild": guild} | where)
        shown = {"type": BUTTON} if stale else interactions.component(message, custom_id)
        data = {"custom_id": custom_id, "component_type": shown["type"]}
        data |= {"values": values} if values is not None else {}
        return await self._invoke(origin, interactions.COMPONENT, data, message)

    def origin(
        self,
        *,
        user: User | None = None,
        guild: Guild | None = None,
        channel: Channel | None = None,
        attachment_size_limit: int = 10 * MIB,
        accepts: int | None = None,
        installed_by: str | None = None,
        locale: str | None = None,
    ) -> Origin:
        """Who and where: alice in the home guild unless told otherwise.

        `attachment_size_limit` is what is promised, `accepts` the bytes a file that are really
        taken. `installed_by` is "guild", "user" or "both"; a private channel knows users only.
        """
        user = user or self.alice
        if channel is None:
            channel = (guild or self.home).channels[0]
        if guild is None and channel.guild_id:
            guild = self.world.guilds[channel.guild_id]
        by = "user" if channel.kind == GROUP_DM or (guild and not guild.has_bot) else "guild"
        return Origin(
            user=user,
            channel=channel,
            guild=guild,
            attachment_size_limit=attachment_size_limit,
            accepts=attachment_size_limit if accepts is None else accepts,
            installed_by=installed_by or by,
            locale=locale or user.locale,
        )

    async def _invoke(
        self, origin: Origin, kind: int, data: dict[str, Any], source: Message | None = None
    ) -> Invocation:
        world = self.world
        body = interactions.payload(world, origin, kind, data)
        if source:
            body["message"] = source.payload()
        invocation = Invocation(
            id=body["id"],
            token=body["token"],
            payload=body,
            user=origin.user,
            channel=origin.channel,
            born=world.clock.now(),
            file_bytes=origin.accepts,
            changes=world.changes,
            source=source,
        )
        world.invocations[invocation.token] = invocation
        await self.gateway.dispatch("INTERACTION_CREATE", body)
        return invocation


@asynccontextmanager
async def running_discord(
    *, shards: int = 1, tolerated: frozenset[Rule] = frozenset(), keep_in: Path | None = None
) -> AsyncIterator[Discord]:
    """A stand-in on a free port of loopback, until the block ends.

    `keep_in` is a folder for the files that are sent; without it only their hashes stay.
    """
    clock = Clock()
    ids, path = Snowflakes(clock), find_description()
    application_id = ids.next()
    world = World(
        token="a-token-that-is-no-token",
        clock=clock,
        ids=ids,
        application_id=application_id,
        bot=User(application_id, "boss-bot", bot=True),
        violations=Violations(tolerated),
        description=Description.load(path) if path else None,
        keep_in=keep_in,
        shards=shards,
    )
    application = web.Application(client_max_size=4 * MIB)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.2)
    discord = Discord(world, "")
    gateway = {
        "url": "",
        "shards": shards,
        "session_start_limit": {
            "total": 1000,
            "remaining": 1000,
            "reset_after": 0,
            "max_concurrency": 16,
        },
    }
    application.router.add_get("/gateway", discord.gateway.serve)
    Rest(world).add_to(application, gateway=gateway)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    discord.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    discord.gateway.url = gateway["url"] = f"ws://127.0.0.1:{runner.addresses[0][1]}/gateway"
    try:
        yield discord
    finally:
        await discord.gateway.close(1001)
        await runner.cleanup()
