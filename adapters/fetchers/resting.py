"""A site that says we ask too often is not asked again before it wants us back."""

from collections.abc import Callable
from datetime import datetime
from typing import final

from application.ports.fetcher import Fetcher
from application.ports.telling import Telling
from application.ports.workspace import Room
from domain.failures import FetchFailure, RateLimited
from domain.items import Arrived, Found, Origin, Skipped
from domain.limits import Aim
from domain.link import Link, Site
from domain.look import Look
from domain.outcome import Failure, Outcome
from domain.progress import Progress
from domain.request import MediaRequest
from domain.retries import rest_until


@final
class Resting(Fetcher):
    """Answers for a site that rests: the job ends at once, and says when it may work."""

    def __init__(self, fetcher: Fetcher, now: Callable[[], datetime]) -> None:
        self._fetcher = fetcher
        self._now = now
        self._rests: dict[str, datetime] = {}

    async def look(self, request: MediaRequest, *, room: Room) -> Outcome[Look, FetchFailure]:
        """What the site shows, unless it rests."""
        if resting := self._resting(request.link):
            return Failure(resting)
        looked = await self._fetcher.look(request, room=room)
        self._heed(request.link, looked)
        return looked

    async def fetch(
        self, request: MediaRequest, *, room: Room, aim: Aim | None, tell: Telling
    ) -> Outcome[Origin, FetchFailure]:
        """What the site has, unless it rests."""
        if resting := self._resting(request.link):
            return Failure(resting)
        heard = _Heard(tell)
        fetched = await self._fetcher.fetch(request, room=room, aim=aim, tell=heard)
        self._heed(request.link, fetched)
        if heard.rate_limited is not None:
            self._heed(request.link, Failure(heard.rate_limited))
        return fetched

    def _resting(self, link: Link) -> RateLimited | None:
        until = self._rests.get(_who(link))
        return RateLimited(until=until) if until is not None and self._now() < until else None

    def _heed(self, link: Link, came: Outcome[object, FetchFailure]) -> None:
        match came:
            case Failure(RateLimited() as failure):
                now = self._now()
                self._rests = {who: until for who, until in self._rests.items() if now < until}
                self._rests[_who(link)] = rest_until(failure, now=now)
            case _:
                pass


def _who(link: Link) -> str:
    return link.host if link.site is Site.OTHER else link.site.value


@final
class _Heard(Telling):
    """Tells on, and keeps why a file of the post did not come, where that was too many requests."""

    def __init__(self, tell: Telling) -> None:
        self._tell = tell
        self.rate_limited: RateLimited | None = None

    def progress(self, progress: Progress) -> None:
        self._tell.progress(progress)

    async def item(self, item: Found | Arrived | Skipped) -> None:
        if isinstance(item, Skipped) and isinstance(item.failure, RateLimited):
            self.rate_limited = item.failure
        await self._tell.item(item)
