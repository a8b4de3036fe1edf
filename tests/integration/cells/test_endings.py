import os
from signal import SIGABRT, SIGKILL, SIGSEGV

import pytest

from adapters.cells.endings import Died, Garbled, OutOfMemory, Overran, Raised
from adapters.cells.fence import CLOSED
from adapters.cells.limits import CellLimits
from domain.outcome import Failure, Success


@pytest.fixture
def ending(cells, cell, tmp_path):
    """Runs a function in a child and gives the failure that it ends with."""

    async def run(name, job=None, **limits):
        outcome = await cells.run(
            cell(name), job, folder=tmp_path, fence=CLOSED, limits=CellLimits(**limits)
        )
        match outcome:
            case Failure(failure):
                return failure
            case Success(value):
                pytest.fail(f"it ended well: {value}")

    return run


async def test_an_exception_is_told_by_its_class_and_bounded_words(ending):
    failure = await ending("raises")
    assert isinstance(failure, Raised)
    assert failure.error == "LookupError"
    assert failure.message.startswith("no such thing xxx")
    assert len(failure.message) <= 8192
    assert len(failure.words) <= 8192


async def test_a_result_that_is_no_json_is_an_exception(ending):
    failure = await ending("returns_no_json")
    assert isinstance(failure, Raised)
    assert failure.error == "TypeError"
    assert "Traceback" in failure.words


@pytest.mark.parametrize(("status", "code"), [(0, 0), (3, 3), (None, 0), ("a message", 1)])
async def test_an_exit_is_told_by_its_status(ending, status, code):
    failure = await ending("exits", status)
    assert isinstance(failure, Died)
    assert (failure.code, failure.signal) == (code, None)
    assert "usage: ..." in failure.words


async def test_an_end_without_a_word_is_told_by_its_status(ending):
    assert await ending("ends_at_once", 7) == Died(code=7)


@pytest.mark.parametrize(("how", "signal"), [("segfaults", SIGSEGV), ("aborts", SIGABRT)])
async def test_a_crash_is_told_by_its_signal(ending, how, signal):
    failure = await ending(how)
    assert isinstance(failure, Died)
    assert (failure.code, failure.signal) == (None, signal)
    assert "Fatal Python error" in failure.words


async def test_only_the_last_words_are_kept(ending):
    failure = await ending("prints_much")
    assert len(failure.words) == 8192
    assert failure.words.endswith("line 19999\n")


async def test_a_child_that_takes_too_long_is_stopped(ending, is_gone):
    assert await ending("sleeps", seconds=2) == Overran("total", 2)
    assert is_gone()


async def test_a_child_that_only_chats_is_stopped_too(ending):
    assert await ending("chats_for_ever", seconds=2, idle_seconds=1.5) == Overran("total", 2)


async def test_a_silent_child_is_stopped(ending, is_gone):
    assert await ending("sleeps", idle_seconds=2) == Overran("idle", 2)
    assert is_gone()


async def test_a_child_that_holds_the_interpreter_is_stopped(ending, is_gone):
    assert await ending("matches_for_ever", seconds=2) == Overran("total", 2)
    assert is_gone()


async def test_a_child_that_burns_the_processor_is_stopped(ending):
    failure = await ending("spins", cpu_seconds=1)
    assert isinstance(failure, Overran)
    assert (failure.which, failure.after) == ("cpu", 1)


async def test_a_child_that_wants_too_much_memory_does_not_get_it(ending):
    failure = await ending("takes_memory", 16 << 30, memory_bytes=1 << 30)
    assert isinstance(failure, OutOfMemory)


async def test_a_file_that_grows_too_large_is_an_error_of_the_child(ending, tmp_path):
    failure = await ending("writes", 100, file_bytes=50 << 10)
    assert isinstance(failure, Raised)
    assert "File too large" in failure.message
    assert (tmp_path / "big").stat().st_size == 50 << 10


