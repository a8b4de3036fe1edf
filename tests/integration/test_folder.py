"""The folder that downloads end up in: whole files under new names, or nothing."""

import asyncio
import errno
import json
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.disk.bounds import Bounds
from adapters.disk.claims import claim
from adapters.disk.laying import PART
from adapters.queues.journal import InMemoryJournal
from adapters.sinks.folder import Folder, Folders
from domain.delivery import Batch, Receipt
from domain.failures import NoRoom
from domain.jobs import ReplyAddress
from domain.limits import UploadLimits
from domain.metadata import TwitterMetadata
from domain.outcome import Failure, Success
from domain.sizes import MEBIBYTE
from tests.fakes.rooms import FakeRoom
from tests.integration.full_disk import LIMIT, full_disk
from tests.unit.nouns import fitted

LIMITS = UploadLimits(
    bytes_per_file=100 * MEBIBYTE, files_per_message=9, bytes_per_message=200 * MEBIBYTE
)
POST = TwitterMetadata(url="https://x.com/nasa/status/1900", user_screen_name="nasa", id="1900")


@pytest.fixture
def room(tmp_path: Path) -> FakeRoom:
    return FakeRoom(tmp_path / "room")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "some" / "downloads"


@pytest.fixture
def folder(place: Path) -> Folder:
    return Folder(place, limits=LIMITS, journal=InMemoryJournal(), metadata_beside=True)


def batch(room: FakeRoom, **contents: bytes) -> Batch:
    for name, content in contents.items():
        (room.folder / room.work / f"{name}.jpg").write_bytes(content)
    return Batch(number=1, files=tuple(fitted(name) for name in contents))


def seen(place: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in place.iterdir()} if place.exists() else {}


async def test_files_never_overwrite_one_another(folder: Folder, room: FakeRoom) -> None:
    for number in (1, 2, 3):
        numbered = batch(room, a=b"%d" % number).model_copy(update={"number": number})
        assert isinstance(await folder.deliver(numbered, room=room), Success)
    place = folder.written["a"].parent
    assert seen(place) == {"a.jpg": b"1", "a-2.jpg": b"2", "a-3.jpg": b"3"}
    assert folder.written == {"a": place / "a-3.jpg"}
    assert place.is_absolute()


async def test_a_file_keeps_away_from_a_dangling_link_of_its_name(
    folder: Folder, room: FakeRoom, place: Path
) -> None:
    place.mkdir(parents=True)
    (place / "a.jpg").symlink_to(place / "elsewhere")
    await folder.deliver(batch(room, a=b"a"), room=room)
    assert folder.written["a"] == place / "a-2.jpg"


async def test_names_are_made_safe_once_more(folder: Folder, room: FakeRoom, place: Path) -> None:
    (room.folder / room.work / "a.jpg").write_bytes(b"a")
    one = fitted("a")
    named = one.file.model_copy(update={"filename": ".\u202egpj.con aux?"})
    message = Batch(number=1, files=(one.model_copy(update={"file": named}),))
    await folder.deliver(message, room=room)
    assert list(seen(place)) == ["gpj.con_aux"]


async def test_a_copy_is_readable_for_others_as_the_umask_says_and_independent_of_the_room(
    folder: Folder, room: FakeRoom
) -> None:
    await folder.deliver(batch(room, a=b"a"), room=room)
    path = folder.written["a"]
    umask = os.umask(0)
    os.umask(umask)
    assert path.stat().st_mode & 0o777 == 0o666 & ~umask
    assert path.stat().st_nlink == 1


async def test_nothing_is_shown_of_a_message_whose_second_file_is_gone(
    folder: Folder, room: FakeRoom, place: Path
) -> None:
    message = batch(room, a=b"a", b=b"b")
    (room.folder / message.files[1].file.filepath).unlink()
    assert await folder.deliver(message, room=room) == Failure(NoRoom(why="gone"))
    assert seen(place) == {}
    message = batch(room, a=b"a", b=b"b")
    assert await folder.deliver(message, room=room) == Success(Receipt(number=1, keys=("a", "b")))
    assert seen(place) == {"a.jpg": b"a", "b.jpg": b"b"}


async def test_a_link_that_a_tool_left_is_not_followed(
    folder: Folder, room: FakeRoom, place: Path, tmp_path: Path
) -> None:
    message = batch(room, a=b"a")
    left = room.folder / message.files[0].file.filepath
    left.unlink()
    (tmp_path / "secret").write_text("secret")
    left.symlink_to(tmp_path / "secret")
    assert await folder.deliver(message, room=room) == Failure(NoRoom(why="gone"))
    assert seen(place) == {}


async def test_a_full_disk_leaves_nothing_half_written(
    folder: Folder, room: FakeRoom, place: Path
) -> None:
    message = batch(room, a=b"a", b=bytes(2 * LIMIT))
    with full_disk():
        assert await folder.deliver(message, room=room) == Failure(NoRoom(why="full"))
    assert seen(place) == {}


