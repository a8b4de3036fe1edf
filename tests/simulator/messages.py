"""HTTP/1.1 in as few words as the extractors' clients need."""

import asyncio
import gzip
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

MOST_BODY = 1 << 20
"""Bytes of a request's body that are read; no extractor sends more."""

Manner = Callable[[asyncio.StreamWriter, bytes, bytes], Awaitable[None]]
"""How an answer leaves: given the connection, the head and the body."""


async def at_once(writer: asyncio.StreamWriter, head: bytes, body: bytes) -> None:
    """Everything, as fast as the other side takes it."""
    writer.write(head + body)
    await writer.drain()


@dataclass(frozen=True, slots=True)
class Request:
    """What a tool asked; header names in lower case."""

    method: str
    scheme: str
    host: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    job: str | None = None
    """The user named in the proxy's address, by which a test tells jobs apart."""

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.host}{self.path}" + (f"?{self.query}" if self.query else "")

    @property
    def params(self) -> dict[str, str]:
        """The query's fields; of a repeated one the last."""
        return dict(parse_qsl(self.query, keep_blank_values=True))

    @property
    def cookies(self) -> dict[str, str]:
        pairs = (pair.strip().partition("=") for pair in self.headers.get("cookie", "").split(";"))
        return {name: value for name, found, value in pairs if found}

    @property
    def user_agent(self) -> str:
        return self.headers.get("user-agent", "")

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Response:
    """What a site answers; the length and the connection's end are added when it is sent."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    manner: Manner = at_once

    def with_headers(self, **headers: str) -> "Response":
        """The same with more headers; underscores stand for hyphens."""
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        return replace(self, headers={**self.headers, **more})

    def ranged(self, request: Request) -> "Response":
        """The part that was asked for, where a part of a file was asked for (RFC 9110, 14.2)."""
        unit, _, span = request.headers.get("range", "").partition("=")
        if self.status != 200 or "accept-ranges" not in self.headers or unit != "bytes":
            return self
        first, _, last = span.partition("-")
        start = int(first) if first else max(0, len(self.body) - int(last))
        end = min(int(last) if first and last else len(self.body) - 1, len(self.body) - 1)
        if start > end:
            return Response(416, headers={"content-range": f"bytes */{len(self.body)}"})
        return replace(
            self.with_headers(content_range=f"bytes {start}-{end}/{len(self.body)}"),
            status=206,
            body=self.body[start : end + 1],
        )

    def head(self) -> bytes:
        try:
            reason = HTTPStatus(self.status).phrase
        except ValueError:
            reason = "Unassigned"
        headers = {"content-length": str(len(self.body)), **self.headers}
        lines = [f"HTTP/1.1 {self.status} {reason}"]
        lines += [
            f"{name}: {one}"
            for name, value in headers.items()
            for one in value.split("\n")
            if name != "content-length" or value != UNSAID
        ]
        return "\r\n".join([*lines, "", ""]).encode("latin-1")


UNSAID = "unsaid"
"""As a content-length: the length is kept from the client, who reads until the connection ends."""

NOT_FOUND = Response(404, b"not found", {"content-type": "text/plain"})


def document(value: Any, status: int = 200) -> Response:
    """A JSON answer."""
    return Response(status, json.dumps(value).encode(), {"content-type": "application/json"})


def page(html: str, status: int = 200) -> Response:
    """An HTML answer."""
    return Response(status, html.encode(), {"content-type": "text/html; charset=utf-8"})


def file(body: bytes, content_type: str) -> Response:
    """A file, of which parts can be asked for."""
    return Response(200, body, {"content-type": content_type, "accept-ranges": "bytes"})


def redirect(to: str, status: int = 302) -> Response:
    return Response(status, headers={"location": to})


def gzipped(response: Response) -> Response:
    return replace(
        response.with_headers(content_encoding="gzip"), body=gzip.compress(response.body, mtime=0)
    )


async def read_head(reader: asyncio.StreamReader) -> tuple[str, str, dict[str, str]] | None:
    """Method, target and headers of the next request, or None where the client has left."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ")
    pairs = (line.partition(":") for line in lines if line)
    return method, target, {name.strip().lower(): value.strip() for name, _, value in pairs}


async def read_body(reader: asyncio.StreamReader, headers: Mapping[str, str]) -> bytes:
    """The request's body, whether its length is told or it comes in chunks."""
    if headers.get("transfer-encoding", "").lower() != "chunked":
        return await reader.readexactly(min(int(headers.get("content-length", "0")), MOST_BODY))
    body = b""
    while size := int((await reader.readline()).split(b";")[0], 16):
        body += await reader.readexactly(min(size, MOST_BODY))
        await reader.readline()
    await reader.readline()
    return body
