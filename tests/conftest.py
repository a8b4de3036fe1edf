"""Fixtures for every suite."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.simulator.simulator import Simulator, simulated


@pytest.fixture
async def simulator(tmp_path: Path) -> AsyncIterator[Simulator]:
    """The platforms in miniature, behind one proxy; nothing of them outlives the test."""
    async with simulated(tmp_path) as simulator:
        yield simulator
