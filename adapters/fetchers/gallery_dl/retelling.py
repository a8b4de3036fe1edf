"""What a child with gallery-dl says of a post, told on as items."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath
from typing import Any, Final, TypeAlias, final

from adapters.fetchers.gallery_dl.metadata import (
    alt_text,
    key_of,
    kind_of_file,
    metadata_of,
    readable_name,
)
from adapters.fetchers.gallery_dl.words import failure_of
from adapters.fetchers.http_status import retry_after
from adapters.fetchers.media_type import MANIFESTS
from adapters.fetchers.one_stream import OneStream
from application.ports.telling import Telling
from application.ports.workspace import Room
from domain.failures import Corrupt, ExternalToolFailed, FetchFailure, RateLimited
from domain.items import Arrived, Found, Skipped
from domain.media import MediaFile
from domain.metadata import AnyMetadata, Method
from domain.outcome import Failure, Outcome, Success
from domain.progress import Fetching

Keywords: TypeAlias = Mapping[str, Any]

STREAM: Final = "ytdl:"
"""How gallery-dl marks an address that is for yt-dlp."""


@final
@dataclass(slots=True)
class Retelling:
    """One conversation with a child; what is told here is in the order of the post."""

    url: str
    method: Method
    room: Room
    tell: Telling
    streams: OneStream
    downloads: bool = True
    """False: it only looks, and what is said to have arrived is not there."""
    metadata: AnyMetadata | None = None
    """Of the first post that was told."""
    found: list[Found] = field(default_factory=list)
    files: list[MediaFile] = field(default_factory=list)
    rate_limited: RateLimited | None = None
    _open: tuple[Found, Keywords] | None = None
    _of: int | None = None
    _threads: dict[int, int] = field(default_factory=dict)

    def hear(self, event: Any) -> None:  # noqa: ANN401 - a line of JSON
        """Take notice of what needs no answer."""
        match event:
            case {"post": dict(keywords)}:
                self._of = keywords.get("count") or None
                self._place_in_thread(keywords)
                self.metadata = self.metadata or self._metadata(keywords)
            case {"progress": [int(done), total, rate]}:
                self.tell.progress(
                    Fetching(
                        item=self._open[0].number if self._open is not None else None,
                        of=self._of,
                        done_bytes=done,
                        total_bytes=total,
                        bytes_per_second=rate,
                    )
                )
            case {"answered": 429, "retry_after": after, "reset": reset}:
                self.rate_limited = RateLimited(until=_until(after, reset))
            case _:
                pass

    async def answer(self, event: Any) -> None:  # noqa: ANN401 - a line of JSON
        """Tell an item while the child waits."""
        match event:
            case {"found": int(number), "keywords": dict(keywords)}:
                found = Found(
                    key=key_of(keywords, number),
                    number=number,
                    metadata=self._metadata(keywords),
                    kind=kind_of_file(keywords),
                    url=str(keywords.get("source_url", "")).removeprefix(STREAM) or None,
                    description=alt_text(keywords),
                )
                self._open = found, keywords
                self.found.append(found)
                await self.tell.item(found)
            case {"arrived": str(path)} if self._open is not None and self.downloads:
                await self._close(await self._taken(PurePosixPath(path), *self._open))
            case {"failed": [*words]} if self._open is not None:
                await self._close(await self._failed(words, *self._open))
            case _:
                pass

    async def settle(self, failure: FetchFailure | None) -> None:
        """Close the item that was being fetched when the child ended."""
        await self._close(Failure(failure or ExternalToolFailed(tool="gallery-dl")))

    async def _close(self, came: Outcome[MediaFile, FetchFailure]) -> None:
        if self._open is None:
            return
        key, self._open = self._open[0].key, None
        match came:
            case Success(file):
                self.files.append(file)
                await self.tell.item(Arrived(key=key, file=file))
            case Failure(failure):
                await self.tell.item(Skipped(key=key, failure=failure))

    async def _taken(
        self, path: PurePosixPath, found: Found, keywords: Keywords
    ) -> Outcome[MediaFile, FetchFailure]:
        """A playlist under a video's name is a stream: X has posts that are nothing else."""
        if path.suffix.lstrip(".") in MANIFESTS:
            return await self.streams.fetch(found, tell=self.tell)
        if not path.is_relative_to(self.room.folder):
            return Failure(Corrupt())
        return await self.room.take(
            path.relative_to(self.room.folder),
            filename=readable_name(keywords, path.suffix),
            description=found.description,
        )

    async def _failed(
        self, words: Sequence[str], found: Found, keywords: Keywords
    ) -> Outcome[MediaFile, FetchFailure]:
        if str(keywords.get("source_url")).startswith(STREAM):
            return await self.streams.fetch(found, tell=self.tell)
        return Failure(self.failure(4, words))

    def failure(self, code: int, words: Sequence[str]) -> FetchFailure:
        """Why, with the time when the site wants us back, if it said so."""
        budget = self.room.budget
        failure = failure_of(code, words, allowed=min(budget.file_bytes, budget.disk_bytes))
        if isinstance(failure, RateLimited) and self.rate_limited is not None:
            return self.rate_limited
        return failure

    def _metadata(self, keywords: Keywords) -> AnyMetadata:
        return metadata_of(
            keywords,
            url=self.url,
            method=self.method,
            now=datetime.now(UTC),
            thread_position=self._threads.get(keywords.get("tweet_id", 0)),
        )

    def _place_in_thread(self, keywords: Keywords) -> None:
        """The first post of a conversation is 1, who answers number n of his own is n + 1."""
        post, before = keywords.get("tweet_id"), keywords.get("reply_id")
        if post is None:
            return
        if post == keywords.get("conversation_id") and not before:
            self._threads[post] = 1
        elif before in self._threads:
            self._threads[post] = self._threads[before] + 1


def _until(after: str | None, reset: str | None) -> datetime | None:
    """When the site opens again: HTTP's header, or X's, which counts seconds since 1970."""
    if reset is not None and reset.isdecimal():
        return datetime.fromtimestamp(0, UTC) + timedelta(seconds=int(reset))
    return retry_after(after, now=datetime.now(UTC))
