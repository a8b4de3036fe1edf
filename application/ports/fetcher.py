"""What brings a link's media into a room."""

from abc import abstractmethod
from typing import Protocol

from application.ports.telling import Telling
from application.ports.workspace import Room
from domain.failures import FetchFailure
from domain.items import Origin
from domain.limits import Aim
from domain.look import Look
from domain.outcome import Outcome
from domain.request import MediaRequest


class Fetcher(Protocol):
    """A tool, or a habit around other fetchers."""

    @abstractmethod
    async def look(self, request: MediaRequest, *, room: Room) -> Outcome[Look, FetchFailure]:
        """What there is that a job would take, without downloading it.

        That a post has more is told with it (`Look.left_out`), and is no failure.
        """

    @abstractmethod
    async def fetch(
        self, request: MediaRequest, *, room: Room, aim: Aim | None, tell: Telling
    ) -> Outcome[Origin, FetchFailure]:
        """Download every item that is asked for.

        Items are told in the order of Found; every Found ends in one Arrived or Skipped before
        this returns. Skipped is one item's failure, the returned Failure is the job's. `aim` lets
        it take the rendition that already fits; None asks for the best there is.
        """
