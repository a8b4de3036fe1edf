"""gallery-dl in a freshly started interpreter that runs its own main."""

from dataclasses import dataclass
from typing import Final, final

from adapters.cells.cell import Cell
from adapters.fetchers.gallery_dl.tool import GalleryDl
from adapters.fetchers.way import Way
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
        entry="adapters.fetchers.gallery_dl.inside_command:command",
        way="command",
    ),
    method="cli",
)


@final
@dataclass(frozen=True, slots=True)
class GalleryDlCli(Fetcher):
    """Many sites, pictures above all."""

    tool: GalleryDl

    async def look(self, request: MediaRequest, *, room: Room) -> Outcome[Look, FetchFailure]:
        """One extraction, nothing downloaded."""
        return await self.tool.look(WAY, request, room)

    async def fetch(
        self, request: MediaRequest, *, room: Room, aim: Aim | None, tell: Telling
    ) -> Outcome[Origin, FetchFailure]:
        """One extraction; each file is told as soon as it lies there."""
        return await self.tool.fetch(WAY, request, room, aim, tell)
