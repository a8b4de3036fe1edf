from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.cells.cells import Cells
from adapters.egress.guarded.guarded import Guarded
from adapters.egress.guarded.ways import Upstream
from adapters.fetchers.visitor import Visitor
from adapters.workspaces.room import FolderRoom
from adapters.workspaces.temporary import Temporary
from application.ports.egress import JobBudget
from domain.destinations import EgressRules
from domain.jobs import Actor
from domain.link import Link
from domain.outcome import Success
from domain.request import MediaRequest
from tests.simulator.simulator import Simulator


@pytest.fixture
def budget() -> JobBudget:
    return JobBudget(seconds=30, idle_seconds=10)


@pytest.fixture
async def room(
    tmp_path: Path, simulator: Simulator, budget: JobBudget
) -> AsyncIterator[FolderRoom]:
    rooms = Temporary(
        tmp_path / "rooms",
        Guarded(EgressRules(loopback=True), upstream=Upstream(simulator.proxy)),
        now=lambda: datetime.now(UTC),
        budget=budget,
    )
    async with rooms.lend("job", owner=Actor(user="someone"), expected=None) as lent:
        match lent:
            case Success(room):
                yield room
            case failure:
                pytest.fail(str(failure))


@pytest.fixture
def cells(warm_cells: Cells) -> Cells:
    return warm_cells


@pytest.fixture
def visitor(simulator: Simulator) -> Visitor:
    return Visitor(ca_file=simulator.ca_file, user_agent="a-browser")


def asking(url: str, **wishes: object) -> MediaRequest:
    return MediaRequest.model_validate({"link": Link(url=url), **wishes})


def bounded(room: FolderRoom, **limits: float) -> FolderRoom:
    """The same room for a job that may use less."""
    return replace(room, budget=room.budget.model_copy(update=limits))


def working_in(folder: Path) -> list[int]:
    """Processes whose working directory is inside the folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                cwd = (entry / "cwd").readlink()
            except OSError:
                continue
            if cwd.is_relative_to(folder):
                found.append(int(entry.name))
    return found
