"""The body of a response comes in with patience, with progress, and never beyond a limit."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Final, TypeVar

import aiohttp

from adapters.fetchers.http_status import failure_of_status
from adapters.fetchers.media_type import file_name
from adapters.fetchers.onto_disk import OntoDisk
from application.ports.egress import REFUSED_STATUS
from application.ports.telling import Telling
from application.ports.workspace import Room
from domain.failures import ConnectionLost, DownloadTimedOut, FetchFailure
from domain.items import Found
from domain.media import MediaFile
from domain.outcome import Failure, Outcome, Success
from domain.progress import Fetching

T = TypeVar("T")

PROGRESS_EVERY: Final = 0.5
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Until when the fetch may run, and how long a byte may be waited for."""

    total: float
    idle: float
    deadline: float

    @classmethod
    def started(cls, room: Room) -> "Clock":
        """It runs from now on."""
        seconds = room.budget.seconds
        return cls(seconds, room.budget.idle_seconds, asyncio.get_running_loop().time() + seconds)

    async def wait(self, step: Awaitable[T]) -> Outcome[T, FetchFailure]:
        """The outcome of one step on the network."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout_at(min(self.deadline, loop.time() + self.idle)):
                return Success(await step)
        except TimeoutError:
            over = loop.time() >= self.deadline
            return Failure(DownloadTimedOut(after=self.total if over else self.idle))
        except aiohttp.ClientHttpProxyError as refused:
            inwards = refused.status == REFUSED_STATUS
            return Failure(failure_of_status(refused.status) if inwards else ConnectionLost())
        except (aiohttp.ClientError, OSError):
            return Failure(ConnectionLost())


@dataclass(frozen=True, slots=True)
class Opened:
    """A response whose first bytes are here."""

    found: Found
    content: aiohttp.StreamReader
    head: bytes
    clock: Clock


async def receive(opened: Opened, room: Room, tell: Telling) -> Outcome[MediaFile, FetchFailure]:
    """The whole body as a file of the room; the limits are kept on the bytes that really come."""
    path = room.work / file_name(opened.found.url or "")
    allowed = room.budget.bytes_per_file
    async with OntoDisk.opened(room.folder / path, allowed=allowed) as disk:
        match disk:
            case Failure(no_room):
                return Failure(no_room)
            case Success(onto):
                match await _pour(opened, onto, tell):
                    case Failure(failure):
                        return Failure(failure)
                    case Success():
                        pass
    metadata = opened.found.metadata
    return await room.take(path, filename=metadata.title if metadata is not None else None)


async def _pour(opened: Opened, onto: OntoDisk, tell: Telling) -> Outcome[None, FetchFailure]:
    loop = asyncio.get_running_loop()
    began = shown = loop.time()
    chunk = opened.head
    while chunk:
        match await onto.write(chunk):
            case Failure(failure):
                return Failure(failure)
            case Success():
                pass
        if loop.time() - shown >= PROGRESS_EVERY:
            shown = loop.time()
            tell.progress(
                Fetching(
                    item=1,
                    of=1,
                    done_bytes=onto.size,
                    total_bytes=opened.found.size_bytes,
                    bytes_per_second=onto.size / (shown - began),
                )
            )
        match await opened.clock.wait(opened.content.readany()):
            case Failure(lost):
                return Failure(lost)
            case Success(chunk):
                pass
    return Success(None)
