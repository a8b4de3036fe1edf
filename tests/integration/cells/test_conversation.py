import asyncio
import os
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.cells.cell import Cell
from adapters.cells.cells import Cells
from adapters.cells.endings import Raised
from adapters.cells.fence import CLOSED
from adapters.cells.limits import CellLimits
from domain.outcome import Failure, Success
from tests.integration.cells.in_a_cell import HERE


@pytest.mark.parametrize(
    "job",
    [None, {"a": [1, 2.5, "ä\n\u2028", None, True]}, "", "x" * 900_000],
    ids=lambda job: repr(job)[:9],
)
async def test_a_job_goes_in_and_a_result_comes_out(cells, cell, tmp_path, job):
    assert await cells.run(cell("echoes"), job, folder=tmp_path, fence=CLOSED) == Success(job)


async def test_a_lone_surrogate_becomes_a_question_mark(cells, cell, tmp_path):
    assert await cells.run(cell("echoes"), "\udcff", folder=tmp_path, fence=CLOSED) == Success("?")


async def test_the_child_is_never_more_than_one_file_ahead(cells, cell, tmp_path):
    told = []

    async def answer(event):
        await asyncio.sleep(0.01)
        assert len(list(tmp_path.glob("*.file"))) == event["file"] + 1
        return event["file"] * 2

    outcome = await cells.run(
        cell("asks"), 5, folder=tmp_path, fence=CLOSED, hear=told.append, answer=answer
    )
    assert outcome == Success([0, 2, 4, 6, 8])
    assert told == [{"about": number} for number in range(5)]


async def test_every_thread_of_the_child_may_talk(cells, cell, tmp_path):
    told = []

    async def answer(event):
        return event

    outcome = await cells.run(
        cell("tells_from_many_threads"),
        None,
        folder=tmp_path,
        fence=CLOSED,
        hear=told.append,
        answer=answer,
    )
    assert outcome == Success(list(range(50)))
    assert sorted(told) == ["x" * number for number in range(8) for _ in range(200)]


async def test_a_child_that_never_pauses_leaves_time_for_others(cells, cell, tmp_path):
    turn = 0
    heard_in = []
    running = asyncio.create_task(
        cells.run(
            cell("tells_without_pause"),
            3000,
            folder=tmp_path,
            fence=CLOSED,
            hear=lambda _: heard_in.append(turn),
        )
    )
    while not running.done():
        await asyncio.sleep(0)
        turn += 1
    assert await running == Success(0)
    assert len(set(heard_in)) == 3000


async def test_time_stands_still_while_the_child_waits_for_us(cells, cell, tmp_path):
    async def answer(event):
        await asyncio.sleep(2.2)

    limits = CellLimits(seconds=2, idle_seconds=2)
    outcome = await cells.run(
        cell("asks"), 1, folder=tmp_path, fence=CLOSED, limits=limits, answer=answer
    )
    assert outcome == Success([None])


async def test_what_the_answer_raises_ends_the_child_and_comes_out(cells, cell, tmp_path, is_gone):
    async def answer(event):
        raise TimeoutError("ours")

    with pytest.raises(TimeoutError, match="ours"):
        await cells.run(cell("tells_its_name"), None, folder=tmp_path, fence=CLOSED, answer=answer)
    assert is_gone()


async def test_a_child_is_born_with_nothing_but_what_it_is_given(
    cells, cell, tmp_path, monkeypatch
):
    monkeypatch.setenv("DISCORD_TOKEN", "secret")
    limits = CellLimits(open_files=77, niceness=3)
    outcome = await cells.run(
        cell("looks_around"),
        None,
        folder=tmp_path,
        fence=CLOSED,
        limits=limits,
        env={"SSL_CERT_FILE": "/ca"},
    )
    match outcome:
        case Success(found):
            home = str(tmp_path)
            assert found["env"] == {"SSL_CERT_FILE": "/ca", "HOME": home, "TMPDIR": home}
            assert found["cwd"] == home
            assert found["umask"] == 0o077
            assert found["stdin"] == ""
            assert found["core"] == [0, 0]
            assert found["open_files"] == 77
            assert found["niceness"] == os.nice(0) + 3
            if os.geteuid() == 0:  # for others the kernel takes ten a second, and may take none
                assert found["session_niceness"] in (3, None)
            assert found["group"]
            assert found["first_to_go"] == "1000"
            assert found["main"].endswith("start.py")
        case Failure(failure):
            pytest.fail(str(failure))


async def test_a_child_holds_no_descriptor_of_another(cells, cell, tmp_path):
    async def count():
        match await cells.run(cell("looks_around"), None, folder=tmp_path, fence=CLOSED):
            case Success(found):
                return len(found["descriptors"])

    alone = await count()
    asleep = [
        asyncio.create_task(cells.run(cell("sleeps"), None, folder=tmp_path, fence=CLOSED))
        for _ in "123"
    ]
    await asyncio.sleep(0.3)
    assert await count() == alone
    for task in asleep:
        task.cancel()
    await asyncio.gather(*asleep, return_exceptions=True)


async def test_twenty_cells_work_at_once(cells, cell, tmp_path):
    jobs = [
        cells.run(cell("echoes"), number, folder=tmp_path, fence=CLOSED) for number in range(20)
    ]
    assert await asyncio.gather(*jobs) == [Success(number) for number in range(20)]


async def test_what_is_preloaded_is_there_before_the_fork(cells, tmp_path):
    cell = Cell(f"{HERE}:imports", preload=("PIL.Image",))
    assert await cells.run(cell, "PIL.Image", folder=tmp_path, fence=CLOSED) == Success(True)
    cell = replace(cell, preload=())
    assert await cells.run(cell, "PIL.Image", folder=tmp_path, fence=CLOSED) == Success(False)


async def test_a_tool_that_cannot_be_imported_says_so_in_the_child(cells, cell, tmp_path):
    cell = replace(cell("echoes"), entry="no_such_tool:main", preload=("no_such_tool",))
    match await cells.run(cell, None, folder=tmp_path, fence=CLOSED):
        case Failure(Raised(error="ModuleNotFoundError")):
            pass
        case other:
            pytest.fail(str(other))


async def test_a_folder_of_the_caller_comes_before_the_installed_packages(cells, cell, tmp_path):
    (tmp_path / "PIL.py").write_text("def whose(job, talk):\n    return 'ours'\n")
    cell = replace(cell("echoes"), entry="PIL:whose", path=(tmp_path,))
    assert await cells.run(cell, None, folder=tmp_path, fence=CLOSED) == Success("ours")


def test_one_cells_serves_one_event_loop_after_the_other(cell, tmp_path):
    cells = Cells(fenced=False)

    async def once():
        return await cells.run(cell("echoes"), "again", folder=tmp_path, fence=CLOSED)

    for _ in range(3):
        assert asyncio.run(once()) == Success("again")
    asyncio.run(cells.aclose())


async def test_after_the_end_of_its_servers_it_starts_them_anew(cells, cell, tmp_path):
    await cells.run(cell("echoes"), None, folder=tmp_path, fence=CLOSED)
    await cells.aclose()
    assert await cells.run(cell("echoes"), "again", folder=tmp_path, fence=CLOSED) == Success(
        "again"
    )


async def test_a_folder_that_is_not_there_is_a_failure(cells, cell, tmp_path):
    match await cells.run(cell("echoes"), None, folder=Path("/no/such/folder"), fence=CLOSED):
        case Failure(Raised(error="FileNotFoundError")):
            pass
        case other:
            pytest.fail(str(other))
