"""yt-dlp driven either way: one child a link, one extraction a video."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, final

from adapters.cells.cell import Cell
from adapters.cells.cells import Cells
from adapters.fetchers.cell_endings import failure_of_cell
from adapters.fetchers.cell_limits import limits_of
from adapters.fetchers.fences import fence_of
from adapters.fetchers.mux import Mux
from adapters.fetchers.one_after_another import OneAfterAnother
from adapters.fetchers.silence import Silence
from adapters.fetchers.visitor import Visitor
from adapters.fetchers.way import Way
from adapters.fetchers.yt_dlp.javascript import runtimes
from adapters.fetchers.yt_dlp.options import for_job
from adapters.fetchers.yt_dlp.retelling import Retelling
from adapters.fetchers.yt_dlp.words import TOOL
from application.ports.fetcher import Fetcher
from application.ports.telling import Telling
from application.ports.workspace import Room
from domain.failures import ExternalToolFailed, FetchFailure, NothingThere, TooMany
from domain.items import Origin
from domain.limits import Aim
from domain.look import Look
from domain.outcome import Failure, Outcome, Success
from domain.request import MediaRequest

WAYS: Final[Mapping[Way, Cell]] = {
    "api": Cell(
        entry="adapters.fetchers.yt_dlp.inside:library",
        preload=("adapters.fetchers.yt_dlp.inside", "adapters.fetchers.yt_dlp.inside_loaded"),
        way="forked",
    ),
    "cli": Cell(entry="adapters.fetchers.yt_dlp.inside:command", way="command"),
}
NO_PLUGINS: Final = {"YTDLP_NO_PLUGINS": "1"}
"""`--no-plugin-dirs` is for the command: the class would load what lies in the job's folder."""


@final
@dataclass(frozen=True, slots=True)
class YtDlp(Fetcher):
    """What one process knows of the tool; `generic` lets it try pages of unknown sites."""

    way: Way
    cells: Cells
    visitor: Visitor
    generic: bool = False

    async def look(self, request: MediaRequest, *, room: Room) -> Outcome[Look, FetchFailure]:
        """What a job would take, and in which renditions; nothing is downloaded."""
        said = self._retelling(request, room, None, Silence())
        said.downloads = False
        left_out: TooMany | None = None
        match await self._run(said):
            case Failure(TooMany() as more):
                left_out = more
            case Failure(failure):
                return Failure(failure)
            case Success():
                pass
        return Success(
            Look(
                metadata=said.metadata,
                items=tuple(said.items.found),
                renditions=said.offered,
                left_out=left_out,
            )
        )

    async def fetch(
        self, request: MediaRequest, *, room: Room, aim: Aim | None, tell: Telling
    ) -> Outcome[Origin, FetchFailure]:
        """Every video that is wanted, one after the other."""
        said = self._retelling(request, room, aim, tell)
        match await self._run(said):
            case Failure(failure):
                await said.items.end(Failure(failure))
                return Failure(failure)
            case Success():
                await said.items.end(Failure(ExternalToolFailed(tool=TOOL)))
                metadata = said.metadata and said.metadata.with_files(said.items.files)
                return Success(Origin(metadata=metadata, method=self.way, engine=TOOL))

    def _retelling(
        self, request: MediaRequest, room: Room, aim: Aim | None, tell: Telling
    ) -> Retelling:
        items = OneAfterAnother(tell, room.budget.disk_bytes, room.budget.items)
        return Retelling(request, self.way, room, aim, items, Mux(self.cells))

    async def _run(self, said: Retelling) -> Outcome[None, FetchFailure]:
        room, request = said.room, said.request
        folder, most = room.folder / room.work, room.budget.items
        visitor = self.visitor
        async with visitor.cookies_for(request.link, folder) as lent:
            job: dict[str, Any] = {
                "url": request.link.url,
                "most": most,
                "looks": not said.downloads,
                "options": for_job(room, request, visitor=visitor, lent=lent, generic=self.generic),
            }
            ended = await self.cells.run(
                WAYS[self.way],
                job,
                folder=folder,
                limits=limits_of(room),
                env={**visitor.environment, **NO_PLUGINS},
                fence=fence_of(room, visitor, runs=runtimes(request.link.site)),
                hear=said.hear,
                answer=said.answer,
            )
        match ended:
            case Failure(ending):
                return Failure(failure_of_cell(ending, tool=TOOL))
            case Success({"failed": str(words)}):
                return Failure(said.why(words))
            case Success({"failed": None}):
                if said.failure is not None:
                    return Failure(said.failure)
                if (said.listed or 0) > most:
                    return Failure(TooMany(allowed=most))
                return Success(None) if said.items.found else Failure(NothingThere())
            case Success(other):
                return Failure(ExternalToolFailed(tool=TOOL, words=str(other)[:4000]))
