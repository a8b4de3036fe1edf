"""Where one way in leads nowhere, another may: a different tool, or the same driven differently."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import final

from adapters.fetchers.until_arrival import UntilArrival
from application.ports.fetcher import Fetcher
from application.ports.telling import Telling
from application.ports.workspace import Room
from domain.failures import FetchFailure, NoRoom
from domain.items import Origin
from domain.limits import Aim
from domain.link import Site
from domain.look import Look
from domain.outcome import Failure, Outcome, Success
from domain.request import MediaRequest
from domain.retries import more_telling


@final
@dataclass(frozen=True, slots=True)
class Fallback(Fetcher):
    """Asks `other` once, if `fetcher` brought nothing and all that stopped it is `worth` that.

    What the first had found is forgotten then: the second tells the same items in its own words.
    """

    fetcher: Fetcher
    other: Fetcher
    worth: Callable[[FetchFailure, Site], bool]

    async def look(self, request: MediaRequest, *, room: Room) -> Outcome[Look, FetchFailure]:
        """What the first sees, or else the other."""
        match await _look(self.fetcher, request, room.within("first")):
            case Failure(failure) if self.worth(failure, request.link.site):
                pass
            case looked:
                return looked
        match await _look(self.other, request, room.within("other")):
            case Failure(other):
                return Failure(more_telling(failure, other))
            case seen:
                return seen

    async def fetch(
        self, request: MediaRequest, *, room: Room, aim: Aim | None, tell: Telling
    ) -> Outcome[Origin, FetchFailure]:
        """Items are told from the first that arrives on; after that the tool stays."""
        first = UntilArrival(tell)
        fetched = await _fetch(self.fetcher, request, room.within("first"), aim=aim, tell=first)
        stopped = first.stopped_by(fetched)
        if not stopped or not all(self.worth(why, request.link.site) for why in stopped):
            await first.tell_all()
            return fetched
        second = UntilArrival(tell)
        otherwise = await _fetch(self.other, request, room.within("other"), aim=aim, tell=second)
        if second.has_something or isinstance(otherwise, Success):
            await second.tell_all()
            return otherwise
        await first.tell_all()
        match fetched, otherwise:
            case Failure(failure), Failure(other):
                return Failure(more_telling(failure, other))
            case _:
                return fetched


async def _look(
    fetcher: Fetcher, request: MediaRequest, place: Outcome[Room, NoRoom]
) -> Outcome[Look, FetchFailure]:
    match place:
        case Failure(full):
            return Failure(full)
        case Success(room):
            return await fetcher.look(request, room=room)


async def _fetch(
    fetcher: Fetcher,
    request: MediaRequest,
    place: Outcome[Room, NoRoom],
    *,
    aim: Aim | None,
    tell: Telling,
) -> Outcome[Origin, FetchFailure]:
    match place:
        case Failure(full):
            return Failure(full)
        case Success(room):
            return await fetcher.fetch(request, room=room, aim=aim, tell=tell)
