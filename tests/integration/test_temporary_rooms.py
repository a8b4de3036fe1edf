"""Rooms on a real disk: what the dead leave, what is kept for a time, what is refused."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from adapters.disk.claims import claim, seize
from adapters.workspaces import temporary
from adapters.workspaces.temporary import Temporary
from application.ports.egress import JobBudget
from application.ports.workspace import Room
from domain.delivery import Kept
from domain.failures import NoRoom, QuotaExceeded
from domain.jobs import Actor
from domain.link import Link
from domain.metadata import OtherMetadata
from domain.outcome import Failure, Outcome, Success
from domain.quotas import Quotas
from domain.request import MediaRequest
from tests.fakes.egress import Unguarded
from tests.integration.full_disk import LIMIT, full_disk

ANN, BEN = Actor(user="ann", guild="g"), Actor(user="ben", guild="g")
REQUEST = MediaRequest(link=Link(url="https://example.com/a"))
REPOSITORY = Path(__file__).parents[2]


class DiskUsage(NamedTuple):
    free: int


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def rooms(tmp_path: Path, clock: Clock) -> Temporary:
    return Temporary(tmp_path / "rooms", Unguarded(), now=clock)


@asynccontextmanager
async def lent(
    rooms: Temporary, owner: Actor = ANN, expected: int | None = None
) -> AsyncIterator[Room]:
    async with rooms.lend("job", owner=owner, expected=expected) as outcome:
        assert isinstance(outcome, Success)
        yield outcome.unwrap()


async def asked(rooms: Temporary, owner: Actor, expected: int | None) -> Outcome[None, object]:
    async with rooms.lend("asked", owner=owner, expected=expected) as outcome:
        match outcome:
            case Success():
                return Success(None)
            case Failure(failure):
                return Failure(failure)


def fill(room: Room, size: int) -> None:
    (room.folder / room.work / "file").write_bytes(bytes(size))


def kept_until(clock: Clock, *, minutes: int) -> Kept:
    until = clock() + timedelta(minutes=minutes)
    return Kept(request=REQUEST, metadata=None, origin=None, pending=(), until=until)


async def test_nothing_is_left_when_no_job_works(rooms: Temporary) -> None:
    async with lent(rooms) as room:
        fill(room, 10)
    assert list(rooms.parent.iterdir()) == []


BORROWER = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from tests.fakes.egress import Unguarded
from adapters.workspaces.temporary import Temporary
from domain.jobs import Actor

async def borrow():
    rooms = Temporary(Path(sys.argv[1]), Unguarded(), now=lambda: datetime.now(UTC))
    async with rooms.lend("job", owner=Actor(user="ann"), expected=None) as lent:
        print(lent.unwrap().folder, flush=True)
        await asyncio.sleep(60)

asyncio.run(borrow())
"""


