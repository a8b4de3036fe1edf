import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.cells.cells import Cells
from adapters.cells.endings import Died
from adapters.cells.fence import CLOSED
from domain.outcome import Failure
from tests.integration.cells.in_a_cell import HERE

ROOT = str(Path(__file__).parents[3])


@pytest.fixture
def begun(eventually):
    """Waits until children have left these notes."""

    async def wait(*notes: Path) -> None:
        assert await eventually(lambda: all(note.exists() for note in notes))

    return wait


@pytest.mark.parametrize("name", ["sleeps", "matches_for_ever", "cuts_its_lifeline"])
async def test_a_cancelled_child_is_buried_when_its_caller_ends(
    cells, cell, tmp_path, is_gone, name, begun
):
    running = asyncio.create_task(cells.run(cell(name), None, folder=tmp_path, fence=CLOSED))
    await begun(tmp_path / "pid")
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert is_gone()


async def test_a_child_that_was_cancelled_twice_is_buried_too(
    cells, cell, tmp_path, is_gone, begun
):
    running = asyncio.create_task(
        cells.run(cell("has_a_child"), "wait", folder=tmp_path, fence=CLOSED)
    )
    await begun(tmp_path / "pid", tmp_path / "grandchild")
    while not running.done():
        running.cancel()
        await asyncio.sleep(0)
    with pytest.raises(asyncio.CancelledError):
        await running
    assert is_gone()
    assert is_gone("grandchild")


async def test_a_child_that_was_cancelled_before_it_was_born_never_lives(cells, cell, tmp_path):
    running = asyncio.create_task(cells.run(cell("sleeps"), None, folder=tmp_path, fence=CLOSED))
    await asyncio.sleep(0)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    await asyncio.sleep(0.2)
    assert not (tmp_path / "pid").exists()


async def test_the_end_of_the_servers_is_the_end_of_their_children(
    cells, cell, tmp_path, is_gone, begun
):
    running = asyncio.create_task(
        cells.run(cell("has_a_child"), "wait", folder=tmp_path, fence=CLOSED)
    )
    await begun(tmp_path / "pid", tmp_path / "grandchild")
    await cells.aclose()
    assert await running == Failure(Died(signal=signal.SIGKILL))
    assert is_gone()
    assert is_gone("grandchild")


def test_a_loop_that_ends_with_children_at_work_buries_them(cell, tmp_path, is_gone, begun):
    cells = Cells(fenced=False)

    async def leave():
        task = asyncio.create_task(cells.run(cell("sleeps"), None, folder=tmp_path, fence=CLOSED))
        await begun(tmp_path / "pid")
        return task

    assert asyncio.run(leave()).cancelled()
    assert is_gone()
    asyncio.run(cells.aclose())


SCRIPT = f"""
import asyncio, sys
from pathlib import Path
sys.path.insert(0, {ROOT!r})
from adapters.cells.cell import Cell
from adapters.cells.cells import Cells
from adapters.cells.fence import CLOSED

with open("runs", "a") as runs:
    runs.write("x")

async def main():
    cells = Cells(fenced=False)
    way, *names = sys.argv[1:]
    jobs = []
    for name in names:
        Path(name).mkdir()
        cell = Cell("{HERE}:" + name, way=way)
        jobs.append(cells.run(cell, "wait", folder=Path(name).absolute(), fence=CLOSED))
    print(await asyncio.gather(*jobs), flush=True)
    await cells.aclose()

asyncio.run(main())
"""


@pytest.fixture
def script(tmp_path):
    """Starts a program that embeds us, without a guard for its main part."""
    started = []

    def start(*args: str) -> subprocess.Popen[str]:
        (tmp_path / "script.py").write_text(SCRIPT)
        words = [sys.executable, "script.py", *args]
        process = subprocess.Popen(words, cwd=tmp_path, stdout=subprocess.PIPE, text=True)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("way", ["forked", "command"])
async def test_after_the_violent_death_of_the_parent_nothing_lives(
    script, tmp_path, is_gone, way, begun, eventually
):
    names = ["matches_for_ever", "has_a_child", "sleeps"]
    process = script(way, *names)
    notes = [(tmp_path / name, "pid") for name in names]
    notes.append((tmp_path / "has_a_child", "grandchild"))
    await begun(*(folder / note for folder, note in notes))
    server = _parent(int((tmp_path / "sleeps" / "pid").read_text()))
    (tmp_path / "server").write_text(str(server))
    notes.append((tmp_path, "server"))
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert await eventually(lambda: all(is_gone(note, folder) for folder, note in notes))


def _parent(pid: int) -> int:
    words = ["ps", "-o", "ppid=", "-p", str(pid)]
    return int(subprocess.run(words, capture_output=True, check=True, text=True).stdout)


@pytest.mark.parametrize("way", ["forked", "command"])
def test_the_main_part_of_an_embedding_program_runs_once(script, tmp_path, way):
    process = script(way, "echoes")
    assert process.communicate(timeout=60)[0] == "[<Success: wait>]\n"
    assert (tmp_path / "runs").read_text() == "x"


def test_where_the_kernel_cannot_a_thread_holds_the_lifeline(tmp_path):
    read_end, write_end = os.pipe()
    code = (
        f"import sys, time; sys.path.insert(0, {ROOT!r});"
        f"from adapters.cells.inside.lifeline import watch; watch({read_end}); time.sleep(60)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], pass_fds=[read_end], start_new_session=True
    )
    os.close(read_end)
    os.close(write_end)
    assert process.wait(timeout=60) == -signal.SIGKILL
