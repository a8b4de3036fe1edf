"""The gateway: sessions that survive their connection, zlib-stream, events in order."""

import contextlib
import json
import zlib
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.discord_stand_in.world import World

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, RESUME = 0, 1, 2, 3, 6
RECONNECT, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 7, 9, 10, 11


@dataclass
class Session:
    """What a shard identified as; its events stay for a RESUME."""

    id: str
    shard: tuple[int, int]
    intents: int
    events: list[dict[str, Any]] = field(default_factory=list)
    connection: "Connection | None" = None

    async def dispatch(self, name: str, data: dict[str, Any]) -> None:
        """Send an event, or keep it until the session is resumed."""
        event = {"op": DISPATCH, "t": name, "s": len(self.events) + 1, "d": data}
        self.events.append(event)
        if self.connection:
            await self.connection.send(event)


class Connection:
    """One websocket."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self.socket = socket
        self.request = request
        self._zlib = zlib.compressobj() if request.query.get("compress") == "zlib-stream" else None

    async def send(self, payload: dict[str, Any]) -> None:
        """Send a payload, or nothing when the other side is gone."""
        text = json.dumps(payload)
        with contextlib.suppress(ConnectionError):
            if self._zlib is None:
                await self.socket.send_str(text)
                return
            data = self._zlib.compress(text.encode()) + self._zlib.flush(zlib.Z_SYNC_FLUSH)
            await self.socket.send_bytes(data)

    def abort(self) -> None:
        """End without a closing handshake."""
        if self.request.transport:
            self.request.transport.abort()


class Gateway:
    """All sessions; a test closes, drops, silences and invalidates here."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.sessions: list[Session] = []
        self.identified = 0
        self.resumed = 0
        self.heartbeats = 0
        self.presences: list[dict[str, Any]] = []
        self.heartbeat_interval = 41.25
        self.silent = False
        self.refuses_connections = False
        self.url = ""

    async def dispatch(self, name: str, data: dict[str, Any], *, intents: int = 0) -> None:
        """Send an event to the shard that it belongs to, when that shard has all `intents`."""
        for session in self.sessions:
            shard, shards = session.shard
            belongs = _shard_of(data.get("guild_id"), shards) == shard
            if belongs and session.intents & intents == intents:
                await session.dispatch(name, data)

    async def ready(self, *, within: float = 10.0) -> None:
        """Returns once every shard is connected."""

        def all_there() -> bool:
            shards = {s.shard for s in self.sessions if s.connection}
            return bool(shards) and len(shards) == next(iter(shards))[1]

        await self._world.changes.until(all_there, within=within)

    async def close(self, code: int = 4000) -> None:
        """Close every connection with `code`; the sessions stay unless the code ends them."""
        for session in self.sessions:
            if session.connection:
                await session.connection.socket.close(code=code)

    def drop(self) -> None:
        """Let every connection vanish."""
        for session in self.sessions:
            if session.connection:
                session.connection.abort()

    async def ask_to_reconnect(self) -> None:
        """Opcode 7."""
        for session in self.sessions:
            if session.connection:
                await session.connection.send({"op": RECONNECT, "d": None})

    async def invalidate(self) -> None:
        """Forget every session, and tell them so (opcode 9)."""
        sessions, self.sessions = self.sessions, []
        for session in sessions:
            if session.connection:
                await session.connection.send({"op": INVALID_SESSION, "d": False})

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection, from HELLO to its end."""
        if self.refuses_connections:
            return web.Response(status=503)
        socket = web.WebSocketResponse(autoping=True, timeout=0.2)
        await socket.prepare(request)
        connection = Connection(socket, request)
        interval = int(self.heartbeat_interval * 1000)
        await connection.send({"op": HELLO, "d": {"heartbeat_interval": interval}})
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._receive(json.loads(message.data), connection)
        finally:
            for session in self.sessions:
                if session.connection is connection:
                    session.connection = None
            self._world.changes.tell()
        return socket

    async def _receive(self, payload: dict[str, Any], connection: Connection) -> None:
        opcode, data = payload["op"], payload["d"]
        if opcode == HEARTBEAT:
            self.heartbeats += 1
            if not self.silent:
                await connection.send({"op": HEARTBEAT_ACK, "d": None})
        elif opcode == IDENTIFY:
            await self._identify(data, connection)
        elif opcode == RESUME:
            await self._resume(data, connection)
        elif opcode == PRESENCE:
            self.presences.append(data)
        self._world.changes.tell()

    async def _identify(self, data: dict[str, Any], connection: Connection) -> None:
        world = self._world
        if data["token"] != world.token:
            await connection.socket.close(code=4004)
            return
        shard = tuple(data.get("shard") or (0, 1))
        self.identified += 1
        self.sessions = [it for it in self.sessions if it.shard != shard]
        session = Session(world.ids.next(), shard, data["intents"], connection=connection)
        mine = [
            guild
            for guild in world.guilds.values()
            if guild.has_bot and _shard_of(guild.id, shard[1]) == shard[0]
        ]
        await session.dispatch(
            "READY",
            {
                "v": 10,
                "user": world.bot.payload(),
                "guilds": [{"id": guild.id, "unavailable": True} for guild in mine],
                "session_id": session.id,
                "resume_gateway_url": self.url,
                "shard": list(shard),
                "application": {"id": world.application_id, "flags": 0},
            },
        )
        for guild in mine:
            await session.dispatch("GUILD_CREATE", guild.payload(world.bot))
        self.sessions.append(session)

    async def _resume(self, data: dict[str, Any], connection: Connection) -> None:
        session = next((it for it in self.sessions if it.id == data["session_id"]), None)
        if session is None or data["token"] != self._world.token:
            await connection.send({"op": INVALID_SESSION, "d": False})
            return
        self.resumed += 1
        for event in session.events[data["seq"] :]:
            await connection.send(event)
        session.connection = connection
        await session.dispatch("RESUMED", {})


def _shard_of(guild_id: str | None, shards: int) -> int:
    return (int(guild_id) >> 22) % shards if guild_id else 0
