"""What every JobQueue promises to those who ask, cancel and look."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import final

import pytest
from pydantic import SecretStr

from adapters.queues.in_process import InProcess
from adapters.queues.records import Records
from application.ports.jobs import JobQueue
from application.ports.journal import Journal
from application.ports.telling import Shows
from domain.delivery import Cancelled, End, Interrupted
from domain.failures import (
    AlreadyOver,
    CancelFailure,
    JobGone,
    NotYours,
    QueueFailure,
    QueueFull,
)
from domain.jobs import Actor, JobId, JobSpec, JobState, JobView, ReplyAddress, Submitted
from domain.link import Link
from domain.outcome import Failure, Outcome, Success
from domain.request import MediaRequest
from domain.turns import Caps
from tests.fakes.journals import FakeJournal

ANNA = Actor(user="anna", guild="g")
BERT = Actor(user="bert", guild="g")
CLEO = Actor(user="cleo", guild="elsewhere")
BOSS = Actor(user="boss", guild="g", may_manage=True)
BOSS_ELSEWHERE = BOSS.model_copy(update={"guild": "elsewhere"})
NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
CAPS = Caps(running=1, queued_a_user=3)

Promise = Callable[[JobQueue], Awaitable[None]]


def spec(actor: Actor, number: int = 1) -> JobSpec:
    return JobSpec(
        request=MediaRequest(link=Link(url=f"https://example.com/{number}")),
        reply=ReplyAddress(chat="fake", place="1", token=SecretStr("s3cret")),
        actor=actor,
    )


async def submitted(queue: JobQueue, *specs: JobSpec) -> list[JobId]:
    return [(await queue.submit(each)).unwrap().id for each in specs]


async def a_job_is_told_of_as_it_was_asked_for(queue: JobQueue) -> None:
    asked = [spec(ANNA, 1), spec(ANNA, 2), spec(BERT, 2)]
    ids = await submitted(queue, *asked)
    assert len(set(ids)) == len(asked)
    for job_id, each in zip(ids, asked, strict=True):
        view = await queue.get(job_id)
        assert view is not None
        assert (view.id, view.spec, view.submitted) == (job_id, each, NOW)
        assert view.state is not JobState.OVER
    assert await queue.get("unheard of") is None


async def jobs_are_found_by_all_that_is_given_oldest_first(queue: JobQueue) -> None:
    anna, cleo, bert, again = await submitted(queue, spec(ANNA), spec(CLEO), spec(BERT), spec(ANNA))
    (await queue.cancel(cleo, by=CLEO)).unwrap()
    wanted = {
        (): [anna, cleo, bert, again],
        (("actor", ANNA),): [anna, again],
        (("guild", "g"),): [anna, bert, again],
        (("actor", CLEO), ("guild", "g")): [],
        (("state", JobState.OVER),): [cleo],
        (("state", JobState.OVER), ("guild", "g")): [],
    }
    found = {given: [view.id for view in await queue.find(**dict(given))] for given in wanted}
    assert found == wanted


async def who_waits_knows_the_place_and_nobody_else_has_one(queue: JobQueue) -> None:
    await submitted(queue, spec(ANNA, 1), spec(BERT), spec(ANNA, 2))
    waiting = await queue.find(state=JobState.QUEUED)
    assert len(waiting) >= 2
    assert [view.place for view in waiting] == list(range(1, len(waiting) + 1))
    (await queue.cancel(waiting[0].id, by=BOSS)).unwrap()
    later = await queue.find()
    places = [view.place for view in later if view.state is JobState.QUEUED]
    assert places == list(range(1, len(waiting)))
    assert {view.place for view in later if view.state is not JobState.QUEUED} == {None}


async def a_job_is_cancelled_by_who_asked_and_who_manages_there_only(queue: JobQueue) -> None:
    own, managed = await submitted(queue, spec(ANNA), spec(BERT))
    assert await queue.cancel("unheard of", by=ANNA) == Failure(JobGone())
    for stranger in (BERT, BOSS_ELSEWHERE):
        assert await queue.cancel(own, by=stranger) == Failure(NotYours())
    for job_id, by in ((own, ANNA), (managed, BOSS)):
        view = (await queue.cancel(job_id, by=by)).unwrap()
        assert (view.id, view.state, view.end) == (job_id, JobState.OVER, Cancelled(by=by.user))
        assert await queue.get(job_id) == view
        assert await queue.cancel(job_id, by=by) == Failure(AlreadyOver())


async def a_line_that_is_full_says_so_to_whom_it_is_full_for(queue: JobQueue) -> None:
    taken = [await queue.submit(spec(ANNA, number)) for number in range(1, 10)]
    refused = [each for each in taken if isinstance(each, Failure)]
    assert refused
    assert set(refused) == {Failure(QueueFull(whose="user", allowed=3))}
    assert len(await queue.find(actor=ANNA)) == len(taken) - len(refused)
    await submitted(queue, spec(BERT))


PROMISES: list[Promise] = [
    a_job_is_told_of_as_it_was_asked_for,
    jobs_are_found_by_all_that_is_given_oldest_first,
    who_waits_knows_the_place_and_nobody_else_has_one,
    a_job_is_cancelled_by_who_asked_and_who_manages_there_only,
    a_line_that_is_full_says_so_to_whom_it_is_full_for,
]


@final
class NeverDone:
    """Works at a job until it is cancelled."""

    async def __call__(
        self,
        spec: JobSpec,
        *,
        job_id: JobId,
        journal: Journal,
        stopped_by: Callable[[], Cancelled | Interrupted],
        watched_by: Shows | None = None,
    ) -> End:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            return stopped_by()
        raise AssertionError("the event is never set")

    async def only_tell(self, spec: JobSpec, end: End, *, job_id: JobId, journal: Journal) -> None:
        return None


def in_process(folder: Path) -> InProcess:
    numbers = itertools.count(1)
    return InProcess(
        answers=NeverDone(),
        journal=FakeJournal,
        caps=CAPS,
        records=Records(folder),
        new_id=lambda: f"job-{next(numbers)}",
        today=lambda: NOW,
    )


@pytest.fixture(params=["nobody works it off", "it is worked off"])
async def queue(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[JobQueue]:
    made = in_process(tmp_path)
    if request.param == "nobody works it off":
        yield made
        return
    worker = asyncio.create_task(made.run())
    yield made
    worker.cancel()
    await asyncio.wait([worker])


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
async def test_a_queue_promises_that(promise: Promise, queue: JobQueue) -> None:
    await promise(queue)


@final
class LyingQueue(JobQueue):
    """Takes everything, tells of the newest job whatever is asked, and cancels for anybody."""

    def __init__(self) -> None:
        self.jobs: list[JobView] = []

    async def submit(self, spec: JobSpec) -> Outcome[Submitted, QueueFailure]:
        job_id = f"job-{len(self.jobs)}"
        state = JobState.QUEUED
        self.jobs.append(JobView(id=job_id, spec=spec, state=state, place=1, submitted=NOW))
        return Success(Submitted(id=job_id))

    async def cancel(self, job_id: JobId, *, by: Actor) -> Outcome[JobView, CancelFailure]:
        return Success(self.jobs[-1])

    async def get(self, job_id: JobId) -> JobView | None:
        return self.jobs[-1]

    async def find(
        self,
        *,
        actor: Actor | None = None,
        guild: str | None = None,
        state: JobState | None = None,
    ) -> list[JobView]:
        return self.jobs[::-1]


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
async def test_a_liar_is_found_out_by(promise: Promise) -> None:
    with pytest.raises(AssertionError):
        await promise(LyingQueue())
