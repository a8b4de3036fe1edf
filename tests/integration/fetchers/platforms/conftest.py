"""What one link comes to, in the few words that a test compares."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeAlias

import pytest

from adapters.cells.cells import Cells
from adapters.fetchers.cookie_jar import CookieJar
from adapters.fetchers.gallery_dl.config import GalleryDLConfig
from adapters.fetchers.gallery_dl.tool import GalleryDl
from adapters.fetchers.visitor import Visitor
from adapters.fetchers.yt_dlp.tool import YtDlp
from adapters.workspaces.room import FolderRoom
from domain.failures import FetchFailure
from domain.items import Arrived
from domain.link import Admission, Site
from domain.metadata import MediaMetadata
from domain.outcome import Failure, Success
from tests.fakes.telling import Remembers
from tests.integration.fetchers.conftest import asking
from tests.simulator.simulator import Simulator
from tests.simulator.sites import instagram, reddit, twitter

COOKIES = {
    Site.TWITTER: twitter.COOKIES,
    Site.REDDIT: reddit.COOKIES,
    Site.INSTAGRAM: instagram.COOKIES,
}


@dataclass(frozen=True)
class Came:
    """Of one link; `shown` has the kind and the alternative text of each file, in order."""

    failure: FetchFailure | None
    metadata: MediaMetadata | None
    told: Remembers
    requests: int
    twice: list[str] = field(default_factory=list)

    @property
    def shown(self) -> list[tuple[str, str | None]]:
        return [(str(item.file.file_type), item.file.description) for item in self.told.arrived]

    @property
    def brief(self) -> tuple[object, ...]:
        """The failure's kind or the kinds of the files, the failures of items, the requests."""
        ends = [
            str(item.file.file_type) if isinstance(item, Arrived) else item.failure.kind
            for item in (*self.told.arrived, *self.told.skipped)
        ]
        return (self.failure.kind if self.failure else ends, self.requests)


Fetch: TypeAlias = Callable[..., Awaitable[Came]]


@pytest.fixture(params=["api", pytest.param("cli", marks=pytest.mark.long)])
def fetch(request, cells: Cells, room: FolderRoom, simulator: Simulator) -> Fetch:
    """Fetches a link, as a guest or with cookies; no request is ever made twice."""

    async def fetched(url: str, *, known: bool = False, config: GalleryDLConfig | None = None):
        jar = CookieJar(cells, own=COOKIES) if known else None
        visitor = Visitor(ca_file=simulator.ca_file, cookies=jar)
        streams = YtDlp("api", cells, visitor, generic=True)
        tool = GalleryDl(
            request.param, cells, Admission(), visitor, streams, config or GalleryDLConfig()
        )
        told, before = Remembers(), len(simulator.asked())
        outcome = await tool.fetch(
            asking(url), room=room.within("try").unwrap(), aim=None, tell=told
        )
        asked = simulator.asked()[before:]
        again = Counter(
            (seen.request.method, seen.request.url, seen.request.body) for seen in asked
        )
        twice = [url for (_, url, _), times in again.items() if times > 1]
        assert not simulator.strangers
        match outcome:
            case Success(origin):
                return Came(None, origin.metadata, told, len(asked), twice)
            case Failure(failure):
                return Came(failure, None, told, len(asked), twice)

    return fetched
