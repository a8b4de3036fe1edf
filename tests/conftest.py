"""Fixtures for every suite."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.media.library import Library
from tests.simulator.simulator import Simulator, simulated


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Small media by name, made when first asked for."""
    return Library(tmp_path_factory.mktemp("library"))


@pytest.fixture
async def simulator(tmp_path: Path) -> AsyncIterator[Simulator]:
    """The platforms in miniature, behind one proxy; nothing of them outlives the test."""
    async with simulated(tmp_path) as simulator:
        yield simulator
