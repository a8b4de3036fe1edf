import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from domain.delivery import Delivery
from domain.failures import (
    CannotFit,
    ChatDown,
    ChatRefused,
    ChatTooLarge,
    ConnectionLost,
    Corrupt,
    NoRoom,
    NotFound,
    TooLarge,
)
from domain.limits import FILES_OF_A_LARGE_JOB, LARGE_JOB, UploadLimits
from domain.metadata import OtherMetadata
from domain.progress import Fetching, Fitting, Looking, Sending
from domain.request import MediaRequest
from domain.sizes import MEBIBYTE
from tests.fakes.chats import ROOMY, FakeSink
from tests.fakes.fetchers import FakeFetcher, Post
from tests.fakes.media import FakeCompressor, FakeProbe
from tests.unit.use_cases import NOON, REQUEST, SOMEBODY, UseCases, never_after

ONE_A_MESSAGE = ROOMY.model_copy(update={"files_per_message": 1})


async def _share(cases: UseCases, sink: FakeSink, request: MediaRequest = REQUEST) -> Delivery:
    return await cases.share(request, to=sink, job_id="job", actor=SOMEBODY)


def _keys(sink: FakeSink) -> list[list[str]]:
    return [[fitted.key for fitted in batch.files] for batch in sink.batches]


async def test_a_link_becomes_messages_in_the_order_of_the_post(tmp_path: Path) -> None:
    cases = UseCases(tmp_path, FakeFetcher([Post(f"{n}.jpg") for n in range(12)]))
    sink = FakeSink()
    delivery = await _share(cases, sink)
    assert _keys(sink) == [[f"{n}.jpg" for n in range(10)], ["10.jpg", "11.jpg"]]
    assert delivery.outcome == "delivered"
    assert [fitted.key for fitted in delivery.delivered] == [f"{n}.jpg" for n in range(12)]
    assert delivery.metadata is not None
    assert delivery.metadata.title == "A post"
    assert cases.workspace.returned == ["job"]
    assert sink.ends == []


async def test_the_first_file_is_fitted_and_in_the_chat_before_the_last_has_arrived(
    tmp_path: Path,
) -> None:
    sink = FakeSink(ONE_A_MESSAGE)
    posts = [Post("1.jpg", 11 * MEBIBYTE), Post("2.jpg", after=sink.arrived.wait)]
    cases = UseCases(tmp_path, FakeFetcher(posts))
    delivery = await asyncio.wait_for(_share(cases, sink), 10)
    assert _keys(sink) == [["1.jpg"], ["2.jpg"]]
    assert delivery.delivered[0].action == "encoded"
    assert delivery.delivered[0].file.size_bytes <= ONE_A_MESSAGE.bytes_per_file


async def test_a_source_that_is_faster_than_fitting_is_held_back(tmp_path: Path) -> None:
    sink = FakeSink(ONE_A_MESSAGE)
    may_measure = asyncio.Event()
    arrived: list[str] = []

    class SlowFit:
        async def __call__(self, key: str, file: object, **rest: object) -> object:
            await may_measure.wait()
            return await cases.fit(key, file, **rest)  # type: ignore[arg-type]  # passed through

    async def note(name: str) -> None:
        arrived.append(name)

    posts = [Post(f"{n}.jpg", after=lambda n=n: note(f"{n}")) for n in range(20)]
    cases = UseCases(tmp_path, FakeFetcher(posts))
    gatherings = cases.share.gatherings
    share = replace(
        cases.share,
        gatherings=replace(gatherings, gather=replace(gatherings.gather, fit=SlowFit())),
    )
    job = asyncio.create_task(share(REQUEST, to=sink, job_id="job", actor=SOMEBODY))
    for _ in range(200):
        await asyncio.sleep(0)
    assert len(arrived) < 8
    may_measure.set()
    assert len((await job).delivered) == 20


async def test_what_is_told_to_be_large_is_sent_in_smaller_messages_from_the_start(
    tmp_path: Path,
) -> None:
    told = Post("large.jpg", LARGE_JOB, tells_size=True, fails=TooLarge(allowed=1))
    small = [Post(f"{n}.jpg") for n in range(6)]
    sink = FakeSink()
    cases = UseCases(tmp_path, FakeFetcher([*small, told]))
    await _share(cases, sink)
    assert [len(batch) for batch in _keys(sink)] == [FILES_OF_A_LARGE_JOB, 1]
    sending = [shown for shown in sink.shown if isinstance(shown, Sending)]
    assert [(shown.large_bytes or 0) > LARGE_JOB for shown in sending] == [True, True]


