from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.cells.cells import Cells
from application.ports.egress import EgressAddress, JobBudget
from domain.link import Link
from domain.request import MediaRequest
from tests.fakes.plain_room import PlainRoom
from tests.simulator.simulator import Simulator


@pytest.fixture
def room(tmp_path: Path, simulator: Simulator) -> PlainRoom:
    return PlainRoom(
        tmp_path / "room",
        egress=EgressAddress(url=simulator.proxy),
        budget=JobBudget(seconds=30, idle_seconds=10),
    )


@pytest.fixture
async def cells() -> AsyncIterator[Cells]:
    cells = Cells()
    yield cells
    await cells.aclose()


def asking(url: str, **wishes: object) -> MediaRequest:
    return MediaRequest.model_validate({"link": Link(url=url), **wishes})