async def test_a_folder_below_a_file_is_not_writable(room: FakeRoom, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    folder = Folder(tmp_path / "file" / "x", limits=LIMITS, journal=InMemoryJournal())
    message = batch(room, a=b"a")
    assert await folder.deliver(message, room=room) == Failure(NoRoom(why="not_writable"))


async def test_a_cancelled_message_is_there_whole_or_not_at_all(
    room: FakeRoom, tmp_path: Path
) -> None:
    for steps in range(0, 60, 3):
        place = tmp_path / f"{steps}"
        folder = Folder(place, limits=LIMITS, journal=InMemoryJournal())
        message = batch(room, a=b"a" * 9 * MEBIBYTE, b=b"b")
        delivering = asyncio.create_task(folder.deliver(message, room=room))
        for _ in range(steps):
            await asyncio.sleep(0.0002)
        delivering.cancel()
        with suppress(asyncio.CancelledError):
            await delivering
        assert len(seen(place)) == (0 if delivering.cancelled() else 2)


async def test_what_a_dead_process_left_is_swept_and_the_livings_spared(
    folder: Folder, room: FakeRoom, place: Path
) -> None:
    place.mkdir(parents=True)
    dead, living = place / PART.format("dead"), place / PART.format("living")
    dead.touch()
    held = claim(living)
    await folder.deliver(batch(room, a=b"a"), room=room)
    os.close(held)
    assert set(seen(place)) == {"a.jpg", living.name}


async def test_where_no_second_names_exist_a_file_still_appears_without_overwriting(
    folder: Folder, room: FakeRoom, place: Path, no_second_names: None
) -> None:
    place.mkdir(parents=True)
    (place / "a.jpg").write_bytes(b"mine")
    await folder.deliver(batch(room, a=b"a"), room=room)
    assert seen(place) == {"a.jpg": b"mine", "a-2.jpg": b"a"}


@pytest.fixture
def no_second_names(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "no hard links here")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "hardlink_to", refuse)
        yield


async def test_metadata_lies_beside_the_files_once(
    folder: Folder, room: FakeRoom, place: Path
) -> None:
    for number, name in enumerate("ab", 1):
        message = batch(room, **{name: b"x"}).model_copy(
            update={"number": number, "metadata": POST}
        )
        await folder.deliver(message, room=room)
    assert set(seen(place)) == {"a.jpg", "b.jpg", "x_nasa_1900.json"}
    assert TwitterMetadata.model_validate(json.loads(seen(place)["x_nasa_1900.json"])) == POST
    assert set(folder.written) == {"a", "b"}


async def test_files_without_their_metadata_are_not_shown(
    folder: Folder, room: FakeRoom, place: Path
) -> None:
    post = POST.model_copy(update={"description": "x" * 2 * LIMIT})
    message = batch(room, a=b"a").model_copy(update={"metadata": post})
    with full_disk():
        assert await folder.deliver(message, room=room) == Failure(NoRoom(why="full"))
    assert seen(place) == {}


async def test_an_address_may_name_a_limit_of_its_own(tmp_path: Path) -> None:
    address = ReplyAddress(chat="folder", place=f"{tmp_path}", bytes_per_file=7)
    async with Folders(LIMITS).open(address, job_id="job", journal=InMemoryJournal()) as folder:
        assert folder.limits == LIMITS.model_copy(update={"bytes_per_file": 7})


A_DAY = 24 * 60 * 60


async def test_a_folder_takes_no_more_than_it_may_hold(place: Path, room: FakeRoom) -> None:
    bounds = Bounds(bytes=250)
    kept = Folder(place, limits=LIMITS, journal=InMemoryJournal(), bounds=bounds)
    hundred = fitted("a").file.size_bytes
    first = await kept.deliver(batch(room, a=b"a", b=b"b"), room=room)
    assert isinstance(first, Success)
    for path in place.iterdir():
        os.truncate(path, hundred)
    over = batch(room, c=b"c").model_copy(update={"number": 2})
    assert await kept.deliver(over, room=room) == Failure(NoRoom(why="full"))
    assert sorted(seen(place)) == ["a.jpg", "b.jpg"]


async def test_what_is_too_old_makes_room(place: Path, room: FakeRoom) -> None:
    bounds = Bounds(bytes=250, age=timedelta(days=7))
    kept = Folder(place, limits=LIMITS, journal=InMemoryJournal(), bounds=bounds)
    place.mkdir(parents=True)
    for name, days in (("old.jpg", 8), ("new.jpg", 6)):
        (place / name).write_bytes(bytes(100))
        then = time.time() - days * A_DAY
        os.utime(place / name, (then, then))
    (place / "a folder").mkdir()
    assert isinstance(await kept.deliver(batch(room, a=b"a"), room=room), Success)
    assert sorted(path.name for path in place.iterdir()) == ["a folder", "a.jpg", "new.jpg"]


async def test_a_floor_of_the_disk_stays_free(place: Path, room: FakeRoom) -> None:
    place.mkdir(parents=True)
    bounds = Bounds(free_floor=1 << 60)
    kept = Folder(place, limits=LIMITS, journal=InMemoryJournal(), bounds=bounds)
    assert await kept.deliver(batch(room, a=b"a"), room=room) == Failure(NoRoom(why="full"))
    assert seen(place) == {}


async def test_a_folder_that_cannot_be_counted_takes_nothing(
    place: Path, room: FakeRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.mkdir(parents=True)

    def unreadable(_folder: Path) -> object:
        raise PermissionError(errno.EACCES, "not ours to read")

    monkeypatch.setattr("adapters.disk.bounds.os.scandir", unreadable)
    kept = Folder(place, limits=LIMITS, journal=InMemoryJournal(), bounds=Bounds(bytes=250))
    end = await kept.deliver(batch(room, a=b"a"), room=room)
    assert end == Failure(NoRoom(why="not_writable"))
