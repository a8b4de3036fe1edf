"""gallery-dl driven either way: one child a link, one extraction."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, final

from adapters.cells.cell import Cell
from adapters.cells.cells import Cells
from adapters.fetchers.cell_endings import failure_of_cell
from adapters.fetchers.cell_limits import limits_of
from adapters.fetchers.fences import fence_of
from adapters.fetchers.gallery_dl.config import GalleryDLConfig
from adapters.fetchers.gallery_dl.focus import focus_of
from adapters.fetchers.gallery_dl.options import for_job
from adapters.fetchers.gallery_dl.retelling import Retelling
from adapters.fetchers.gallery_dl.words import TOOL, failure_in
from adapters.fetchers.one_after_another import OneAfterAnother
from adapters.fetchers.one_stream import OneStream
from adapters.fetchers.silence import Silence
from adapters.fetchers.visitor import Visitor
from adapters.fetchers.way import Way
from application.ports.fetcher import Fetcher
from application.ports.telling import Telling
from application.ports.workspace import Room
from domain.failures import ExternalToolFailed, FetchFailure, NothingThere, TooMany
from domain.items import Origin
from domain.limits import Aim
from domain.link import Admission
from domain.look import Look
from domain.outcome import Failure, Outcome, Success
from domain.request import MediaRequest

WAYS: Final[Mapping[Way, Cell]] = {
    "api": Cell(
        entry="adapters.fetchers.gallery_dl.inside_library:library",
        preload=("adapters.fetchers.gallery_dl.inside_library",),
        way="forked",
    ),
    "cli": Cell(entry="adapters.fetchers.gallery_dl.inside_command:command", way="command"),
}
NOTHING_SAID: Final = GalleryDLConfig()


@final
@dataclass(frozen=True, slots=True)
class GalleryDl(Fetcher):
    """What one process knows of the tool; `streams` fetches what gallery-dl leaves to yt-dlp."""

    way: Way
    cells: Cells
    admission: Admission
    visitor: Visitor
    streams: Fetcher | None = None
    config: GalleryDLConfig = NOTHING_SAID

    async def look(self, request: MediaRequest, *, room: Room) -> Outcome[Look, FetchFailure]:
        """What a job would take; nothing is downloaded."""
        streams = OneStream(None, self.admission, request, room, None)
        items = OneAfterAnother(Silence(), room.budget.disk_bytes, room.budget.items)
        said = Retelling(request.link.url, self.way, room, items, streams, downloads=False)
        left_out: TooMany | None = None
        match await self._run(request, said):
            case Failure(TooMany() as more):
                left_out = more
            case Failure(failure):
                return Failure(failure)
            case Success():
                pass
        return Success(
            Look(
                metadata=said.metadata,
                items=tuple(items.found),
                renditions=said.renditions,
                left_out=left_out,
            )
        )

    async def fetch(
        self, request: MediaRequest, *, room: Room, aim: Aim | None, tell: Telling
    ) -> Outcome[Origin, FetchFailure]:
        """Every file that is wanted, one after the other.

        The child's folder is apart from that of streams: it may name any site, and is not to read
        the cookies that are lent for that one.
        """
        match room.within("post"):
            case Failure(full):
                return Failure(full)
            case Success(place):
                pass
        streams = OneStream(self.streams, self.admission, request, room, aim)
        items = OneAfterAnother(tell, room.budget.disk_bytes, room.budget.items)
        said = Retelling(request.link.url, self.way, place, items, streams)
        match await self._run(request, said):
            case Failure(failure):
                await items.end(Failure(failure))
                return Failure(failure)
            case Success():
                await items.end(Failure(ExternalToolFailed(tool=TOOL)))
                metadata = said.metadata and said.metadata.with_files(items.files)
                return Success(Origin(metadata=metadata, method=self.way, engine=TOOL))

    async def _run(self, request: MediaRequest, said: Retelling) -> Outcome[None, FetchFailure]:
        room = said.room
        folder = room.folder / room.work
        async with self.visitor.cookies_for(request.link, folder) as lent:
            focus = focus_of(request.link)
            job: dict[str, Any] = {
                "url": request.link.url,
                "site": request.link.site.value,
                "spans": _spans(request),
                "most": room.budget.items,
                "focus": focus,
                "names": self.config.names(),
                "config": for_job(
                    room,
                    folder=folder,
                    config=self.config,
                    download=said.downloads,
                    visitor=self.visitor,
                    lent=lent,
                    focus=focus,
                ),
            }
            ended = await self.cells.run(
                WAYS[self.way],
                job,
                folder=folder,
                limits=limits_of(room),
                env=self.visitor.environment,
                fence=fence_of(room, self.visitor),
                hear=said.hear,
                answer=said.answer,
            )
        match ended:
            case Failure(ending):
                return Failure(failure_of_cell(ending, tool=TOOL))
            case Success({"too_many": True}):
                return Failure(TooMany(allowed=room.budget.items))
            case Success({"code": int(code), "words": [*said_words]}):
                words = [str(line) for line in said_words]
                if said.items.found and (code == 0 or not words):
                    return Success(None)
                if code == 0:
                    return Failure(failure_in(words) or NothingThere())
                return Failure(said.failure(code, words))
            case Success(other):
                return Failure(ExternalToolFailed(tool=TOOL, words=str(other)[:4000]))


def _spans(request: MediaRequest) -> list[list[int | None]]:
    if request.items is not None:
        return [[span.first, span.last] for span in request.items.spans]
    return [[1, request.max_items]]
