"""What a child with yt-dlp says of a video, told on as items; here it is decided what is taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any, TypeAlias, final

from adapters.cells.json_value import NONSENSE
from adapters.fetchers.choosing import most_bytes
from adapters.fetchers.http_status import opens_again
from adapters.fetchers.mux import Mux
from adapters.fetchers.one_after_another import OneAfterAnother
from adapters.fetchers.yt_dlp.choosing import NOTHING, Taking, choose
from adapters.fetchers.yt_dlp.formats import renditions_of
from adapters.fetchers.yt_dlp.metadata import key_of, metadata_of
from adapters.fetchers.yt_dlp.words import TOOL, by_another, failure_of
from application.ports.workspace import Room
from domain import names
from domain.failures import (
    Corrupt,
    DownloadTimedOut,
    ExternalToolFailed,
    FetchFailure,
    RateLimited,
    TooLarge,
)
from domain.items import Found
from domain.limits import Aim
from domain.link import speaks_for
from domain.media import MediaFile, MediaKind
from domain.metadata import AnyMetadata, Method
from domain.outcome import Failure, Outcome, Success
from domain.progress import Fetching
from domain.renditions import Rendition
from domain.request import MediaRequest

Info: TypeAlias = Mapping[str, Any]


@final
@dataclass(slots=True)
class Retelling:
    """One conversation with a child."""

    request: MediaRequest
    method: Method
    room: Room
    aim: Aim | None
    items: OneAfterAnother
    mux: Mux
    metadata: AnyMetadata | None = None
    """Of the video, or of the playlist."""
    failure: FetchFailure | None = None
    """Why there is nothing, where the link is of one video."""
    listed: int | None = None
    """Entries of a playlist."""
    offered: tuple[Rendition, ...] = ()
    """Of the first video."""
    rate_limited: RateLimited | None = None
    """As a site said that was asked for what is looked at now."""
    downloads: bool = True
    _taking: Taking = NOTHING

    def hear(self, event: Any) -> None:  # noqa: ANN401 - a line of JSON
        """Take notice of what needs no answer; a line that makes no sense is as none."""
        self.items.show(lambda: self._noticed(event))

    async def answer(self, event: Any) -> str | None:  # noqa: ANN401 - a line of JSON
        """Tell an item while the child waits: what it is to download next, if anything."""
        match event:
            case {"found": int(number), "info": dict(info)} if not self.items.is_full:
                return await self._begin(number, info, event.get("failed"))
            case {"arrived": [*paths]} if self.items.open is not None:
                return await self._arrived(self.items.open, [str(path) for path in paths])
            case {"failed": str(words)}:
                await self.items.end(Failure(self.why(words)))
            case _:
                pass
        return None

    def why(self, words: str) -> FetchFailure:
        """The failure behind the words, with the numbers that they do not say."""
        budget = self.room.budget
        if "File too large" in words:  # EFBIG: the system's limit on a file
            return TooLarge(allowed=budget.bytes_per_file)
        if "timed out" in words:
            return DownloadTimedOut(after=budget.idle_seconds)
        failure = failure_of(words)
        match failure, self.rate_limited:
            case RateLimited() | ExternalToolFailed(), RateLimited() as told:
                return told  # of YouTube, yt-dlp says only that it got nothing
            case RateLimited(), None:
                return RateLimited(by=by_another(words, self.request.link.site))
            case _:
                return failure

    def _noticed(self, event: Any) -> Fetching | None:  # noqa: ANN401 - a line of JSON
        match event:
            case {"post": dict(info), "entries": int(listed) | (None as listed)}:
                self.listed = listed
                self.metadata = self._metadata(info)
            case {"refused": 429, "host": str(host), "retry_after": after, "reset": reset}:
                until = opens_again(after, reset, now=datetime.now(UTC))
                by = None if speaks_for(host, self.request.link) else host
                self.rate_limited = RateLimited(until=until, by=by)
            case {"progress": [int(done), total, rate]} if self.items.open is not None:
                return Fetching(
                    item=self.items.open.number,
                    of=self.listed or 1,
                    done_bytes=done,
                    total_bytes=total and int(total),
                    bytes_per_second=rate,
                )
            case _:
                pass
        return None

    async def _begin(self, number: int, info: Info, words: str | None) -> str | None:
        if not self.request.wants(number):  # a single video is told whatever is asked for
            return None
        formats = info.get("formats") or ()
        try:
            chosen = self._chosen(info) if words is None else Failure(self.why(words))
            taken = chosen.value_or(None)
            found = self._found(number, info, taken[0] if taken else None)
            if taken and not self.items.found:
                self.offered = renditions_of(formats, duration=info.get("duration"))
        except NONSENSE as nonsense:
            self.failure = ExternalToolFailed(tool=TOOL, words=repr(nonsense))
            return None
        match chosen:
            case Failure(failure) if self.listed is None:
                self.failure = failure
                return None
            case Failure(failure):
                await self._find(found)
                await self.items.end(Failure(failure))
                return None
            case Success(choices):
                await self._find(found)
                seconds = info.get("duration") or None
                most = most_bytes(self.request, aim=self.aim, seconds=seconds)
                self._taking = Taking(choices, formats, most=most)
                return self._taking.next() if self.downloads else None

    def _chosen(self, info: Info) -> Outcome[tuple[Rendition, ...], FetchFailure]:
        budget = self.room.budget
        return choose(info, request=self.request, aim=self.aim, budget=budget)

    def _found(self, number: int, info: Info, taken: Rendition | None) -> Found:
        return Found(
            key=key_of(info, number),
            number=number,
            metadata=self._metadata(info, taken),
            kind=MediaKind.AUDIO if taken is not None and taken.is_sound else MediaKind.VIDEO,
            size_bytes=None if taken is None else taken.size_bytes,
            url=info.get("webpage_url"),
        )

    async def _find(self, found: Found) -> None:
        if self.listed is None:
            self.metadata = found.metadata
        await self.items.begin(found)

    async def _arrived(self, found: Found, paths: Sequence[str]) -> str | None:
        came = await self._file(found, paths)
        match came:
            case Success(file) if self._taking.is_too_large(file.size_bytes):
                if lower := self._taking.next():
                    return lower
            case _:
                pass
        await self.items.end(came)
        return None

    async def _file(self, found: Found, paths: Sequence[str]) -> Outcome[MediaFile, FetchFailure]:
        """One file of what was downloaded; a plain file is left as it is, byte for byte."""
        if not paths or not Path(paths[0]).is_relative_to(self.room.folder):
            return Failure(Corrupt())
        name = None
        if found.metadata is not None:
            name = names.readable(found.metadata, found.number if self.listed else None)
        if self._taking.is_whole:
            path = PurePosixPath(paths[0]).relative_to(self.room.folder)
            return await self.room.take(path, filename=name)
        match await self.mux(
            paths, into=f"joined-{found.number:03}-{self._taking.number}", room=self.room
        ):
            case Failure(failure):
                return Failure(failure)
            case Success(joined):
                return await self.room.take(joined, filename=name)

    def _metadata(self, info: Info, taken: Rendition | None = None) -> AnyMetadata:
        return metadata_of(
            info, link=self.request.link, method=self.method, now=datetime.now(UTC), taken=taken
        )
