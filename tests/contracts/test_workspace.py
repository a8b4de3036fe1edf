"""What every Workspace and every Room promises, whoever lends it."""

import asyncio
import hashlib
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import final

import pytest

from adapters.workspaces.temporary import Temporary
from application.ports.workspace import Room, Workspace
from domain.delivery import Kept
from domain.failures import Corrupt, NoRoom, NotFound, QuotaExceeded
from domain.jobs import Actor, JobId
from domain.link import Link
from domain.media import MediaFile, MediaKind
from domain.outcome import Failure, Outcome, Success
from domain.request import MediaRequest
from tests.fakes.egress import Unguarded
from tests.fakes.rooms import FakeWorkspace

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ANN = Actor(user="ann")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(4) + b"IDAT" + bytes(50)

Promise = Callable[[Workspace, Path], Awaitable[None]]


def kept(until: datetime = NOW + timedelta(hours=1)) -> Kept:
    request = MediaRequest(link=Link(url="https://example.com/a"))
    return Kept(request=request, metadata=None, origin=None, pending=(), until=until)


@asynccontextmanager
async def lent(workspace: Workspace, job_id: JobId = "job") -> AsyncIterator[Room]:
    async with workspace.lend(job_id, owner=ANN, expected=None) as outcome:
        assert isinstance(outcome, Success)
        yield outcome.unwrap()


async def nobody_else_enters_a_room(workspace: Workspace, outside: Path) -> None:
    async with lent(workspace, "one") as one, lent(workspace, "two") as two:
        assert one.folder.is_absolute()
        assert (one.folder / one.work).is_dir()
        assert one.folder != two.folder
        assert one.folder.stat().st_mode & 0o777 == 0o700


async def a_room_is_gone_after_success(workspace: Workspace, outside: Path) -> None:
    async with lent(workspace) as room:
        (room.folder / room.work / "a").write_bytes(PNG)
    assert not room.folder.exists()


async def a_room_is_gone_after_a_failure(workspace: Workspace, outside: Path) -> None:
    folders = []

    async def fail() -> None:
        async with lent(workspace) as room:
            folders.append(room.folder)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert [folder.exists() for folder in folders] == [False]


async def a_room_is_gone_after_any_number_of_cancellations(
    workspace: Workspace, outside: Path
) -> None:
    entered = asyncio.Event()
    folders = []

    async def borrow() -> None:
        async with lent(workspace) as room:
            folders.append(room.folder)
            for number in range(300):
                (room.folder / room.work / f"{number}").write_bytes(PNG)
            entered.set()
            await asyncio.Event().wait()

    borrowing = asyncio.create_task(borrow())
    await entered.wait()
    while not borrowing.done():
        borrowing.cancel()
        await asyncio.sleep(0)
    assert borrowing.cancelled()
    assert [folder.exists() for folder in folders] == [False]


async def a_kept_room_opens_once_more(workspace: Workspace, outside: Path) -> None:
    async with lent(workspace) as room:
        (room.folder / room.work / "a").write_bytes(PNG)
        assert isinstance(await room.keep(kept()), Success)
    async with workspace.reopen("job") as outcome:
        assert isinstance(outcome, Success)
        again, record = outcome.unwrap()
        assert record == kept()
        assert (again.folder / room.work / "a").read_bytes() == PNG
    async with workspace.reopen("job") as outcome:
        assert outcome == Failure(NoRoom(why="gone"))


async def a_kept_room_is_lent_to_one_at_a_time(workspace: Workspace, outside: Path) -> None:
    async with lent(workspace) as room:
        await room.keep(kept())
    async with workspace.reopen("job") as first, workspace.reopen("job") as second:
        assert isinstance(first, Success)
        assert second == Failure(NoRoom(why="in_use"))


async def a_room_that_is_kept_again_opens_again(workspace: Workspace, outside: Path) -> None:
    async with lent(workspace) as room:
        await room.keep(kept())
    async with workspace.reopen("job") as outcome:
        assert isinstance(outcome, Success)
        again, _ = outcome.unwrap()
        await again.keep(kept())
    async with workspace.reopen("job") as outcome:
        assert isinstance(outcome, Success)


async def a_room_that_nobody_kept_is_gone(workspace: Workspace, outside: Path) -> None:
    async with lent(workspace):
        pass
    async with workspace.reopen("job") as outcome:
        assert outcome == Failure(NoRoom(why="gone"))


async def each_try_has_a_folder_of_its_own(workspace: Workspace, outside: Path) -> None:
    async with lent(workspace) as room:
        tries = [room.within(name).unwrap() for name in ("api", "cli", "api")]
        works = {room.work, *(one.work for one in tries)}
        assert len(works) == 4
        assert {one.folder for one in tries} == {room.folder}
        assert all((room.folder / work).is_dir() for work in works)
        later = room.within("later", items=1).unwrap()
        assert (later.budget.items, later.within("inner").unwrap().budget.items) == (1, 1)
        assert tries[0].budget == room.budget


async def a_room_says_when_too_much_lies_in_it(workspace: Workspace, outside: Path) -> None:
    async with lent(workspace) as room:
        assert await room.overdrawn() is None
        allowed = room.budget.disk_bytes
        with (room.folder / room.work / "a").open("wb") as file:
            file.truncate(allowed + 1)
        assert await room.overdrawn() == QuotaExceeded(
            whose="job", used=allowed + 1, allowed=allowed
        )


