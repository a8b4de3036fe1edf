"""What a network and a site can do wrong, on request."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from tests.simulator.messages import UNSAID, Request, Response, gzipped

Change = Callable[[Response], Response]
"""A fault: from the answer that was due to the one that is given."""


@dataclass(slots=True)
class Fault:
    """A change that befalls some answers; `left` counts down, None never ends."""

    change: Change
    host: str = "*"
    path: str = "*"
    method: str = "*"
    left: int | None = None

    def befalls(self, request: Request) -> bool:
        return (
            self.left != 0
            and fnmatchcase(request.host, self.host)
            and fnmatchcase(request.path, self.path)
            and fnmatchcase(request.method, self.method)
        )

    def strike(self, response: Response) -> Response:
        if self.left is not None:
            self.left -= 1
        return self.change(response)


def status(code: int, *, retry_after: int | None = None, reset: int | None = None) -> Change:
    """Only a status; `reset` is X's epoch second at which the window reopens."""
    headers = {"content-type": "text/plain"}
    if retry_after is not None:
        headers["retry-after"] = str(retry_after)
    if reset is not None:
        headers |= {"x-rate-limit-remaining": "0", "x-rate-limit-reset": str(reset)}
    return lambda response: Response(code, b"refused", headers)


def says(answer: Response) -> Change:
    """Another answer altogether."""
    return lambda response: answer


def cut(after: int = 100) -> Change:
    """The connection breaks after so many bytes of the body, of which all were promised."""

    async def manner(writer: asyncio.StreamWriter, head: bytes, body: bytes) -> None:
        writer.write(head + body[:after])
        await writer.drain()
        writer.transport.abort()

    return lambda response: replace(response, manner=manner)


def hang() -> Change:
    """Nothing is ever answered; ends when the client does."""

    async def manner(writer: asyncio.StreamWriter, head: bytes, body: bytes) -> None:
        await writer.wait_closed()

    return lambda response: replace(response, manner=manner)


def drip(size: int = 1, every: float = 0.05) -> Change:
    """The body comes in drops: `size` bytes every so many seconds."""

    async def manner(writer: asyncio.StreamWriter, head: bytes, body: bytes) -> None:
        writer.write(head)
        for start in range(0, len(body), size):
            writer.write(body[start : start + size])
            await writer.drain()
            await asyncio.sleep(every)

    return lambda response: replace(response, manner=manner)


def claims(length: int) -> Change:
    """The length that is told is wrong: the connection ends after the body all the same.

    Told too much, every client misses bytes. Told too little, requests and urllib take that little;
    aiohttp refuses the answer.
    """

    async def manner(writer: asyncio.StreamWriter, head: bytes, body: bytes) -> None:
        writer.write(head + body)
        await writer.drain()
        writer.close()

    return lambda response: replace(
        response.with_headers(content_length=str(length), connection="close"), manner=manner
    )


def endless(chunk: int = 1 << 16, every: float = 0.005, most: int = 1 << 30) -> Change:
    """A body without length that goes on after its own end with noise (at 12 MiB a second)."""

    async def manner(writer: asyncio.StreamWriter, head: bytes, body: bytes) -> None:
        writer.write(head + body)
        noise = random.Random(0).randbytes(chunk)
        for _ in range(0, most, chunk):
            writer.write(noise)
            await writer.drain()
            await asyncio.sleep(every)
        writer.close()

    return lambda response: replace(
        response.with_headers(content_length=UNSAID, connection="close"), manner=manner
    )


def garbage(size: int = 4096) -> Change:
    """Bytes that are nothing, under the headers of what was due."""
    noise = random.Random(0).randbytes(size)
    return lambda response: replace(response, body=noise)


def compressed() -> Change:
    """The same, gzip-encoded."""
    return gzipped