async def test_a_dead_item_leaves_a_note_and_the_others_go_on(tmp_path: Path) -> None:
    posts = [Post("1.jpg"), Post("2.jpg", fails=NotFound()), Post("3.jpg"), Post("4.jpg", 0)]
    cases = UseCases(tmp_path, FakeFetcher(posts), FakeProbe({"3.jpg": Corrupt()}))
    sink = FakeSink()
    delivery = await _share(cases, sink)
    assert _keys(sink) == [["1.jpg"]]
    assert delivery.outcome == "partly"
    left = [(left.key, left.failure) for left in delivery.left_behind]
    assert left == [("2.jpg", NotFound()), ("3.jpg", Corrupt()), ("4.jpg", Corrupt())]


async def test_a_fetch_that_breaks_off_delivers_what_came_and_says_why(tmp_path: Path) -> None:
    cases = UseCases(tmp_path, FakeFetcher([Post("1.jpg")], ends=ConnectionLost()))
    delivery = await _share(cases, FakeSink())
    assert delivery.outcome == "partly"
    assert delivery.failure == ConnectionLost()


async def test_a_post_that_is_not_there_is_a_failure_and_nothing_is_sent(tmp_path: Path) -> None:
    cases = UseCases(tmp_path, FakeFetcher([], ends=NotFound()))
    sink = FakeSink()
    delivery = await _share(cases, sink)
    assert (delivery.outcome, delivery.failure, sink.calls) == ("failed", NotFound(), 0)


async def test_without_room_nothing_is_fetched(tmp_path: Path) -> None:
    cases = UseCases(tmp_path)
    cases.workspace.full = True
    delivery = await _share(cases, FakeSink())
    assert delivery.failure == NoRoom(why="full")
    assert cases.fetcher.calls == 0


async def test_the_fetcher_is_told_the_smaller_of_the_chats_limit_and_ours(tmp_path: Path) -> None:
    cases = UseCases(tmp_path)
    await _share(cases, FakeSink())
    (aim,) = cases.fetcher.aims
    assert aim is not None
    assert aim.limits.bytes_per_file == 10 * MEBIBYTE
    assert aim.limits.bytes_per_message == 20 * MEBIBYTE


async def test_a_miss_is_corrected_by_a_new_plan(tmp_path: Path) -> None:
    compressor = FakeCompressor([1.2])
    cases = UseCases(tmp_path, FakeFetcher([Post("1.jpg", 11 * MEBIBYTE)]), compressor=compressor)
    delivery = await _share(cases, FakeSink())
    assert delivery.outcome == "delivered"
    assert len(compressor.plans) == 2


async def test_a_file_that_misses_three_times_is_left_behind(tmp_path: Path) -> None:
    compressor = FakeCompressor([2, 4, 30])
    cases = UseCases(tmp_path, FakeFetcher([Post("1.jpg", 11 * MEBIBYTE)]), compressor=compressor)
    delivery = await _share(cases, FakeSink())
    assert len(compressor.plans) == 3
    assert isinstance(delivery.left_behind[0].failure, CannotFit)


async def test_a_file_that_cannot_fit_is_left_behind_without_a_try(tmp_path: Path) -> None:
    cases = UseCases(tmp_path, FakeFetcher([Post("1.jpg", 1000)]))
    delivery = await _share(cases, FakeSink(ROOMY.model_copy(update={"bytes_per_file": 500})))
    assert isinstance(delivery.left_behind[0].failure, CannotFit)
    assert cases.compressor.plans == []


async def test_a_compressor_that_fails_leaves_the_file_behind(tmp_path: Path) -> None:
    compressor = FakeCompressor(fails=Corrupt())
    cases = UseCases(tmp_path, FakeFetcher([Post("1.jpg", 11 * MEBIBYTE)]), compressor=compressor)
    delivery = await _share(cases, FakeSink())
    assert delivery.left_behind[0].failure == Corrupt()


async def test_a_message_refused_as_too_large_is_split(tmp_path: Path) -> None:
    takes = UploadLimits(
        bytes_per_file=10 * MEBIBYTE, files_per_message=10, bytes_per_message=3 * MEBIBYTE
    )
    cases = UseCases(tmp_path, FakeFetcher([Post(f"{n}.jpg", MEBIBYTE) for n in range(8)]))
    sink = FakeSink(truly_takes=takes)
    delivery = await _share(cases, sink)
    assert delivery.outcome == "delivered"
    assert [key for batch in _keys(sink) for key in batch] == [f"{n}.jpg" for n in range(8)]
    assert max(len(batch) for batch in _keys(sink)) == 2


