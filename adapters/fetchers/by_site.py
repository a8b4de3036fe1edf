"""Which fetcher a link goes to: files and streams by their names, posts by their site."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import final

from adapters.fetchers.media_type import is_file, is_manifest
from application.ports.fetcher import Fetcher
from application.ports.telling import Telling
from application.ports.workspace import Room
from domain.failures import FetchFailure
from domain.items import Origin
from domain.limits import Aim
from domain.link import Link, Site
from domain.look import Look
from domain.outcome import Outcome
from domain.request import MediaRequest


@final
@dataclass(frozen=True, slots=True)
class BySite(Fetcher):
    """Hands over to one fetcher and stays out of its way."""

    sites: Mapping[Site, Fetcher]
    files: Fetcher
    """For links that name a file, on sites that have no way of their own."""
    streams: Fetcher
    """For links that name a list of segments."""
    others: Fetcher

    async def look(self, request: MediaRequest, *, room: Room) -> Outcome[Look, FetchFailure]:
        """As that fetcher sees it."""
        return await self._for(request.link).look(request, room=room)

    async def fetch(
        self, request: MediaRequest, *, room: Room, aim: Aim | None, tell: Telling
    ) -> Outcome[Origin, FetchFailure]:
        """As that fetcher brings it."""
        return await self._for(request.link).fetch(request, room=room, aim=aim, tell=tell)

    def _for(self, link: Link) -> Fetcher:
        if link.site in self.sites:
            return self.sites[link.site]
        if is_manifest(link):
            return self.streams
        return self.files if is_file(link) else self.others