async def a_file_is_taken_for_what_its_bytes_are(workspace: Workspace, outside: Path) -> None:
    async with lent(workspace) as room:
        path = room.work / "a.mp4"
        (room.folder / path).write_bytes(PNG)
        assert await room.take(path, filename="a/../b.mp4", description="A dot.") == Success(
            MediaFile(
                filename="a_.._b.png",
                filepath=path,
                file_type=MediaKind.IMAGE,
                mimetype="image/png",
                size_bytes=len(PNG),
                checksum=hashlib.sha256(PNG).hexdigest(),
                description="A dot.",
            )
        )


async def only_regular_files_of_the_room_are_taken(workspace: Workspace, outside: Path) -> None:
    secret = outside / "secret.png"
    secret.write_bytes(PNG)
    async with lent(workspace) as room:
        work = room.folder / room.work
        (work / "link").symlink_to(secret)
        (work / "second_name").hardlink_to(secret)
        (work / "way_out").symlink_to(outside)
        (work / "folder").mkdir()
        (work / "empty").touch()
        (work / "page.jpg").write_bytes(b"<!DOCTYPE html>")
        os.mkfifo(work / "pipe")
        inside = ["link", "second_name", "way_out/secret.png", "folder", "empty", "page.jpg"]
        ups = "/".join([".."] * len(work.parts))
        inside += [f"{ups}{secret}", "a\0b", "\ud800", "a" * 300]
        for name in (*inside, "pipe", "missing"):
            taken = await room.take(room.work / name)
            assert taken == Failure(Corrupt()), name
        assert await room.take(PurePosixPath(secret)) == Failure(Corrupt())


async def a_file_that_is_brought_stays_as_it_is(workspace: Workspace, outside: Path) -> None:
    original = outside / "photo"
    original.write_bytes(PNG)
    async with lent(workspace) as room:
        brought = await room.bring(original)
        assert isinstance(brought, Success)
        file = brought.unwrap()
        assert file.filename == "photo.png"
        assert file.filepath.is_relative_to(room.work)
        (room.folder / file.filepath).write_bytes(b"")
        assert await room.bring(outside / "missing") == Failure(NotFound())
        assert await room.bring(outside) == Failure(NotFound())
    assert original.read_bytes() == PNG


LENDING: list[Promise] = [
    nobody_else_enters_a_room,
    a_room_is_gone_after_success,
    a_room_is_gone_after_a_failure,
    a_room_is_gone_after_any_number_of_cancellations,
    a_kept_room_opens_once_more,
    a_kept_room_is_lent_to_one_at_a_time,
    a_room_that_is_kept_again_opens_again,
    a_room_that_nobody_kept_is_gone,
    each_try_has_a_folder_of_its_own,
]
TAKING: list[Promise] = [
    a_room_says_when_too_much_lies_in_it,
    a_file_is_taken_for_what_its_bytes_are,
    only_regular_files_of_the_room_are_taken,
    a_file_that_is_brought_stays_as_it_is,
]
PROMISES = [*LENDING, *TAKING]


def temporary(parent: Path) -> Workspace:
    return Temporary(parent, Unguarded(), now=lambda: NOW)


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
async def test_a_workspace_promises_that(promise: Promise, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    await promise(temporary(tmp_path / "rooms"), outside)


@pytest.mark.parametrize("promise", LENDING, ids=lambda promise: promise.__name__)
async def test_the_fake_which_believes_names_lends_like_any_workspace(
    promise: Promise, tmp_path: Path
) -> None:
    await promise(FakeWorkspace(tmp_path / "rooms"), tmp_path)


@final
class LyingWorkspace(Workspace):
    """One folder for all, which it never tidies up."""

    def __init__(self, parent: Path) -> None:
        self.folder = parent

    @asynccontextmanager
    async def lend(
        self, job_id: JobId, *, owner: Actor, expected: int | None
    ) -> AsyncIterator[Outcome[Room, NoRoom | QuotaExceeded]]:
        yield Success(LyingRoom(self.folder))

    @asynccontextmanager
    async def reopen(self, job_id: JobId) -> AsyncIterator[Outcome[tuple[Room, Kept], NoRoom]]:
        yield Failure(NoRoom(why="full"))


@final
class LyingRoom(Room):
    """Takes everything for what it is called, and keeps nothing."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.work = folder, PurePosixPath("work")
        (folder / self.work).mkdir(parents=True, exist_ok=True)

    def within(self, name: str, *, items: int | None = None) -> "Outcome[LyingRoom, NoRoom]":
        return Success(self)

    async def take(
        self, path: PurePosixPath, *, filename: str | None = None, description: str | None = None
    ) -> Outcome[MediaFile, Corrupt | NoRoom]:
        return Success(
            MediaFile(
                filename=path.name,
                filepath=path,
                file_type=MediaKind.VIDEO,
                mimetype="video/mp4",
                size_bytes=1,
                checksum="",
            )
        )

    async def bring(self, path: Path) -> Outcome[MediaFile, Corrupt | NotFound | NoRoom]:
        shutil.move(path, self.folder / self.work)
        return await self.take(self.work / path.name)

    async def overdrawn(self) -> QuotaExceeded | NoRoom | None:
        return NoRoom(why="full")

    async def keep(self, kept: Kept) -> Outcome[None, NoRoom]:
        return Success(None)


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
async def test_a_liar_is_found_out_by(promise: Promise, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    with pytest.raises((AssertionError, OSError)):
        await promise(LyingWorkspace(tmp_path / "rooms"), outside)
