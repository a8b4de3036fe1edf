import asyncio
from pathlib import Path

import pytest

from domain.delivery import Broke, Cancelled, Delivery, End, Interrupted
from domain.failures import Corrupt, NoRoom, NotFound, NotInFile
from domain.jobs import JobKind, JobSpec, ReplyAddress
from domain.limits import Aim
from domain.outcome import Failure, Success
from domain.plans import Keep, Wish
from domain.sizes import MEBIBYTE
from tests.fakes.chats import ROOMY, FakeSink
from tests.fakes.fetchers import FakeFetcher, Post
from tests.fakes.journals import FakeJournal
from tests.fakes.media import JPEG, FakeProbe
from tests.unit.use_cases import REQUEST, SOMEBODY, UseCases, never_after

FOLDER = ReplyAddress(chat="folder", place="/somewhere")
AIM = Aim(limits=ROOMY)


async def test_saving_keeps_every_file_as_it_is_and_closes_the_folder(tmp_path: Path) -> None:
    cases = UseCases(
        tmp_path,
        FakeFetcher([Post("1.jpg", 11 * MEBIBYTE), Post("2.jpg")]),
        FakeProbe({"2.jpg": Corrupt()}),
    )
    shown = FakeSink()
    cases.folders.sink.limits = ROOMY.model_copy(update={"bytes_per_file": 10**12})
    delivery = await cases.save(
        REQUEST, into=FOLDER, job_id="job", actor=SOMEBODY, journal=FakeJournal(), shows=shown
    )
    assert [fitted.action for fitted in delivery.delivered] == ["kept", "kept"]
    assert delivery.delivered[0].file.width == 4000
    assert cases.folders.opened == [FOLDER]
    assert cases.folders.sink.ends == [delivery]
    assert cases.fetcher.aims == [None]
    assert shown.shown


async def test_saving_the_sound_alone_leaves_out_what_has_none(tmp_path: Path) -> None:
    cases = UseCases(tmp_path, FakeFetcher([Post("1.jpg")]))
    request = REQUEST.model_copy(update={"audio_only": True})
    delivery = await cases.save(
        request, into=FOLDER, job_id="job", actor=SOMEBODY, journal=FakeJournal(), shows=FakeSink()
    )
    assert delivery.delivered == ()
    assert [left.failure for left in delivery.left_behind] == [NotInFile(what="sound")]


async def test_looking_tells_items_without_fetching(tmp_path: Path) -> None:
    cases = UseCases(tmp_path, FakeFetcher([Post("1.jpg", 7)]))
    match await cases.look(REQUEST, job_id="job", actor=SOMEBODY):
        case Success(look):
            assert [item.size_bytes for item in look.items] == [7]
        case Failure(failure):
            pytest.fail(str(failure))
    assert cases.workspace.returned == ["job"]


async def test_looking_without_room_is_a_failure(tmp_path: Path) -> None:
    cases = UseCases(tmp_path)
    cases.workspace.full = True
    looked = await cases.look(REQUEST, job_id="job", actor=SOMEBODY)
    assert looked == Failure(NoRoom(why="full"))


async def _compress(cases: UseCases, path: Path, sink: FakeSink) -> Delivery:
    return await cases.compress(path, aim=AIM, wish=Wish(), to=sink, job_id="job", actor=SOMEBODY)


async def test_a_file_on_disk_becomes_a_file_that_fits(tmp_path: Path) -> None:
    path = tmp_path / "large.jpg"
    path.write_bytes(JPEG.ljust(11 * MEBIBYTE, b"x"))
    cases = UseCases(tmp_path / "rooms")
    sink = FakeSink()
    delivery = await _compress(cases, path, sink)
    assert delivery.outcome == "delivered"
    assert delivery.delivered[0].file.size_bytes <= ROOMY.bytes_per_file
    assert path.stat().st_size == 11 * MEBIBYTE


async def test_a_plan_is_told_without_carrying_it_out(tmp_path: Path) -> None:
    path = tmp_path / "small.jpg"
    path.write_bytes(JPEG)
    cases = UseCases(tmp_path / "rooms")
    planned = await cases.compress.plan(path, aim=AIM, wish=Wish(), job_id="j", actor=SOMEBODY)
    match planned:
        case Success((info, plan)):
            assert (info.size_bytes, plan) == (len(JPEG), Keep())
        case Failure(failure):
            pytest.fail(str(failure))
    assert cases.compressor.plans == []


async def test_a_file_that_is_not_there_or_no_media_is_a_failure(tmp_path: Path) -> None:
    cases = UseCases(tmp_path / "rooms", probe=FakeProbe({"bad.jpg": Corrupt()}))
    missing = tmp_path / "missing.jpg"
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(JPEG)
    sink = FakeSink()
    assert (await _compress(cases, missing, sink)).failure == NotFound()
    assert (await _compress(cases, bad, sink)).left_behind[0].failure == Corrupt()
    for path, failure in ((missing, NotFound()), (bad, Corrupt())):
        planned = await cases.compress.plan(path, aim=AIM, wish=Wish(), job_id="j", actor=SOMEBODY)
        assert planned == Failure(failure)
    cases.workspace.full = True
    full = NoRoom(why="full")
    assert (await _compress(cases, bad, sink)).failure == full
    planned = await cases.compress.plan(bad, aim=AIM, wish=Wish(), job_id="j", actor=SOMEBODY)
    assert planned == Failure(full)


