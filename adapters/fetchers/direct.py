"""Plain links to files need no extractor: one GET, with every limit kept while it runs."""

import asyncio
import hashlib
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from ssl import SSLContext, create_default_context
from typing import Final, final
from urllib.parse import urljoin

import aiohttp
from yarl import URL

from adapters.fetchers.http_status import failure_of_status, retry_after
from adapters.fetchers.media_type import kind_of, name_of
from adapters.fetchers.receiving import Clock, Opened, receive
from adapters.fetchers.visitor import Visitor
from application.ports.fetcher import Fetcher
from application.ports.telling import Telling
from application.ports.workspace import Room
from domain.failures import (
    Corrupt,
    FetchFailure,
    NotFound,
    NothingThere,
    TooLarge,
    UnsupportedUrl,
)
from domain.items import Arrived, Found, Origin, Skipped
from domain.limits import Aim
from domain.link import Admission, Link, admit, speaks_for
from domain.look import Look
from domain.metadata import OtherMetadata
from domain.outcome import Failure, Outcome, Success
from domain.request import MediaRequest

ENGINE: Final = "direct"
MAX_REDIRECTS: Final = 5
HTML: Final = (b"<!doctype html", b"<html", b"<head", b"<body")


@final
@dataclass(frozen=True, slots=True)
class Direct(Fetcher):
    """Fetches the one file behind a link; a page of HTML is `unsupported`, so that others try.

    Redirects are admitted by the same policy as the link itself.
    """

    admission: Admission
    visitor: Visitor

    async def look(self, request: MediaRequest, *, room: Room) -> Outcome[Look, FetchFailure]:
        """What the head of the response says."""
        async with AsyncExitStack() as stack:
            match await self._open(stack, request, room):
                case Failure(failure):
                    return Failure(failure)
                case Success(opened):
                    return Success(Look(metadata=opened.found.metadata, items=(opened.found,)))

    async def fetch(
        self, request: MediaRequest, *, room: Room, aim: Aim | None, tell: Telling
    ) -> Outcome[Origin, FetchFailure]:
        """Tell the one file; what breaks after its first bytes skips it."""
        del aim
        async with AsyncExitStack() as stack:
            match await self._open(stack, request, room):
                case Failure(failure):
                    return Failure(failure)
                case Success(opened):
                    await tell.item(opened.found)
                    match await receive(opened, room, tell):
                        case Success(file):
                            await tell.item(Arrived(key=opened.found.key, file=file))
                        case Failure(skipped):
                            await tell.item(Skipped(key=opened.found.key, failure=skipped))
                    metadata = opened.found.metadata
                    return Success(Origin(metadata=metadata, method="direct", engine=ENGINE))

    @asynccontextmanager
    async def _session(self) -> AsyncGenerator[aiohttp.ClientSession]:
        headers = {"Accept": "*/*", "Accept-Encoding": "identity"}
        if self.visitor.user_agent is not None:
            headers["User-Agent"] = self.visitor.user_agent
        async with aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                ssl=await asyncio.to_thread(_trust, self.visitor.ca_file)
            ),
            headers=headers,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None),
            auto_decompress=False,  # a megabyte can unpack to gigabytes, and this is no child
        ) as session:
            yield session

    async def _open(
        self, stack: AsyncExitStack, request: MediaRequest, room: Room
    ) -> Outcome[Opened, FetchFailure]:
        """The response after all redirects; the stack closes it."""
        if not request.wants(1):
            return Failure(NothingThere())
        session = await stack.enter_async_context(self._session())
        clock = Clock.started(room)
        proxy = room.egress.url if room.egress is not None else None
        url = request.link.url
        for _ in range(MAX_REDIRECTS + 1):
            ask = session.get(_sent(url), proxy=proxy, allow_redirects=False)
            match await clock.wait(ask):
                case Failure(failure):
                    return Failure(failure)
                case Success(response):
                    stack.callback(response.close)
            match response.status:
                case status if status < 300:
                    return await _begin(response, request, room, clock)
                case status if status < 400:
                    match admit(_where_to(response, url), self.admission):
                        case Failure(refused):
                            return Failure(refused)
                        case Success(link):
                            url = link.url
                case status:
                    now = datetime.now(UTC)
                    until = retry_after(response.headers.get("Retry-After"), now=now)
                    host = Link(url=url).host
                    by = None if speaks_for(host, request.link) else host
                    return Failure(failure_of_status(status, until, by=by))
        return Failure(NotFound())


@cache
def _trust(ca_file: Path | None) -> SSLContext:
    """Read once: each of the two stores takes some 15 milliseconds."""
    context = create_default_context()
    if ca_file is not None:
        context.load_verify_locations(cafile=ca_file)
    return context


def _sent(url: str) -> URL:
    """As it was written, for it may be signed; what is not ASCII is escaped, as in a browser."""
    return URL(url, encoded=url.isascii())


def _where_to(response: aiohttp.ClientResponse, url: str) -> str:
    """As the redirect says; as it was written, to be refused, where that is no address."""
    location = response.headers.get("Location", "")
    try:
        return urljoin(url, location)
    except ValueError:
        return location


async def _begin(
    response: aiohttp.ClientResponse, request: MediaRequest, room: Room, clock: Clock
) -> Outcome[Opened, FetchFailure]:
    size, allowed = response.content_length, room.budget.bytes_per_file
    if response.content_type in ("text/html", "application/xhtml+xml"):
        return Failure(UnsupportedUrl())
    if size is not None and size > allowed:
        return Failure(TooLarge(bytes=size, allowed=allowed))
    match await clock.wait(response.content.readany()):
        case Failure(failure):
            return Failure(failure)
        case Success(b""):
            return Failure(NothingThere())
        case Success(head) if head.lstrip().lower().startswith(HTML):
            return Failure(Corrupt())
        case Success(head):
            url = request.link.url
            name = name_of(url)
            metadata = OtherMetadata(
                url=url,
                title=name,
                files=(name,) if name is not None else (),
                file_size_bytes=size,
                download_timestamp=datetime.now(UTC),
                download_method="direct",
            )
            found = Found(
                key=f"{ENGINE}:{hashlib.sha256(url.encode()).hexdigest()[:16]}:1",
                number=1,
                metadata=metadata,
                kind=kind_of(response.content_type, url),
                size_bytes=size,
                url=str(response.url),
            )
            return Success(Opened(found=found, content=response.content, head=head, clock=clock))