async def test_a_file_refused_alone_is_fitted_once_more_from_its_original(tmp_path: Path) -> None:
    takes = ROOMY.model_copy(update={"bytes_per_file": 8 * MEBIBYTE})
    cases = UseCases(tmp_path, FakeFetcher([Post("1.jpg", 8 * MEBIBYTE + 1)]))
    sink = FakeSink(truly_takes=takes)
    delivery = await _share(cases, sink)
    (sent,) = delivery.delivered
    assert sent.file.size_bytes <= 8 * MEBIBYTE
    assert sent.original.size_bytes == 8 * MEBIBYTE + 1
    assert sent.file.filepath != sent.original.filepath


async def test_what_a_chat_taught_holds_for_the_files_still_to_be_fitted(tmp_path: Path) -> None:
    takes = ROOMY.model_copy(update={"bytes_per_file": 8 * MEBIBYTE})
    sink = FakeSink(ONE_A_MESSAGE, truly_takes=takes)
    posts = [
        Post("1.jpg", 8 * MEBIBYTE + 1),
        Post("2.jpg", 20 * MEBIBYTE, after=sink.arrived.wait),
    ]
    cases = UseCases(tmp_path, FakeFetcher(posts))
    await _share(cases, sink)
    assert sink.calls == 3


async def test_a_file_refused_twice_is_left_behind(tmp_path: Path) -> None:
    sink = FakeSink(fails={1: ChatTooLarge(), 2: ChatTooLarge()})
    cases = UseCases(tmp_path, FakeFetcher([Post("1.jpg", MEBIBYTE)]))
    delivery = await _share(cases, sink)
    assert delivery.left_behind[0].failure == ChatTooLarge()
    assert sink.calls == 2


async def test_a_file_that_cannot_be_fitted_once_more_is_left_behind(tmp_path: Path) -> None:
    sink = FakeSink(fails={1: ChatTooLarge()})
    cases = UseCases(
        tmp_path,
        FakeFetcher([Post("1.jpg", MEBIBYTE)]),
        compressor=FakeCompressor(fails=Corrupt()),
    )
    delivery = await _share(cases, sink)
    assert delivery.left_behind[0].failure == Corrupt()


async def test_a_file_for_which_there_is_no_room_once_more_is_left_behind(tmp_path: Path) -> None:
    async def fill_the_disk() -> None:
        (room,) = cases.workspace.rooms.values()
        room.full = True

    sink = FakeSink(fails={1: ChatTooLarge()})
    cases = UseCases(tmp_path, FakeFetcher([Post("1.jpg", MEBIBYTE, after=fill_the_disk)]))
    delivery = await _share(cases, sink)
    assert delivery.left_behind[0].failure == NoRoom(why="full")


async def test_what_the_chat_has_already_is_not_sent_again(tmp_path: Path) -> None:
    cases = UseCases(tmp_path, FakeFetcher([Post(f"{n}.jpg") for n in range(3)]))
    sink = FakeSink(ONE_A_MESSAGE, has={1: ("0.jpg", "1.jpg")})
    delivery = await _share(cases, sink)
    assert _keys(sink) == [["2.jpg"]]
    assert [fitted.key for fitted in delivery.delivered] == ["0.jpg", "1.jpg", "2.jpg"]


async def test_when_the_chat_is_down_the_fetch_goes_on_and_the_rest_is_kept(
    tmp_path: Path,
) -> None:
    cases = UseCases(tmp_path, FakeFetcher([Post(f"{n}.jpg") for n in range(3)]))
    sink = FakeSink(ONE_A_MESSAGE, fails={2: ChatDown()})
    delivery = await _share(cases, sink)
    assert cases.fetcher.finished
    assert delivery.failure == ChatDown()
    assert [left.key for left in delivery.left_behind] == ["1.jpg", "2.jpg"]
    assert delivery.kept_until == NOON + timedelta(hours=1)

    again = FakeSink()
    retried = await cases.deliver_kept("job", to=again)
    assert _keys(again) == [["1.jpg", "2.jpg"]]
    assert retried.outcome == "delivered"
    assert retried.metadata == delivery.metadata
    assert cases.fetcher.calls == 1
    gone = await cases.deliver_kept("job", to=FakeSink())
    assert gone.failure == NoRoom(why="gone")