def _spec(kind: JobKind = "share", kept_job: str | None = None) -> JobSpec:
    reply = ReplyAddress(chat="fake", place="1")
    return JobSpec(kind=kind, kept_job=kept_job, request=REQUEST, reply=reply, actor=SOMEBODY)


async def _answer(cases: UseCases, spec: JobSpec) -> object:
    return await cases.answer(
        spec, job_id="job", journal=FakeJournal(), stopped_by=lambda: Cancelled(by="1")
    )


async def test_a_job_is_answered_in_its_chat_and_closed_once(tmp_path: Path) -> None:
    cases = UseCases(tmp_path)
    end = await _answer(cases, _spec())
    assert cases.chats.sink.ends == [end]
    assert len(cases.chats.sink.batches) == 1


async def test_a_save_job_posts_nothing_but_how_it_ended(tmp_path: Path) -> None:
    cases = UseCases(tmp_path)
    end = await _answer(cases, _spec("save"))
    assert isinstance(end, Delivery)
    assert end.outcome == "delivered"
    assert cases.chats.sink.batches == []
    assert len(cases.folders.sink.batches) == 1
    assert cases.chats.sink.ends == [end]


async def test_a_kept_job_is_delivered_by_its_own_id_or_the_one_named(tmp_path: Path) -> None:
    cases = UseCases(tmp_path)
    for kept_job in (None, "other"):
        end = await _answer(cases, _spec("deliver_kept", kept_job))
        assert isinstance(end, Delivery)
        assert end.failure == NoRoom(why="gone")


async def test_progress_of_a_job_is_shown_in_its_chat_and_to_whoever_watches(
    tmp_path: Path,
) -> None:
    cases = UseCases(tmp_path)
    watcher = FakeSink()
    await cases.answer(
        _spec(), job_id="job", journal=FakeJournal(), stopped_by=Interrupted, watched_by=watcher
    )
    assert cases.chats.sink.shown == watcher.shown != []


async def test_a_job_that_never_ran_is_told_how_it_ended_and_does_no_work(tmp_path: Path) -> None:
    cases = UseCases(tmp_path)
    end = Cancelled(by="1")
    await cases.answer.only_tell(_spec(), end, job_id="job", journal=FakeJournal())
    assert cases.chats.opened == [_spec().reply]
    assert cases.chats.sink.ends == [end]
    assert cases.fetcher.calls == 0


async def test_a_bug_in_telling_one_chat_is_reported_and_keeps_nobody_else_from_being_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breaks(_end: End) -> None:
        raise LookupError("a bug")

    cases = UseCases(tmp_path)
    monkeypatch.setattr(cases.chats.sink, "close", breaks)
    await cases.answer.only_tell(_spec(), Interrupted(), job_id="job", journal=FakeJournal())
    ((job_id, bug),) = cases.bugs
    assert (job_id, str(bug)) == ("job", "a bug")


async def test_a_bug_is_told_to_the_operator_and_ends_its_own_job_only(tmp_path: Path) -> None:
    cases = UseCases(tmp_path, FakeFetcher(breaks=RuntimeError("a bug")))
    end = await _answer(cases, _spec())
    assert end == Broke(job_id="job")
    assert cases.chats.sink.ends == [end]
    ((job_id, bug),) = cases.bugs
    assert job_id == "job"
    assert "a bug" in repr(bug)
    assert cases.workspace.returned == ["job"]


@pytest.mark.parametrize("stop", [Cancelled(by="1"), Interrupted()])
async def test_a_job_that_is_stopped_tells_its_chat_by_whom(
    tmp_path: Path, stop: Cancelled | Interrupted
) -> None:
    working = asyncio.Event()
    cases = UseCases(tmp_path, FakeFetcher([Post("1.jpg", after=never_after(working))]))
    job = asyncio.create_task(
        cases.answer(_spec(), job_id="job", journal=FakeJournal(), stopped_by=lambda: stop)
    )
    await asyncio.wait_for(working.wait(), 10)
    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        await job
    assert cases.chats.sink.ends == [stop]


async def test_a_job_that_is_stopped_while_its_chat_opens_is_told_so_too(tmp_path: Path) -> None:
    cases = UseCases(tmp_path)
    cases.chats.opens = asyncio.Event()
    job = asyncio.create_task(_answer(cases, _spec()))
    while not cases.chats.opened:  # noqa: ASYNC110 - the fake tells nobody
        await asyncio.sleep(0)
    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        await job
    assert cases.chats.sink.ends == [Cancelled(by="1")]
    assert cases.fetcher.calls == 0
