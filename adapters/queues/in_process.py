"""Jobs that wait and run inside this process; they pass through bytes all the same."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, final

from adapters.queues.records import Records
from application.ports.jobs import JobQueue, JobWorker
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
from domain.jobs import Actor, JobId, JobSpec, JobState, JobView, Submitted
from domain.outcome import Failure, Outcome, Success
from domain.progress import Progress
from domain.turns import Caps, Turn, next_turn, why_full

REMEMBERED = 200
"""Jobs that are over and can still be asked for."""

_log = logging.getLogger(__name__)


class Answers(Protocol):
    """What works a job off and tells its chat how it ended."""

    async def __call__(
        self,
        spec: JobSpec,
        *,
        job_id: JobId,
        journal: Journal,
        stopped_by: Callable[[], Cancelled | Interrupted],
        watched_by: Shows | None = None,
    ) -> End:
        """How it ended."""
        ...

    async def only_tell(self, spec: JobSpec, end: End, *, job_id: JobId, journal: Journal) -> None:
        """Tell the chat of a job that never ran, or that a former process left, how it ended."""
        ...


@dataclass
class _Job(Shows):
    id: JobId
    stored: bytes
    """The JobSpec, sealed."""
    turn: Turn
    submitted: datetime
    state: JobState = JobState.QUEUED
    latest: Progress | None = None
    end: End | None = None
    stop: Cancelled | Interrupted = field(default_factory=Interrupted)
    task: asyncio.Task[None] | None = None

    @property
    def spec(self) -> JobSpec:
        return JobSpec.model_validate_json(self.stored)

    def progress(self, progress: Progress) -> None:
        self.latest = progress


@final
class InProcess(JobQueue, JobWorker):
    """A bounded line, fair between guilds and users, worked off by tasks of one event loop."""

    def __init__(
        self,
        *,
        answers: Answers,
        journal: Callable[[], Journal],
        caps: Caps,
        records: Records,
        new_id: Callable[[], JobId],
        today: Callable[[], datetime],
    ) -> None:
        self._answers = answers
        self._journal = journal
        self._caps = caps
        self._records = records
        self._new_id = new_id
        self._today = today
        self._jobs: dict[JobId, _Job] = {}
        self._served: dict[str, int] = {}
        self._turns = 0
        self._draining = False
        self._changed = asyncio.Event()

    async def submit(self, spec: JobSpec) -> Outcome[Submitted, QueueFailure]:
        """Take the job, through bytes; it starts when its turn comes."""
        waiting = [job.turn for job in self._in(JobState.QUEUED)]
        full = why_full(waiting, spec.actor, self._caps)
        if self._draining:
            full = QueueFull(whose="everything", allowed=0)
        if full is not None:
            return Failure(full)
        job_id = self._new_id()
        stored = spec.model_dump_json(context={"sealed": True}).encode()
        turn = Turn(id=job_id, actor=spec.actor)
        self._jobs[job_id] = _Job(job_id, stored, turn, self._today())
        try:
            await asyncio.to_thread(self._records.write, job_id, stored)
        except OSError as error:
            _log.warning("job %s is not recorded, a restart would forget it: %s", job_id, error)
        finally:
            self._changed.set()
        return Success(Submitted(id=job_id))

    async def cancel(self, job_id: JobId, *, by: Actor) -> Outcome[JobView, CancelFailure]:
        """End the job and tell its chat; returns when nothing of it runs any more."""
        job = self._jobs.get(job_id)
        if job is None:
            return Failure(JobGone())
        if not _may_cancel(by, job.turn.actor):
            return Failure(NotYours())
        if job.state is JobState.OVER:
            return Failure(AlreadyOver())
        job.stop = Cancelled(by=by.user)
        await self._stop(job)
        return Success(self._view(job))

    async def get(self, job_id: JobId) -> JobView | None:
        """The job, while it is among the last that ended, or not over."""
        job = self._jobs.get(job_id)
        return None if job is None else self._view(job)

    async def find(
        self,
        *,
        actor: Actor | None = None,
        guild: str | None = None,
        state: JobState | None = None,
    ) -> list[JobView]:
        """Jobs that match everything given, oldest first."""
        return [
            self._view(job)
            for job in self._jobs.values()
            if (actor is None or job.turn.actor.user == actor.user)
            and (guild is None or job.turn.actor.guild == guild)
            and (state is None or job.state is state)
        ]

    async def run(self) -> None:
        """Tell the chats of what a former process left, then work until cancelled."""
        try:
            for job_id, spec in await asyncio.to_thread(self._records.take_all):
                await self._tell(spec, Interrupted(), job_id)
            while True:
                await self._changed.wait()
                self._changed.clear()
                self._start_what_may_run()
        finally:
            await self._stop_all()
            self._records.leave()

    async def drain(self, grace: timedelta) -> None:
        """Take nothing new; interrupt what still runs after `grace`."""
        self._draining = True
        tasks = [job.task for job in self._in(JobState.RUNNING) if job.task is not None]
        if tasks:
            await asyncio.wait(tasks, timeout=grace.total_seconds())
        await self._stop_all()

    def _in(self, state: JobState) -> list[_Job]:
        return [job for job in self._jobs.values() if job.state is state]

    def _start_what_may_run(self) -> None:
        while not self._draining:
            waiting = [job.turn for job in self._in(JobState.QUEUED)]
            running = [job.turn for job in self._in(JobState.RUNNING)]
            turn = next_turn(waiting, running, self._caps, self._served)
            if turn is None:
                return
            self._turns += 1
            self._served[turn.party] = self._served[turn.actor.user] = self._turns
            job = self._jobs[turn.id]
            job.state = JobState.RUNNING
            job.task = asyncio.create_task(self._work(job), name=f"job {job.id}")

    async def _work(self, job: _Job) -> None:
        try:
            job.end = await self._answers(
                job.spec,
                job_id=job.id,
                journal=self._journal(),
                stopped_by=lambda: job.stop,
                watched_by=job,
            )
        except asyncio.CancelledError:
            job.end = job.stop
        finally:
            self._over(job)

    async def _stop(self, job: _Job) -> None:
        if job.task is not None:
            job.task.cancel()
            await asyncio.wait([job.task])
        if job.state is JobState.OVER:
            return
        job.state = JobState.OVER  # its task, if it has one, was cancelled before it began
        job.end = job.stop
        await self._tell(job.spec, job.stop, job.id)
        self._over(job)

    async def _stop_all(self) -> None:
        for job in self._in(JobState.RUNNING) + self._in(JobState.QUEUED):
            await self._stop(job)

    def _over(self, job: _Job) -> None:
        job.state = JobState.OVER
        self._records.remove(job.id)
        for old in self._in(JobState.OVER)[:-REMEMBERED]:
            del self._jobs[old.id]
        turns = [other.turn for other in self._jobs.values()]
        known = {turn.party for turn in turns} | {turn.actor.user for turn in turns}
        self._served = {who: when for who, when in self._served.items() if who in known}
        self._changed.set()

    async def _tell(self, spec: JobSpec, end: End, job_id: JobId) -> None:
        await self._answers.only_tell(spec, end, job_id=job_id, journal=self._journal())

    def _view(self, job: _Job) -> JobView:
        waiting = [other.id for other in self._in(JobState.QUEUED)]
        return JobView(
            id=job.id,
            spec=job.spec,
            state=job.state,
            place=waiting.index(job.id) + 1 if job.id in waiting else None,
            progress=job.latest,
            end=job.end,
            submitted=job.submitted,
        )


def _may_cancel(by: Actor, owner: Actor) -> bool:
    same_guild = by.guild is not None and by.guild == owner.guild
    return by.user == owner.user or (by.may_manage and same_guild)