async def test_a_retry_that_fails_again_is_kept_again(tmp_path: Path) -> None:
    cases = UseCases(tmp_path)
    await _share(cases, FakeSink(fails={1: ChatDown()}))
    again = await cases.deliver_kept("job", to=FakeSink(fails={1: ChatDown()}))
    assert again.kept_until is not None
    assert (await cases.deliver_kept("job", to=FakeSink())).outcome == "delivered"


async def test_when_nothing_can_be_kept_no_time_is_promised(tmp_path: Path) -> None:
    cases = UseCases(tmp_path)
    cases.workspace.refuses_to_keep = True
    delivery = await _share(cases, FakeSink(fails={1: ChatDown()}))
    assert (delivery.failure, delivery.kept_until) == (ChatDown(), None)


async def test_nothing_is_kept_when_the_operator_keeps_nothing(tmp_path: Path) -> None:
    cases = UseCases(tmp_path, keep_for=timedelta(0))
    delivery = await _share(cases, FakeSink(fails={1: ChatDown()}))
    assert delivery.kept_until is None


async def test_a_chat_that_refuses_is_kept_the_whole_result(tmp_path: Path) -> None:
    cases = UseCases(tmp_path, FakeFetcher([Post("1.jpg"), Post("2.jpg")]))
    sink = FakeSink(ONE_A_MESSAGE, fails={1: ChatRefused(why="exhausted")})
    delivery = await _share(cases, sink)
    assert delivery.failure == ChatRefused(why="exhausted")
    assert cases.fetcher.finished
    (kept,) = cases.workspace.rooms["job"].kept
    assert [fitted.key for fitted in kept.pending] == ["1.jpg", "2.jpg"]


async def test_whoever_deletes_the_answer_ends_the_fetch(tmp_path: Path) -> None:
    posts = [Post("1.jpg"), Post("2.jpg", after=asyncio.Event().wait)]
    cases = UseCases(tmp_path, FakeFetcher(posts))
    sink = FakeSink(ONE_A_MESSAGE, fails={1: ChatRefused(why="deleted")})
    delivery = await asyncio.wait_for(_share(cases, sink), 10)
    assert delivery.failure == ChatRefused(why="deleted")
    assert not cases.fetcher.finished
    assert [left.key for left in delivery.left_behind] == ["1.jpg", "2.jpg"]
    assert delivery.seconds.fetch is None


async def test_a_cancelled_job_gives_its_room_back(tmp_path: Path) -> None:
    working = asyncio.Event()
    cases = UseCases(tmp_path, FakeFetcher([Post("1.jpg", after=never_after(working))]))
    job = asyncio.create_task(_share(cases, FakeSink()))
    await asyncio.wait_for(working.wait(), 10)
    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        await job
    assert cases.workspace.returned == ["job"]


async def test_progress_of_every_stage_reaches_whoever_is_shown_it(tmp_path: Path) -> None:
    cases = UseCases(tmp_path, FakeFetcher([Post("1.jpg", 11 * MEBIBYTE)]))
    sink = FakeSink()
    await _share(cases, sink)
    assert [type(progress) for progress in sink.shown] == [Looking, Fetching, Fitting, Sending]


async def test_a_spoiler_asked_for_marks_every_file(tmp_path: Path) -> None:
    cases = UseCases(tmp_path)
    delivery = await _share(cases, FakeSink(), REQUEST.model_copy(update={"spoiler": True}))
    assert delivery.delivered[0].file.spoiler


async def test_what_is_marked_by_itself_is_hidden_whatever_its_post_is(tmp_path: Path) -> None:
    class OneIsMarked(FakeFetcher):
        def _metadata(self, request: MediaRequest) -> OtherMetadata:
            self.told += 1
            return OtherMetadata(url=request.link.url, id="post", nsfw=self.told == 2)

        told = 0

    cases = UseCases(tmp_path, fetcher=OneIsMarked([Post("a.jpg"), Post("b.jpg"), Post("c.jpg")]))
    sink = FakeSink()
    await _share(cases, sink)
    (batch,) = sink.batches
    assert [fitted.file.spoiler for fitted in batch.files] == [False, True, False]


async def test_times_are_told_only_of_what_happened(tmp_path: Path) -> None:
    seconds = (await _share(UseCases(tmp_path), FakeSink())).seconds
    assert seconds.first_file is not None
    assert seconds.fetch is not None
    assert 0 <= seconds.fetch <= seconds.total
    assert 0 <= seconds.first_file <= seconds.total
