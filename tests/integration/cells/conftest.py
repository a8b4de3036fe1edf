import asyncio
import os
from pathlib import Path

import pytest

from adapters.cells.cell import Cell
from adapters.cells.cells import Cells
from tests.integration.cells.in_a_cell import HERE


@pytest.fixture
async def cells():
    cells = Cells(fenced=False)  # what is tried here forks and looks around; tests/security fences
    yield cells
    await cells.aclose()


@pytest.fixture(params=["forked", "command"])
def cell(request):
    """Makes a cell of the name of a function."""
    return lambda name: Cell(f"{HERE}:{name}", way=request.param)


@pytest.fixture
def is_gone(tmp_path):
    """Whether the process that left its number in the job's folder was stopped and is buried."""

    def gone(name: str = "pid", folder: Path = tmp_path) -> bool:
        try:
            os.kill(int((folder / name).read_text()), 0)
        except ProcessLookupError:
            return not (folder / "lived_on").exists()
        return False

    return gone


@pytest.fixture
def eventually():
    """Waits until a condition holds, and says whether it came to that."""

    async def wait(condition) -> bool:
        for _ in range(1000):
            if condition():
                return True
            await asyncio.sleep(0.01)
        return False

    return wait