async def test_too_many_open_files_are_an_error_of_the_child(ending):
    failure = await ending("opens", 100, open_files=50)
    assert isinstance(failure, Raised)
    assert "Too many open files" in failure.message


@pytest.mark.parametrize(
    "line",
    [
        "garbage",
        "\x00\x01",
        "[" * 100_000,
        "9" * 5_000,
        '{"tell": NaN}',
        '{"tell": 1e999}',
        '{"done": -1e999}',
        '{"tell": "half a character: \\ud83d"}',
        '{"done": {"\\udfff": 1}}',
        '{"done"',
        "{}",
        "3",
        '{"raised": 3, "message": "x"}',
    ],
    ids=lambda line: line[:20],
)
async def test_a_line_that_is_not_ours_ends_the_child(ending, line):
    assert await ending("says", line + "\n") == Garbled("not_ours")


async def test_a_line_may_hold_whatever_can_be_written(cells, cell, tmp_path):
    line = r'{"done": ["\ud83d\ude00", "\u001b", "a \\ud83d", 1e300]}'
    outcome = await cells.run(cell("says"), line + "\n", folder=tmp_path, fence=CLOSED)
    assert outcome == Success(["😀", "\x1b", r"a \ud83d", 1e300])


async def test_a_line_without_an_end_ends_the_child(ending):
    assert await ending("says_without_end", line_bytes=1 << 20) == Garbled("line_too_long")


async def test_a_child_that_never_stops_talking_is_stopped(ending):
    assert await ending("tells_without_end", said_bytes=1 << 20) == Garbled("too_much")


async def test_a_child_cannot_leave_the_group_that_it_is_killed_by(ending):
    failure = await ending("leaves_its_group")
    assert isinstance(failure, Raised)
    assert failure.error == "PermissionError"


async def test_a_child_that_closes_its_talk_does_not_live_on(ending, is_gone):
    assert await ending("falls_silent") == Died(signal=SIGKILL)
    assert is_gone()


async def test_a_child_that_tells_its_result_does_not_live_on(cells, cell, tmp_path, is_gone):
    outcome = await cells.run(
        cell("lives_on_after_its_result"), None, folder=tmp_path, fence=CLOSED
    )
    assert outcome == Success(42)
    assert is_gone()


@pytest.mark.parametrize("job", ["keep it near", "let it stray"])
async def test_a_child_of_the_child_does_not_live_on(cells, cell, tmp_path, is_gone, job):
    outcome = await cells.run(cell("has_a_child"), job, folder=tmp_path, fence=CLOSED)
    assert outcome == Success("left it alone")
    assert is_gone()
    assert is_gone("grandchild")


async def test_a_child_that_kills_the_server_is_dead_itself_and_hurts_no_later_one(
    cells, cell, tmp_path, ending, is_gone, eventually
):
    assert await ending("kills_its_server") == Died()
    assert await eventually(is_gone)  # as the server is dead, the system buries it
    assert await cells.run(cell("echoes"), "next", folder=tmp_path, fence=CLOSED) == Success("next")


async def test_a_dead_server_is_started_again(cells, cell, tmp_path):
    await cells.run(cell("echoes"), None, folder=tmp_path, fence=CLOSED)
    for server in cells._servers.values():
        os.kill(server._process.pid, SIGKILL)
        server.wait()
    assert await cells.run(cell("echoes"), "next", folder=tmp_path, fence=CLOSED) == Success("next")


async def test_a_system_without_room_for_a_child_is_a_failure(cells, cell, tmp_path, monkeypatch):
    def no_more(*_):
        raise OSError(24, "Too many open files")

    monkeypatch.setattr("adapters.cells.child.socket.socketpair", no_more)
    outcome = await cells.run(cell("echoes"), None, folder=tmp_path, fence=CLOSED)
    assert outcome == Failure(Died(words="[Errno 24] Too many open files"))
