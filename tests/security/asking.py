"""A client that asks a proxy for anything at all, in each of the three ways."""

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from application.ports.egress import EgressAddress

GREETING = b"\x05\x01\x02"
TIME = 20.0


@dataclass
class Listener:
    """A server on this machine that counts who reaches it, and answers everyone alike."""

    port: int = 0
    connections: int = 0
    heard: list[bytes] = field(default_factory=list)
    answer: bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            self.heard.append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(self.answer)
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def listening(
    listener: Listener | None = None,
    serve: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]] | None = None,
) -> AsyncIterator[Listener]:
    """On every address of this machine, so that any way in is noticed."""
    listener = listener or Listener()
    server = await asyncio.start_server(serve or listener.serve, "127.0.0.1", 0)
    listener.port = server.sockets[0].getsockname()[1]
    others = [await asyncio.start_server(serve or listener.serve, "::1", listener.port)]
    try:
        yield listener
    finally:
        for one in (server, *others):
            one.close()


def key(address: EgressAddress) -> bytes:
    """The header that opens the proxy; none where the address has no password."""
    proxy = urlsplit(address.url)
    if proxy.password is None:
        return b""
    login = b64encode(f"{proxy.username}:{proxy.password}".encode())
    return b"Proxy-Authorization: Basic " + login + b"\r\n"


@asynccontextmanager
async def connected(
    address: EgressAddress,
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    proxy = urlsplit(address.url)
    reader, writer = await asyncio.open_connection(proxy.hostname, proxy.port)
    try:
        async with asyncio.timeout(TIME):
            yield reader, writer
    finally:
        writer.close()


def bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


async def by_connect(address: EgressAddress, host: str, port: int) -> str:
    """The status line, and what the host said behind it."""
    async with connected(address) as (reader, writer):
        target = f"{bracketed(host)}:{port}".encode()
        said = b"CONNECT " + target + b" HTTP/1.1\r\nHost: " + target + b"\r\n"
        writer.write(said + key(address) + b"\r\n")
        head = await _head(reader)
        if " 200 " not in head:
            return head
        writer.write(b"GET / HTTP/1.1\r\n\r\n")
        return (await reader.read()).decode()


async def by_request(address: EgressAddress, host: str, port: int) -> str:
    """The answer to a plain request."""
    async with connected(address) as (reader, writer):
        target = f"{bracketed(host)}:{port}".encode()
        said = b"GET http://" + target + b"/ HTTP/1.1\r\nHost: " + target + b"\r\n"
        writer.write(said + key(address) + b"\r\n")
        return (await reader.read()).decode()


async def by_socks(address: EgressAddress, host: str, port: int) -> str:
    """What the host said, or the number of the refusal."""
    async with connected(address) as (reader, writer):
        writer.write(GREETING)
        assert await reader.readexactly(2) == b"\x05\x02"
        proxy = urlsplit(address.url)
        writer.write(b"\x01" + _counted(proxy.username) + _counted(proxy.password))
        if await reader.readexactly(2) != b"\x01\x00":
            return "SOCKS stranger"
        writer.write(b"\x05\x01\x00" + _written(host) + port.to_bytes(2, "big"))
        replied = await reader.read(10)
        if len(replied) < 2 or replied[1] != 0:
            return f"SOCKS {replied[1] if len(replied) > 1 else 'end'}"
        writer.write(b"GET / HTTP/1.1\r\n\r\n")
        return (await reader.read()).decode()


def _counted(text: str | None) -> bytes:
    said = (text or "").encode()
    return bytes([len(said)]) + said


def _written(host: str) -> bytes:
    try:
        match ip_address(host):
            case IPv4Address(packed=packed):
                return b"\x01" + packed
            case IPv6Address(packed=packed, scope_id=None):
                return b"\x04" + packed
            case _:
                pass
    except ValueError:
        pass
    name = host.encode()
    return b"\x03" + bytes([len(name)]) + name


async def _head(reader: asyncio.StreamReader) -> str:
    try:
        return (await reader.readuntil(b"\r\n\r\n")).decode()
    except asyncio.IncompleteReadError as cut:
        return cut.partial.decode()


WAYS = [by_connect, by_request, by_socks]
