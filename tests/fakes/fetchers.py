"""A fetcher that plays a script."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, final

from application.ports.fetcher import Fetcher
from application.ports.telling import Telling
from application.ports.workspace import Room
from domain.failures import FetchFailure
from domain.items import Arrived, Found, Origin, Skipped
from domain.limits import Aim
from domain.look import Look
from domain.metadata import OtherMetadata
from domain.outcome import Failure, Outcome, Success
from domain.progress import Fetching
from domain.request import MediaRequest
from tests.fakes.media import JPEG


@dataclass(frozen=True)
class Post:
    """One item of the script: a file of that many bytes, or its failure."""

    name: str
    size: int = 100
    fails: FetchFailure | None = None
    tells_size: bool = False
    """Whether its size is known before it arrives."""
    after: Callable[[], Awaitable[object]] | None = None
    """Waited for before the item arrives."""


Script: TypeAlias = Sequence[Post]


@final
@dataclass
class FakeFetcher(Fetcher):
    script: Script = (Post("a.jpg"),)
    ends: FetchFailure | None = None
    breaks: Exception | None = None
    nsfw: bool | None = None
    aims: list[Aim | None] = field(default_factory=list)
    calls: int = 0
    finished: bool = False

    async def look(self, request: MediaRequest, *, room: Room) -> Outcome[Look, FetchFailure]:
        self.calls += 1
        if self.ends is not None:
            return Failure(self.ends)
        items = tuple(
            Found(key=post.name, number=number, size_bytes=post.size)
            for number, post in enumerate(self.script, 1)
        )
        return Success(Look(metadata=self._metadata(request), items=items))

    async def fetch(
        self, request: MediaRequest, *, room: Room, aim: Aim | None, tell: Telling
    ) -> Outcome[Origin, FetchFailure]:
        self.calls += 1
        self.aims.append(aim)
        for number, post in enumerate(self.script, 1):
            await tell.item(
                Found(
                    key=post.name,
                    number=number,
                    metadata=self._metadata(request),
                    size_bytes=post.size if post.tells_size else None,
                )
            )
        for number, post in enumerate(self.script, 1):
            if post.after is not None:
                await post.after()
            tell.progress(Fetching(item=number, of=len(self.script), done_bytes=post.size))
            if post.fails is not None:
                await tell.item(Skipped(key=post.name, failure=post.fails))
                continue
            path = room.work / post.name
            (room.folder / path).write_bytes(JPEG.ljust(post.size, b"x")[: post.size])
            match await room.take(path):
                case Success(file):
                    await tell.item(Arrived(key=post.name, file=file))
                case Failure(failure):
                    await tell.item(Skipped(key=post.name, failure=failure))
        if self.breaks is not None:
            raise self.breaks
        self.finished = True
        if self.ends is not None:
            return Failure(self.ends)
        return Success(Origin(metadata=self._metadata(request), method="direct", engine="fake"))

    def _metadata(self, request: MediaRequest) -> OtherMetadata:
        return OtherMetadata(url=request.link.url, id="post", title="A post", nsfw=self.nsfw)


@final
@dataclass
class InTurn(Fetcher):
    """Another fetcher at each call; the last one stays."""

    fetchers: Sequence[Fetcher]
    requests: list[MediaRequest] = field(default_factory=list)
    rooms: list[Room] = field(default_factory=list)

    async def look(self, request: MediaRequest, *, room: Room) -> Outcome[Look, FetchFailure]:
        return await self._next(request, room).look(request, room=room)

    async def fetch(
        self, request: MediaRequest, *, room: Room, aim: Aim | None, tell: Telling
    ) -> Outcome[Origin, FetchFailure]:
        return await self._next(request, room).fetch(request, room=room, aim=aim, tell=tell)

    def _next(self, request: MediaRequest, room: Room) -> Fetcher:
        self.requests.append(request)
        self.rooms.append(room)
        return self.fetchers[min(len(self.requests), len(self.fetchers)) - 1]


@final
@dataclass
class AtOnce:
    """Work that takes a moment and counts how much of it goes on; `most` is the most there was."""

    most: int = 0
    _running: int = 0

    async def __call__(self) -> None:
        self._running += 1
        self.most = max(self.most, self._running)
        await asyncio.sleep(0.01)
        self._running -= 1
