"""With UPLOAD_CLEANUP_AFTER_SUCCESS=false, a folder has what the chat has, and the originals."""

import asyncio
from pathlib import Path

import pytest

from adapters.queues.journal import InMemoryJournal
from adapters.sinks.keeping import KeepingChats
from application.ports.chat import ChatSink
from domain.delivery import Batch, Delivery, Receipt
from domain.failures import ChatDown
from domain.jobs import ReplyAddress
from domain.outcome import Failure, Outcome, Success
from domain.progress import Looking
from tests.fakes.chats import FakeChats, FakeSink
from tests.fakes.rooms import FakeRoom
from tests.unit.nouns import fitted, media_file

ADDRESS = ReplyAddress(chat="fake", place="")


@pytest.fixture
def room(tmp_path: Path) -> FakeRoom:
    return FakeRoom(tmp_path / "room")


def message(room: FakeRoom) -> Batch:
    for name in ("same.jpg", "small.jpg", "large.jpg"):
        (room.folder / room.work / name).write_text(name)
    original = media_file("large.jpg").model_copy(update={"checksum": "1" * 64})
    made_small = fitted("small").model_copy(update={"original": original})
    return Batch(number=1, files=(fitted("same"), made_small))


async def delivered(sink: FakeSink, room: FakeRoom, folder: Path) -> Outcome[Receipt, object]:
    async def through(keeping: ChatSink) -> Outcome[Receipt, object]:
        keeping.progress(Looking())
        outcome = await keeping.deliver(message(room), room=room)
        await keeping.close(Delivery())
        return outcome

    chats = KeepingChats(FakeChats(sink), folder)
    async with chats.open(ADDRESS, job_id="job", journal=InMemoryJournal()) as keeping:
        return await through(keeping)


async def test_what_was_posted_and_its_originals_stay(room: FakeRoom, tmp_path: Path) -> None:
    sink, folder = FakeSink(), tmp_path / "kept"
    outcome = await delivered(sink, room, folder)
    assert outcome == Success(Receipt(number=1, keys=("same", "small")))
    assert sorted(path.read_text() for path in folder.iterdir()) == [
        "large.jpg",
        "same.jpg",
        "small.jpg",
    ]
    assert (sink.shown, sink.ends) == ([Looking()], [Delivery()])


async def test_what_the_chat_refused_does_not_stay(room: FakeRoom, tmp_path: Path) -> None:
    sink = FakeSink(fails={1: ChatDown()})
    assert await delivered(sink, room, tmp_path / "kept") == Failure(ChatDown())
    assert not (tmp_path / "kept").exists()


async def test_a_folder_that_takes_nothing_is_told_to_the_operator_and_the_chat_has_its_files(
    room: FakeRoom, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    outcome = await delivered(FakeSink(), room, tmp_path / "file" / "kept")
    assert isinstance(outcome, Success)
    assert "message 1 is not kept: no_room" in caplog.text


async def test_two_who_are_sent_the_same_overwrite_nothing_of_each_other(
    room: FakeRoom, tmp_path: Path
) -> None:
    folder = tmp_path / "kept"
    sinks = FakeSink(), FakeSink()
    await asyncio.gather(*(delivered(sink, room, folder) for sink in sinks))
    kept = sorted(path.name for path in folder.iterdir())
    assert kept == [
        f"{name}{end}" for name in ("large", "same", "small") for end in ("-2.jpg", ".jpg")
    ]
    assert len({path.read_text() for path in folder.iterdir()}) == 3