async def test_a_sweep_removes_what_the_dead_left_and_spares_the_living(rooms: Temporary) -> None:
    borrower = await asyncio.create_subprocess_exec(
        sys.executable, "-c", BORROWER, rooms.parent, cwd=REPOSITORY, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert borrower.stdout is not None
        theirs = Path((await borrower.stdout.readline()).decode().strip())
        await rooms.sweep()
        assert theirs.is_dir()
    finally:
        borrower.kill()
        await borrower.wait()
    assert theirs.is_dir()
    async with lent(rooms) as ours:
        assert not theirs.exists()
        await rooms.sweep()
        assert ours.folder.is_dir()
    assert list(rooms.parent.iterdir()) == []


async def test_what_is_kept_survives_its_process_until_its_time_is_over(
    rooms: Temporary, clock: Clock
) -> None:
    async with lent(rooms) as room:
        await room.keep(kept_until(clock, minutes=10))
    other = Temporary(rooms.parent, Unguarded(), now=clock)
    await other.sweep()
    assert room.folder.is_dir()
    clock.now += timedelta(minutes=11)
    async with other.reopen("job") as outcome:
        assert outcome == Failure(NoRoom(why="gone"))
    assert list(rooms.parent.iterdir()) == []


async def test_a_room_goes_even_if_a_tool_left_a_folder_that_cannot_be_entered(
    rooms: Temporary,
) -> None:
    async with lent(rooms) as room:
        locked = room.folder / room.work / "locked" / "inner"
        locked.mkdir(parents=True)
        (locked / "file").touch()
        locked.chmod(0)
        locked.parent.chmod(0)
    assert list(rooms.parent.iterdir()) == []


async def test_an_impossible_parent_is_not_writable(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "file").touch()
    rooms = Temporary(tmp_path / "file" / "rooms", Unguarded(), now=clock)
    assert await asked(rooms, ANN, None) == Failure(NoRoom(why="not_writable"))


async def test_the_floor_of_free_space_is_kept(tmp_path: Path, clock: Clock) -> None:
    quotas = Quotas(free_floor=2**60)
    rooms = Temporary(tmp_path / "rooms", Unguarded(), now=clock, quotas=quotas)
    assert await asked(rooms, ANN, None) == Failure(NoRoom(why="full"))


async def test_a_job_that_is_known_to_be_too_much_is_refused(rooms: Temporary) -> None:
    allowed = JobBudget().disk_bytes
    refusal = QuotaExceeded(whose="job", used=allowed + 1, allowed=allowed)
    assert await asked(rooms, ANN, allowed + 1) == Failure(refusal)
    assert list(rooms.parent.iterdir()) == []


async def test_what_is_in_work_counts_against_the_quotas(tmp_path: Path, clock: Clock) -> None:
    quotas = Quotas(user=1000, guild=1500)
    rooms = Temporary(tmp_path / "rooms", Unguarded(), now=clock, quotas=quotas)
    async with lent(rooms, expected=600) as room:
        assert await asked(rooms, ANN, 400) == Success(None)
        assert await asked(rooms, BEN, 901) == Failure(
            QuotaExceeded(whose="guild", used=600, allowed=1500)
        )
        fill(room, 900)
        assert await asked(rooms, ANN, 101) == Failure(
            QuotaExceeded(whose="user", used=900, allowed=1000)
        )
        assert await asked(rooms, BEN, 600) == Success(None)
    assert await asked(rooms, ANN, 1000) == Success(None)


async def test_what_arrives_counts_while_it_arrives(tmp_path: Path, clock: Clock) -> None:
    quotas = Quotas(user=1000, guild=1500)
    rooms = Temporary(tmp_path / "rooms", Unguarded(), now=clock, quotas=quotas)
    async with lent(rooms) as room, lent(rooms, BEN) as other:
        fill(room, 1000)
        fill(other, 500)
        assert await room.overdrawn() is await other.overdrawn() is None
        fill(other, 501)
        assert await room.overdrawn() == QuotaExceeded(whose="guild", used=501, allowed=1500)
        fill(room, 1001)
        assert await room.overdrawn() == QuotaExceeded(whose="user", used=0, allowed=1000)


async def test_the_floor_of_free_space_is_kept_while_files_arrive(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    quotas = Quotas(free_floor=1000)
    rooms = Temporary(tmp_path / "rooms", Unguarded(), now=clock, quotas=quotas)
    async with lent(rooms) as room:
        monkeypatch.setattr(temporary, "disk_usage", lambda _: DiskUsage(free=999))
        assert await room.overdrawn() == NoRoom(why="full")


async def test_what_is_kept_counts_with_what_is_there(tmp_path: Path, clock: Clock) -> None:
    rooms = Temporary(tmp_path / "rooms", Unguarded(), now=clock, quotas=Quotas(everything=5000))
    async with lent(rooms, expected=5000) as room:
        fill(room, 100)
        await room.keep(kept_until(clock, minutes=10))
    assert await asked(rooms, ANN, 4000) == Success(None)
    assert isinstance(await asked(rooms, BEN, 4950), Failure)


async def test_a_file_that_does_not_fit_on_the_disk_is_not_brought(
    rooms: Temporary, tmp_path: Path
) -> None:
    (tmp_path / "large").write_bytes(bytes(2 * LIMIT))
    async with lent(rooms) as room:
        with full_disk():
            brought = await room.bring(tmp_path / "large")
        assert brought == Failure(NoRoom(why="full"))


async def test_where_no_folder_can_be_made_that_is_said(rooms: Temporary) -> None:
    async with lent(rooms) as room:
        (room.folder / room.work).rmdir()
        assert room.within("try") == Failure(NoRoom(why="not_writable"))
        assert await room.bring(Path(__file__)) == Failure(NoRoom(why="not_writable"))


async def test_a_record_that_does_not_fit_on_the_disk_keeps_nothing(
    rooms: Temporary, clock: Clock
) -> None:
    post = OtherMetadata(url="https://example.com/", description="x" * 2 * LIMIT)
    kept = kept_until(clock, minutes=10).model_copy(update={"metadata": post})
    async with lent(rooms) as room:
        with full_disk():
            assert await room.keep(kept) == Failure(NoRoom(why="full"))
    assert list(rooms.parent.iterdir()) == []


def test_a_claim_is_the_living_owners(tmp_path: Path) -> None:
    path = tmp_path / "claimed"
    held = claim(path)
    assert seize(path) is None
    os.close(held)
    again = seize(path)
    assert again is not None
    os.close(again)
    path.unlink()
    assert seize(path) is None
