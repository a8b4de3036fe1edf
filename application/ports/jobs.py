"""The line that jobs wait in, and whoever works it off."""

from abc import abstractmethod
from datetime import timedelta
from typing import Protocol

from domain.failures import CancelFailure, QueueFailure
from domain.jobs import Actor, JobId, JobSpec, JobState, JobView, Submitted
from domain.outcome import Outcome


class JobQueue(Protocol):
    """Takes jobs, tells of them, cancels them."""

    @abstractmethod
    async def submit(self, spec: JobSpec) -> Outcome[Submitted, QueueFailure]:
        """Take the job, or say that there is no place for it."""

    @abstractmethod
    async def cancel(self, job_id: JobId, *, by: Actor) -> Outcome[JobView, CancelFailure]:
        """End the job for who asked for it, or who may manage messages there."""

    @abstractmethod
    async def get(self, job_id: JobId) -> JobView | None:
        """The job, while it is remembered."""

    @abstractmethod
    async def find(
        self,
        *,
        actor: Actor | None = None,
        guild: str | None = None,
        state: JobState | None = None,
    ) -> list[JobView]:
        """Jobs that match everything given, oldest first."""


class JobWorker(Protocol):
    """Works the queue off."""

    @abstractmethod
    async def run(self) -> None:
        """Work until cancelled."""

    @abstractmethod
    async def drain(self, grace: timedelta) -> None:
        """Take nothing new, and wait for what runs, at most that long; then interrupt it."""
