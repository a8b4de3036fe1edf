"""The level in force is told by doing, and below the least that is asked for nothing runs."""

import pytest

from adapters.cells.cell import Cell
from adapters.cells.cells import Cells
from adapters.cells.endings import Raised
from adapters.cells.fence import CLOSED
from domain.outcome import Failure
from entrypoints.checks import checked
from entrypoints.container import Container
from entrypoints.settings import Settings
from tests.security.acts import HERE


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings(download_dir=tmp_path / "kept", download_work_dir=tmp_path / "work")


async def _told(settings: Settings, cells: Cells):
    try:
        return {check.name: check for check in await checked(settings, cells)}["sandbox"]
    finally:
        await cells.aclose()


async def test_doctor_says_the_level_that_a_child_felt(settings):
    check = await _told(settings, Cells())
    assert (check.ok, check.advice) == (True, None)
    assert check.found.startswith("full: ")


async def test_doctor_does_not_believe_in_a_fence_that_is_not_there(settings):
    check = await _told(settings, Cells(fenced=False))
    assert check.found.startswith("limits: ")
    assert "Landlock" in check.advice


async def test_doctor_fails_below_what_the_operator_asks_for(settings):
    check = await _told(settings, Cells(minimum="files", fenced=False))
    assert not check.ok
    assert "'limits' only" in check.found
    assert "SANDBOX_MINIMUM" in check.advice


async def test_below_what_the_operator_asks_for_nothing_runs(tmp_path):
    cells = Cells(minimum="full", fenced=False)
    try:
        ended = await cells.run(
            Cell(f"{HERE}:threads_and_files"), None, folder=tmp_path, fence=CLOSED
        )
    finally:
        await cells.aclose()
    match ended:
        case Failure(Raised(error=error)):
            assert error == "TooOpenError"
        case other:
            pytest.fail(str(other))
    assert not list(tmp_path.iterdir())


def test_the_setting_reaches_the_cells(settings):
    wanted = settings.model_copy(update={"sandbox_minimum": "full"})
    assert Container(settings=wanted).cells()._minimum == "full"
