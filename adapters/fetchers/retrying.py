"""What can pass by itself is tried again, without anybody downstream noticing."""

import asyncio
from dataclasses import dataclass
from typing import final

from adapters.fetchers.once_each import OnceEach
from application.ports.fetcher import Fetcher
from application.ports.telling import Telling
from application.ports.workspace import Room
from domain.failures import FetchFailure, TooMany
from domain.items import Origin
from domain.limits import Aim
from domain.look import Look
from domain.outcome import Failure, Outcome, Success
from domain.request import MediaRequest
from domain.retries import PAUSE, TRIES, pause_before_try, worth_another_try


@final
@dataclass(frozen=True, slots=True)
class Retrying(Fetcher):
    """Tries a fetcher as often as its failures deserve, each time in a folder of its own.

    A further try asks only for the items that have not ended, and for no more than the job may
    still take: what it takes counts over all of its tries. An item that is skipped for what can
    pass is not told before its last try, so that it may come after items that followed it.
    """

    fetcher: Fetcher
    tries: int = TRIES
    """At most, in all."""
    pause: float = PAUSE
    """Seconds before the second try; twice that before the third."""

    async def look(self, request: MediaRequest, *, room: Room) -> Outcome[Look, FetchFailure]:
        """The first answer that is not worth another try."""
        tried = 0
        while True:
            tried += 1
            match room.within(f"look-{tried}"):
                case Failure(full):
                    return Failure(full)
                case Success(place):
                    looked = await self.fetcher.look(request, room=place)
            match looked:
                case Failure(failure) if worth_another_try(failure, tried=tried, most=self.tries):
                    await asyncio.sleep(pause_before_try(tried + 1, first=self.pause))
                case _:
                    return looked

    async def fetch(
        self, request: MediaRequest, *, room: Room, aim: Aim | None, tell: Telling
    ) -> Outcome[Origin, FetchFailure]:
        """The last try's end; no more tries once the job's time or its items are used up.

        That a post has more than is allowed stays true when a further try gets an item of it.
        """
        loop = asyncio.get_running_loop()
        began, tried, allowed = loop.time(), 0, room.budget.items
        once = OnceEach(tell, most=self.tries)
        wanted = request
        more: Failure[FetchFailure] | None = None
        while True:
            tried += 1
            once.begin_try(tried)
            fetched: Outcome[Origin, FetchFailure]
            match room.within(f"try-{tried}", items=allowed - once.ended):
                case Failure(full):
                    fetched = Failure(full)
                case Success(place):
                    fetched = await self.fetcher.fetch(wanted, room=place, aim=aim, tell=once)
            match fetched:
                case Failure(TooMany() as many):
                    more = fetched = Failure(many.model_copy(update={"allowed": allowed}))
                case Success() if more is not None:
                    fetched = more
                case _:
                    pass
            once.end_try(complete=_reached_the_end(fetched))
            missing = once.missing(request) if once.ended < allowed else None
            in_time = loop.time() - began - once.waited < room.budget.seconds
            if missing is None or not (in_time and self._deserves(fetched, once, tried)):
                await once.give_up()
                return fetched
            wanted = missing
            await asyncio.sleep(pause_before_try(tried + 1, first=self.pause))

    def _deserves(self, fetched: Outcome[Origin, FetchFailure], once: OnceEach, tried: int) -> bool:
        match fetched:
            case Failure(failure) if not _reached_the_end(fetched):
                return worth_another_try(failure, tried=tried, most=self.tries)
            case _:
                return once.holds_back


def _reached_the_end(fetched: Outcome[Origin, FetchFailure]) -> bool:
    """Whether every item that is wanted was tried: of too many those that are allowed were."""
    match fetched:
        case Failure(failure):
            return isinstance(failure, TooMany)
        case Success():
            return True
