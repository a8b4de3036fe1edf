"""The one way out for the tools under test: a proxy that is every host at once."""

import asyncio
import base64
import contextlib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from tests.simulator.messages import Request, Response, at_once, read_body, read_head
from tests.simulator.tls import Authority

Answer = Callable[[Request], Response]


@dataclass(frozen=True, slots=True)
class Seen:
    """A request and the status that it was answered with."""

    request: Request
    status: int


class Proxy:
    """Answers requests for any host that `knows` accepts: absolute-form HTTP, and HTTPS by CONNECT.

    TLS ends here. An unknown host is refused with 502, as by a proxy that cannot resolve it. Every
    request is recorded in `seen` before its answer leaves, a refused CONNECT too. A bug in a site
    ends the connection, and is raised when the proxy ends.
    """

    def __init__(self, *, authority: Authority, knows: Callable[[str], bool], answer: Answer):
        self.seen: list[Seen] = []
        self.port = 0
        self._authority = authority
        self._knows = knows
        self._answer = answer
        self._connections: set[asyncio.Task[None]] = set()
        self._bugs: list[BaseException] = []

    async def serve(self, stack: contextlib.AsyncExitStack) -> None:
        """Listens on a free loopback port until the stack unwinds; then no connection is left."""
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        stack.push_async_callback(self._end)
        stack.callback(server.close)

    async def _end(self) -> None:
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        if self._bugs:
            raise self._bugs[0]

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self._converse(reader, writer))
        self._connections.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, connection: asyncio.Task[None]) -> None:
        self._connections.discard(connection)
        if not connection.cancelled() and (bug := connection.exception()) is not None:
            self._bugs.append(bug)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with contextlib.suppress(ConnectionError, ssl.SSLError, asyncio.IncompleteReadError):
                await self._first(reader, writer)
        finally:
            writer.transport.abort()

    async def _first(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await read_head(reader)
        if head is None:
            return
        method, target, headers = head
        job = _user(headers.get("proxy-authorization", ""))
        if method != "CONNECT":
            while head is not None:
                await self._exchange(reader, writer, "http", head, job)
                head = None if writer.is_closing() else await read_head(reader)
            return
        host = target.rpartition(":")[0]
        if not self._knows(host):
            self.seen.append(Seen(Request(method, "https", host, "", job=job), 502))
            await at_once(writer, Response(502).head(), b"")
            return
        await at_once(writer, b"HTTP/1.1 200 Connection established\r\n\r\n", b"")
        await writer.start_tls(self._authority.context(host))
        while not writer.is_closing() and (head := await read_head(reader)):
            await self._exchange(reader, writer, "https", head, job)

    async def _exchange(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        scheme: str,
        head: tuple[str, str, dict[str, str]],
        job: str | None,
    ) -> None:
        method, target, headers = head
        parts = urlsplit(target)
        request = Request(
            method,
            scheme,
            parts.hostname or headers.get("host", "").partition(":")[0],
            parts.path or "/",
            parts.query,
            headers,
            await read_body(reader, headers),
            job,
        )
        response = (
            self._answer(request).ranged(request) if self._knows(request.host) else Response(502)
        )
        self.seen.append(Seen(request, response.status))
        await response.manner(writer, response.head(), b"" if method == "HEAD" else response.body)
        if "close" in (headers.get("connection"), response.headers.get("connection")):
            writer.close()


def _user(credentials: str) -> str | None:
    scheme, _, encoded = credentials.partition(" ")
    if scheme.lower() != "basic":
        return None
    return base64.b64decode(encoded).decode().partition(":")[0]
