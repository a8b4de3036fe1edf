import asyncio
import itertools
import shutil
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from adapters.queues.in_process import InProcess
from adapters.queues.records import Records
from domain.delivery import Cancelled, Delivery, Interrupted
from domain.failures import AlreadyOver, JobGone, NotYours, QueueFull
from domain.jobs import Actor, JobId, JobSpec, JobState, ReplyAddress
from domain.link import Link
from domain.outcome import Failure, Success
from domain.progress import Fetching
from domain.request import MediaRequest
from domain.turns import Caps
from tests.fakes.chats import FakeSink
from tests.fakes.fetchers import FakeFetcher, Post
from tests.fakes.journals import FakeJournal
from tests.unit.use_cases import UseCases

ANNA = Actor(user="anna", guild="g")
BERT = Actor(user="bert", guild="g")
BOSS = Actor(user="boss", guild="g", may_manage=True)


def _spec(actor: Actor = ANNA, url: str = "https://example.com/") -> JobSpec:
    return JobSpec(
        request=MediaRequest(link=Link(url=url)),
        reply=ReplyAddress(chat="fake", place="1", token=SecretStr("s3cret")),
        actor=actor,
    )


class Working:
    """A queue whose jobs wait until they are let go."""

    def __init__(self, tmp_path: Path, caps: Caps | None = None) -> None:
        self.may_end = asyncio.Event()
        self.records = tmp_path / "records"
        self.store = Records(self.records)
        self.cases = UseCases(
            tmp_path / "rooms", FakeFetcher([Post("1.jpg"), Post("2.jpg", after=self.may_end.wait)])
        )
        numbers = itertools.count(1)
        self.queue = InProcess(
            answers=self.cases.answer,
            journal=FakeJournal,
            caps=caps or Caps(),
            records=self.store,
            new_id=lambda: f"job-{next(numbers)}",
            today=lambda: datetime.now(UTC),
        )

    @property
    def sink(self) -> FakeSink:
        return self.cases.chats.sink

    def recorded(self) -> list[Path]:
        return list(self.records.rglob("*.json"))

    async def submit(self, spec: JobSpec) -> JobId:
        match await self.queue.submit(spec):
            case Success(submitted):
                return submitted.id
            case Failure(failure):
                pytest.fail(str(failure))

    async def until(self, state: JobState, count: int) -> None:
        async with asyncio.timeout(10):
            while len(await self.queue.find(state=state)) != count:  # noqa: ASYNC110
                await asyncio.sleep(0.001)


@asynccontextmanager
async def _working(tmp_path: Path, caps: Caps | None = None) -> AsyncIterator[Working]:
    working = Working(tmp_path, caps)
    run = asyncio.create_task(working.queue.run())
    try:
        yield working
    finally:
        run.cancel()
        await asyncio.wait([run])


async def test_a_job_runs_and_its_end_is_remembered(tmp_path: Path) -> None:
    async with _working(tmp_path) as working:
        job_id = await working.submit(_spec())
        await working.until(JobState.RUNNING, 1)
        working.may_end.set()
        await working.until(JobState.OVER, 1)
        view = await working.queue.get(job_id)
        assert view is not None
        assert isinstance(view.end, Delivery)
        assert isinstance(view.progress, Fetching) or view.progress is not None
        assert working.sink.ends == [view.end]
        assert working.recorded() == []


async def test_no_more_run_than_the_caps_allow_and_the_others_know_their_place(
    tmp_path: Path,
) -> None:
    async with _working(tmp_path, Caps(running=2)) as working:
        for number in range(4):
            await working.submit(_spec(Actor(user=f"{number}")))
        await working.until(JobState.RUNNING, 2)
        waiting = await working.queue.find(state=JobState.QUEUED)
        assert [view.place for view in waiting] == [1, 2]
        working.may_end.set()
        await working.until(JobState.OVER, 4)


async def test_a_full_line_takes_no_more(tmp_path: Path) -> None:
    working = Working(tmp_path, Caps(queued_a_user=1))
    await working.submit(_spec())
    full = await working.queue.submit(_spec())
    assert full == Failure(QueueFull(whose="user", allowed=1))


async def test_a_waiting_job_is_cancelled_and_its_chat_is_told(tmp_path: Path) -> None:
    working = Working(tmp_path)
    job_id = await working.submit(_spec())
    match await working.queue.cancel(job_id, by=ANNA):
        case Success(view):
            assert (view.state, view.end) == (JobState.OVER, Cancelled(by="anna"))
        case Failure(failure):
            pytest.fail(str(failure))
    assert working.sink.ends == [Cancelled(by="anna")]
    assert await working.queue.cancel(job_id, by=ANNA) == Failure(AlreadyOver())


async def test_a_running_job_is_cancelled_by_whoever_may_manage_messages(tmp_path: Path) -> None:
    async with _working(tmp_path) as working:
        job_id = await working.submit(_spec())
        await working.until(JobState.RUNNING, 1)
        assert await working.queue.cancel(job_id, by=BERT) == Failure(NotYours())
        elsewhere = BOSS.model_copy(update={"guild": "other"})
        assert await working.queue.cancel(job_id, by=elsewhere) == Failure(NotYours())
        match await working.queue.cancel(job_id, by=BOSS):
            case Success(view):
                assert view.end == Cancelled(by="boss")
            case Failure(failure):
                pytest.fail(str(failure))
        assert working.sink.ends == [Cancelled(by="boss")]
        assert working.cases.workspace.returned == [job_id]


