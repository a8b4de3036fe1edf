"""A site that wants no more questions is asked none, by no job, until it wants them again."""

from collections.abc import Callable
from datetime import datetime
from typing import Final, final

from application.ports.fetcher import Fetcher
from application.ports.telling import Telling
from application.ports.workspace import Room
from domain.failures import FetchFailure, RateLimited
from domain.items import Origin
from domain.limits import Aim
from domain.link import Link, Site, spared
from domain.look import Look
from domain.outcome import Failure, Outcome
from domain.request import MediaRequest
from domain.retries import rest_after

MOST_RESTS: Final = 1000
"""Remembered at once; anybody can name hosts that answer 429, and have no site forgotten by it."""


@final
class Resting(Fetcher):
    """Answers for a site that rests, as it answered itself.

    Only what ends a job counts, and everybody speaks for themselves: a post, or a redirect, may
    lead to another site, which rests then, or to anybody's host, which is to silence no site.
    """

    def __init__(self, fetcher: Fetcher, *, now: Callable[[], datetime]) -> None:
        self._fetcher = fetcher
        self._now = now
        self._until: dict[str, datetime] = {}

    async def look(self, request: MediaRequest, *, room: Room) -> Outcome[Look, FetchFailure]:
        """What the fetcher sees, unless the site rests."""
        if rests := self._rest_of(request.link):
            return Failure(rests)
        looked = await self._fetcher.look(request, room=room)
        self._heed(request.link, looked)
        return looked

    async def fetch(
        self, request: MediaRequest, *, room: Room, aim: Aim | None, tell: Telling
    ) -> Outcome[Origin, FetchFailure]:
        """What the fetcher brings, unless the site rests."""
        if rests := self._rest_of(request.link):
            return Failure(rests)
        fetched = await self._fetcher.fetch(request, room=room, aim=aim, tell=tell)
        self._heed(request.link, fetched)
        return fetched

    def _rest_of(self, link: Link) -> RateLimited | None:
        until = self._until.get(spared(link.host))
        return RateLimited(until=until) if until is not None and self._now() < until else None

    def _heed(self, link: Link, outcome: Outcome[object, FetchFailure]) -> None:
        match outcome:
            case Failure(RateLimited(by=by) as failure) if by is None or "." in by:
                now, place = self._now(), spared(by or link.host)
                until = rest_after(failure, now)
                rests = {where: then for where, then in self._until.items() if now < then}
                rests[place] = max(until, rests.get(place, until))
                if len(rests) > MOST_RESTS:
                    hosts = rests.keys() - set(Site)
                    del rests[min(hosts, key=rests.__getitem__)]
                self._until = rests
            case _:
                pass
