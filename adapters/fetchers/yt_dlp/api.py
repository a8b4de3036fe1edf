"""yt-dlp in a fork of a server that has it loaded."""

from dataclasses import dataclass
from typing import Final, final

from adapters.cells.cell import Cell
from adapters.fetchers.way import Way
from adapters.fetchers.yt_dlp.tool import YtDlp
from application.ports.fetcher import Fetcher
from application.ports.telling import Telling
from application.ports.workspace import Room
from domain.failures import FetchFailure
from domain.items import Origin
from domain.limits import Aim
from domain.look import Look
from domain.outcome import Outcome
from domain.request import MediaRequest

WAY: Final = Way(
    cell=Cell(
        entry="adapters.fetchers.yt_dlp.inside:library",
        preload=("adapters.fetchers.yt_dlp.inside", "adapters.fetchers.yt_dlp.inside_loaded"),
        way="forked",
    ),
    method="api",
)


@final
@dataclass(frozen=True, slots=True)
class YtDlpApi(Fetcher):
    """Videos and sound, from more sites than anything else."""

    tool: YtDlp

    async def look(self, request: MediaRequest, *, room: Room) -> Outcome[Look, FetchFailure]:
        """One extraction, nothing downloaded."""
        return await self.tool.look(WAY, request, room)

    async def fetch(
        self, request: MediaRequest, *, room: Room, aim: Aim | None, tell: Telling
    ) -> Outcome[Origin, FetchFailure]:
        """One extraction; of each video the best that fits."""
        return await self.tool.fetch(WAY, request, room, aim, tell)
