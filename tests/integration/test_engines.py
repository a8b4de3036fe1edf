"""Engines renewed from wheels of our own, in a folder beside the environment."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from adapters.cells.cell import Cell
from adapters.cells.cells import Cells
from adapters.cells.fence import CLOSED
from adapters.engines.by_pip import ByPip
from adapters.engines.sets import Sets
from application.renew_engines import RenewEngines
from domain.engines import Engine, Renewed
from domain.failures import ExternalToolFailed
from domain.outcome import Failure, Success
from tests.integration.wheels import wheel

NAMES = ("boss-engine", "boss-solver")
JOB = Cell(
    "tests.integration.engine_job:version",
    preload=("tests.integration.engine_job", "boss_engine"),
)


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    folder = tmp_path / "wheels"
    folder.mkdir()
    wheel(folder, "boss-solver", "1.0")
    return folder


@pytest.fixture
def sets(tmp_path: Path) -> Sets:
    return Sets(tmp_path / "engines")


@pytest.fixture
async def cells(sets: Sets) -> AsyncIterator[Cells]:
    cells = Cells(newer=sets.path)
    yield cells
    await cells.aclose()


@pytest.fixture
def engines(cells: Cells, sets: Sets, wheels: Path) -> ByPip:
    return ByPip(
        cells,
        sets,
        names=NAMES,
        modules=("boss_engine", "boss_solver"),
        options=("--no-index", f"--find-links={wheels}"),
        reads=(wheels,),
    )


async def job(cells: Cells, folder: Path) -> object:
    """What a job that runs now has for an engine."""
    match await cells.run(JOB, None, folder=folder, fence=CLOSED):
        case Success(version):
            return version
        case failure:
            pytest.fail(str(failure))


async def test_a_running_bot_uses_a_newer_engine_from_its_next_job_on_and_can_go_back(
    engines: ByPip, cells: Cells, wheels: Path, tmp_path: Path
):
    renew = RenewEngines(engines)
    assert await job(cells, tmp_path) is None

    wheel(wheels, "boss-engine", "2026.1.2")
    old = Engine(name="boss-engine", version="2026.1.2", since=date(2026, 1, 2))
    match await renew():
        case Success(renewed):
            assert renewed.changed
            assert renewed.before == ()
            assert renewed.after[0] == old
            assert renewed.after[1].version == "1.0"
            assert renewed.after[1].since is not None
            assert renewed.after[1].since_what == "installation"
        case failure:
            pytest.fail(str(failure))
    assert await job(cells, tmp_path) == "2026.1.2"

    wheel(wheels, "boss-engine", "2026.3.4")
    assert isinstance(await renew(), Success)
    assert await job(cells, tmp_path) == "2026.3.4"

    match await renew.back():
        case Success(Renewed(after=(engine, _))):
            assert engine == old
        case failure:
            pytest.fail(str(failure))
    assert await job(cells, tmp_path) == "2026.1.2"
    await renew.back()
    assert await job(cells, tmp_path) is None


async def test_an_engine_that_cannot_be_loaded_is_never_used(
    engines: ByPip, cells: Cells, wheels: Path, tmp_path: Path
):
    renew = RenewEngines(engines)
    wheel(wheels, "boss-engine", "1.0")
    await renew()
    wheel(wheels, "boss-engine", "2.0", "raise RuntimeError('half of it is missing')")
    match await renew():
        case Failure(ExternalToolFailed(tool="engines", words=words)):
            assert "half of it is missing" in words
        case renewed:
            pytest.fail(str(renewed))
    assert await job(cells, tmp_path) == "1.0"
    assert [one.version for one in await engines.installed()] == ["1.0", "1.0"]
    assert len([each for each in (tmp_path / "engines").iterdir() if each.is_dir()]) == 2


async def test_nothing_is_left_where_there_is_nothing_to_install(engines: ByPip, tmp_path: Path):
    match await RenewEngines(engines)():
        case Failure(ExternalToolFailed(tool="pip", words=words)):
            assert "No matching distribution found for boss-engine" in words
        case renewed:
            pytest.fail(str(renewed))
    assert list((tmp_path / "engines").iterdir()) == []


async def test_sets_that_nobody_needs_any_more_go(sets: Sets, tmp_path: Path):
    places = []
    for _ in range(6):
        places.append(sets.new())
        sets.use(places[-1])
    there = [place for place in places if place.exists()]
    assert there == places[-3:]
    assert sets.path() == (places[-1] / "packages",)


async def test_what_we_came_with_has_a_version_and_an_age(cells: Cells, sets: Sets):
    engines = ByPip(cells, sets, names=("yt-dlp", "gallery-dl"), modules=())
    for engine in await engines.installed():
        days = engine.days(date(2100, 1, 1))
        assert days is not None
        assert days > 0
