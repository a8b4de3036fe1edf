"""What may not be shown is not downloaded, with the whole wiring of fetchers around the tools."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.workspaces.room import FolderRoom
from application.ports.fetcher import Fetcher
from domain.failures import NotForAllAges
from domain.outcome import Failure, Success
from entrypoints.container import Container
from entrypoints.settings import Settings
from tests.fakes.telling import Remembers
from tests.integration.fetchers.conftest import asking
from tests.simulator.simulator import Simulator
from tests.simulator.sites import twitter


@pytest.fixture
async def fetcher(simulator: Simulator, tmp_path: Path) -> AsyncIterator[Fetcher]:
    settings = Settings(
        _env_file=None,
        download_work_dir=tmp_path / "work",
        download_proxy=simulator.proxy,
        download_ca_file=simulator.ca_file,
        egress_allow_loopback=True,
    )
    container = Container(settings=settings)
    yield container.fetcher()
    await container.cells().aclose()


@pytest.mark.parametrize("for_all_ages", [True, False])
async def test_no_file_of_a_marked_post_is_asked_for_where_everybody_may_look(
    fetcher: Fetcher, room: FolderRoom, simulator: Simulator, for_all_ages: bool
):
    told = Remembers()
    request = asking(twitter.SENSITIVE, for_all_ages=for_all_ages)
    came = await fetcher.fetch(request, room=room, aim=None, tell=told)
    files = [seen for seen in simulator.asked() if "twimg.com" in seen.request.url]
    if for_all_ages:
        assert came == Failure(NotForAllAges())
        assert (files, told.arrived) == ([], [])
    else:
        assert isinstance(came, Success)
        assert len(files) == len(told.arrived) == 1