async def test_a_job_that_is_cancelled_before_its_task_began_is_told_and_leaves_its_place(
    tmp_path: Path,
) -> None:
    async with _working(tmp_path, Caps(running=1)) as working:
        job_id = await working.submit(_spec())
        while not await working.queue.find(state=JobState.RUNNING):  # noqa: ASYNC110 - one step
            await asyncio.sleep(0)
        assert working.cases.chats.opened == []
        await working.queue.cancel(job_id, by=ANNA)
        assert working.sink.ends == [Cancelled(by="anna")]
        assert working.recorded() == []
        await working.submit(_spec(BERT))
        await working.until(JobState.RUNNING, 1)


async def test_an_unknown_job_is_gone(tmp_path: Path) -> None:
    working = Working(tmp_path)
    assert await working.queue.cancel("nothing", by=ANNA) == Failure(JobGone())
    assert await working.queue.get("nothing") is None


async def test_draining_lets_what_runs_finish_and_takes_nothing_new(tmp_path: Path) -> None:
    async with _working(tmp_path) as working:
        await working.submit(_spec())
        await working.until(JobState.RUNNING, 1)
        draining = asyncio.create_task(working.queue.drain(timedelta(seconds=10)))
        await asyncio.sleep(0)
        refused = await working.queue.submit(_spec(BERT))
        assert refused == Failure(QueueFull(whose="everything", allowed=0))
        working.may_end.set()
        await draining
        assert isinstance(working.sink.ends[0], Delivery)


async def test_draining_interrupts_what_does_not_finish_in_time(tmp_path: Path) -> None:
    async with _working(tmp_path, Caps(running=1)) as working:
        await working.submit(_spec(ANNA))
        await working.submit(_spec(BERT))
        await working.until(JobState.RUNNING, 1)
        await working.queue.drain(timedelta(0))
        assert working.sink.ends == [Interrupted(), Interrupted()]
        assert await working.queue.find(state=JobState.QUEUED) == []


async def test_jobs_that_a_dead_process_left_are_told_so_at_the_next_start(
    tmp_path: Path,
) -> None:
    dead = Working(tmp_path)
    await dead.submit(_spec())
    (record,) = dead.recorded()
    assert record.stat().st_mode & 0o777 == 0o600
    dead.store.leave()
    async with _working(tmp_path) as working:
        async with asyncio.timeout(10):
            while not working.sink.ends:  # noqa: ASYNC110
                await asyncio.sleep(0.001)
        assert working.sink.ends == [Interrupted()]
        address = working.cases.chats.opened[0]
        assert address.token is not None
        assert address.token.get_secret_value() == "s3cret"
    assert list(working.records.iterdir()) == []


async def test_a_living_process_is_asked_for_none_of_its_jobs_and_a_killed_one_for_all(
    tmp_path: Path,
) -> None:
    spec = _spec().model_dump_json(context={"sealed": True})
    other = await asyncio.create_subprocess_exec(
        sys.executable, "-c", ANOTHER, tmp_path, spec, stdout=PIPE
    )
    ours = Records(tmp_path)
    assert other.stdout is not None
    assert await other.stdout.readline() == b"written\n"
    assert ours.take_all() == []
    other.kill()
    await other.wait()
    assert ours.take_all() == [("theirs", _spec())]
    assert ours.take_all() == []
    ours.leave()


ANOTHER = """
import sys, time
from pathlib import Path
from adapters.queues.records import Records

records = Records(Path(sys.argv[1]))
records.write("theirs", sys.argv[2].encode())
print("written", flush=True)
time.sleep(60)
"""


async def test_a_record_that_cannot_be_read_is_forgotten(tmp_path: Path) -> None:
    cut_off = Records(tmp_path)
    cut_off.write("job", b"{")
    cut_off.leave()
    later = Records(tmp_path)
    assert later.take_all() == []
    later.leave()
    assert list(tmp_path.iterdir()) == []
    nowhere = Records(None)
    nowhere.write("job", b"{}")
    nowhere.remove("job")
    assert nowhere.take_all() == []
    nowhere.leave()


async def test_jobs_of_one_user_in_two_guilds_are_found_by_either(tmp_path: Path) -> None:
    working = Working(tmp_path)
    await working.submit(_spec(ANNA))
    await working.submit(_spec(ANNA.model_copy(update={"guild": "h"})))
    assert len(await working.queue.find(actor=ANNA)) == 2
    assert len(await working.queue.find(guild="h")) == 1


async def test_a_job_that_cannot_be_recorded_is_worked_off_all_the_same(tmp_path: Path) -> None:
    async with _working(tmp_path) as working:
        shutil.rmtree(working.records)
        working.may_end.set()
        job_id = await working.submit(_spec())
        await working.until(JobState.OVER, 1)
        view = await working.queue.get(job_id)
    assert view is not None
    assert isinstance(view.end, Delivery)
