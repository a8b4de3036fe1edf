"""What a child with gallery-dl says of a post, told on as items."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any, Final, TypeAlias, final

from adapters.cells.json_value import NONSENSE
from adapters.fetchers.choosing import most_bytes
from adapters.fetchers.gallery_dl.metadata import (
    alt_text,
    key_of,
    kind_of_file,
    metadata_of,
    names_a_post,
    size_of,
)
from adapters.fetchers.gallery_dl.variants import (
    place_of_smallest,
    places_in_order,
    renditions_of,
)
from adapters.fetchers.gallery_dl.words import failure_of
from adapters.fetchers.http_status import opens_again
from adapters.fetchers.media_type import MANIFESTS
from adapters.fetchers.one_after_another import OneAfterAnother
from adapters.fetchers.one_stream import OneStream
from application.ports.workspace import Room
from domain import names
from domain.failures import CannotFit, Corrupt, FetchFailure, RateLimited
from domain.items import Found
from domain.link import speaks_for
from domain.media import MediaFile
from domain.metadata import AnyMetadata, Method
from domain.outcome import Failure, Outcome, Success
from domain.progress import Fetching
from domain.renditions import Rendition

_log = logging.getLogger(__name__)

Keywords: TypeAlias = Mapping[str, Any]

Order: TypeAlias = dict[str, Any]
"""What to do about a film in several sizes: the `places` of those to take, the next where one came
with more than `most` bytes; `wanted` is False of a film that is found but not to be downloaded."""

STREAM: Final = "ytdl:"
"""How gallery-dl marks an address that is for yt-dlp."""


@final
@dataclass(slots=True)
class Retelling:
    """One conversation with a child; what is told here is in the order of the post."""

    url: str
    method: Method
    room: Room
    items: OneAfterAnother
    streams: OneStream
    downloads: bool = True
    """False: it only looks, and what is said to have arrived is not there."""
    metadata: AnyMetadata | None = None
    """Of the first post that was told."""
    renditions: tuple[Rendition, ...] = ()
    """Of the first film that is offered in several sizes."""
    rate_limited: RateLimited | None = None
    _keywords: Keywords = field(default_factory=dict)
    _given_name: str | None = None
    """As the operator's configuration shapes it."""
    _of: int | None = None
    _threads: dict[int, int] = field(default_factory=dict)
    _refused: dict[str, CannotFit] = field(default_factory=dict)
    """Films that cannot be made to fit, by the address under which they will be found."""

    def hear(self, event: Any) -> None:  # noqa: ANN401 - a line of JSON
        """Take notice of what needs no answer; a line that makes no sense is as none."""
        self.items.show(lambda: self._noticed(event))

    def _noticed(self, event: Any) -> Fetching | None:  # noqa: ANN401 - a line of JSON
        match event:
            case {"post": dict(keywords)}:
                self._of = keywords.get("count") or None
                self._place_in_thread(keywords)
                if self.metadata is None or event.get("asked"):
                    self.metadata = self._metadata(keywords)
            case {"progress": [int(done), total, rate]}:
                return Fetching(
                    item=self.items.open and self.items.open.number,
                    of=self._of,
                    done_bytes=done,
                    total_bytes=total,
                    bytes_per_second=rate,
                )
            case {"answered": 429, "host": str(host), "retry_after": after, "reset": reset}:
                until = opens_again(after, reset, now=datetime.now(UTC))
                by = None if speaks_for(host, self.streams.request.link) else host
                self.rate_limited = RateLimited(until=until, by=by)
            case _:
                pass
        return None

    async def answer(self, event: Any) -> Order | None:  # noqa: ANN401 - a line of JSON
        """Tell an item while the child waits; of variants: which of them to take."""
        match event:
            case {"variants": [*variants], "milliseconds": milliseconds}:
                return self._chosen(variants, milliseconds)
            case {"found": int(number), "keywords": dict(keywords)} if not self.items.is_full:
                try:
                    found = self._found(number, keywords)
                except NONSENSE as nonsense:
                    _log.warning("an item that makes no sense is left out: %r", nonsense)
                    return None
                if keywords.get("comment"):
                    self.metadata = found.metadata
                self._keywords = keywords
                self._given_name = event.get("name")
                await self.items.begin(found)
            case {"arrived": str(path)} if self.items.open is not None and self.downloads:
                await self.items.end(await self._taken(PurePosixPath(path), self.items.open))
            case {"failed": [*words]} if self.items.open is not None:
                said = [str(line) for line in words]
                await self.items.end(await self._failed(said, self.items.open))
            case _:
                pass
        return None

    def _chosen(self, variants: Sequence[Any], milliseconds: Any) -> Order:  # noqa: ANN401 - JSON
        request, aim = self.streams.request, self.streams.aim
        try:
            seconds = float(milliseconds) / 1000 if milliseconds else None
            offered = renditions_of(variants, seconds=seconds)
            most = most_bytes(request, aim=aim, seconds=seconds)
            chosen = places_in_order(
                offered, seconds=seconds, request=request, aim=aim, budget=self.room.budget
            )
        except NONSENSE as nonsense:
            _log.warning("of sizes that make no sense the first is taken: %r", nonsense)
            return {"places": [0]}
        self.renditions = self.renditions or offered
        match chosen:
            case Success(places):
                return {"places": list(places), "most": most}
            case Failure(refused):
                place = place_of_smallest(offered)
                self._refused[str(variants[place]["url"])] = refused
                return {"places": [place], "wanted": False}

    def _found(self, number: int, keywords: Keywords) -> Found:
        comes = keywords.get("source_url") not in self._refused
        return Found(
            key=key_of(keywords, number),
            number=number,
            metadata=self._metadata(keywords),
            kind=kind_of_file(keywords),
            size_bytes=size_of(keywords) if comes else None,  # it takes no room
            url=str(keywords.get("source_url", "")).removeprefix(STREAM) or None,
            description=alt_text(keywords),
        )

    async def _taken(self, path: PurePosixPath, found: Found) -> Outcome[MediaFile, FetchFailure]:
        """A playlist under a video's name is a stream: X has posts that are nothing else."""
        if path.suffix.lstrip(".") in MANIFESTS:
            return await self.streams.fetch(found, tell=self.items.tell)
        if not path.is_relative_to(self.room.folder):
            return Failure(Corrupt())
        return await self.room.take(
            path.relative_to(self.room.folder),
            filename=self._name(found),
            description=found.description,
        )

    async def _failed(self, words: Sequence[str], found: Found) -> Outcome[MediaFile, FetchFailure]:
        if refused := self._refused.get(found.url or ""):
            return Failure(refused)
        if str(self._keywords.get("source_url")).startswith(STREAM):
            return await self.streams.fetch(found, tell=self.items.tell)
        return Failure(self.failure(4, words))

    def _name(self, found: Found) -> str | None:
        if self._given_name or found.metadata is None:
            return self._given_name
        return names.readable(found.metadata, self._keywords.get("num") or None)

    def failure(self, code: int, words: Sequence[str]) -> FetchFailure:
        """Why, with the time when the site wants us back, if it said so."""
        budget = self.room.budget
        failure = failure_of(code, words, allowed=budget.bytes_per_file)
        if isinstance(failure, RateLimited) and self.rate_limited is not None:
            return self.rate_limited
        return failure

    def _metadata(self, keywords: Keywords) -> AnyMetadata:
        if self.metadata is not None and not names_a_post(keywords):
            return self.metadata  # a file that a post links to
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
