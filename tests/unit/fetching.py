"""One fetch of a post, and what was told of it."""

from application.ports.fetcher import Fetcher
from application.ports.workspace import Room
from domain.failures import FetchFailure
from domain.items import Origin
from domain.link import Link
from domain.outcome import Outcome
from domain.request import MediaRequest
from tests.fakes.telling import Remembers

POST = MediaRequest(link=Link(url="https://x.com/lake/status/1"))


async def fetched(
    fetcher: Fetcher, room: Room, request: MediaRequest = POST
) -> tuple[Outcome[Origin, FetchFailure], Remembers]:
    told = Remembers()
    return await fetcher.fetch(request, room=room, aim=None, tell=told), told
