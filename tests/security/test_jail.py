"""Each forbidden act is tried from inside a cell; with the jail off the same test must fail."""

import os
import socket
from pathlib import Path

import pytest

from adapters.cells.cell import Cell
from adapters.cells.cells import Cells
from adapters.cells.fence import CLOSED, Fence
from adapters.cells.inside import landlock, system_calls
from adapters.cells.server import ROOT
from domain.outcome import Success
from tests.security.acts import ACTS, HERE, NETWORK

FULL = system_calls.machine() is not None and landlock.version() >= landlock.KNOWS_PORTS
EXECUTES = {"execute"}
"""Would end the child; run_a_program tries the same in a child of its own."""


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


async def _done(
    tmp_path: Path, port: int, *, fence: Fence = CLOSED, fenced: bool = True, way: str = "forked"
) -> object:
    folder, elsewhere = tmp_path / "job", tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere.mkdir()
    secret = elsewhere / "secret"
    secret.write_text("canary")
    cookies = elsewhere / "cookies"
    cookies.write_text("canary")
    job = {
        "elsewhere": str(elsewhere),
        "secret": str(secret),
        "cookies": str(cookies),
        "port": port,
        "parent": os.getpid(),
        "skip": [] if fenced and not fence.runs else sorted(EXECUTES),
    }
    cells = Cells(fenced=fenced)
    try:
        cell = Cell(f"{HERE}:try_all", way=way)  # type: ignore[arg-type]  # a parameter's text
        return await cells.run(cell, job, folder=folder, fence=fence)
    finally:
        await cells.aclose()


def test_this_system_can_enforce_everything() -> None:
    assert FULL, "the tests of the jail prove nothing here: this kernel has no Landlock"


@pytest.mark.parametrize("way", ["forked", "command"])
async def test_a_closed_cell_does_nothing_but_its_work(
    tmp_path: Path, listener: int, way: str
) -> None:
    assert await _done(tmp_path, listener, way=way) == Success([])


async def test_with_the_jail_off_every_act_succeeds(tmp_path: Path, listener: int) -> None:
    done = await _done(tmp_path, listener, fenced=False)
    assert done == Success([name for name in ACTS if name not in EXECUTES])


async def test_a_cell_connects_only_where_it_is_told_to(tmp_path: Path, listener: int) -> None:
    there = await _done(tmp_path, listener, fence=Fence(ports=(listener,)))
    assert there == Success(["connect"])
    other = tmp_path / "other"
    other.mkdir()
    assert await _done(other, listener, fence=Fence(ports=(listener + 1,))) == Success([])


async def test_an_open_network_opens_nothing_else(tmp_path: Path, listener: int) -> None:
    done = await _done(tmp_path, listener, fence=Fence(ports=None))
    assert done == Success([name for name in ACTS if name in NETWORK])


async def test_a_cell_that_may_run_one_program_runs_no_other(tmp_path: Path, listener: int) -> None:
    (program,) = [path for path in (Path("/bin/true"),) if path.exists()]
    allowed = await _done(tmp_path, listener, fence=Fence(runs=(program.resolve(),)))
    assert allowed == Success(["fork", "run_a_program"])
    other = tmp_path / "other"
    other.mkdir()
    refused = await _done(other, listener, fence=Fence(runs=(Path("/bin/false").resolve(),)))
    assert refused == Success(["fork"])


async def test_what_a_cell_may_read_it_reads(tmp_path: Path, listener: int) -> None:
    done = await _done(tmp_path, listener, fence=Fence(reads=(tmp_path / "elsewhere",)))
    assert done == Success(["read_a_secret", "look_around", "read_lent_cookies"])


async def test_honest_work_is_not_in_its_way(tmp_path: Path) -> None:
    cells = Cells(minimum="full")
    try:
        worked = await cells.run(
            Cell(f"{HERE}:threads_and_files"), None, folder=tmp_path, fence=CLOSED
        )
    finally:
        await cells.aclose()
    assert worked == Success(["c", "inside"])


async def test_a_checkout_whose_folder_has_changed_is_still_imported_from(tmp_path: Path) -> None:
    cells = Cells()
    try:
        first = await cells.run(Cell(f"{HERE}:knows_failures"), None, folder=tmp_path, fence=CLOSED)
        os.utime(ROOT)
        later = await cells.run(Cell(f"{HERE}:knows_failures"), None, folder=tmp_path, fence=CLOSED)
    finally:
        await cells.aclose()
    assert (first, later) == (Success(True), Success(True))
