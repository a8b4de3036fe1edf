"""Fixtures for every suite."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from adapters.cells.cells import Cells
from tests.fakes.rooms import FakeRoom
from tests.media.fitting import Bench, real_compressor, real_probe
from tests.media.library import Library
from tests.simulator.simulator import Simulator, simulated


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Small media by name, made when first asked for."""
    return Library(tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="session")
def warm_cells() -> Iterator[Cells]:
    """One for all tests of a run: to import a tool takes longer than most tests."""
    cells = Cells()
    yield cells
    asyncio.run(cells.aclose())


@pytest.fixture
def bench(warm_cells: Cells, tmp_path: Path) -> Bench:
    """The real probes and compressors, and a room to work in."""
    probe, compressor = real_probe(warm_cells), real_compressor(warm_cells)
    return Bench(probe, compressor, FakeRoom(tmp_path / "room"))


@pytest.fixture
async def simulator(tmp_path: Path) -> AsyncIterator[Simulator]:
    """The platforms in miniature, behind one proxy; nothing of them outlives the test."""
    async with simulated(tmp_path) as simulator:
        yield simulator
