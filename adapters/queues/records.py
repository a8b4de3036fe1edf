"""The jobs that are not over, on disk, so that the next start can tell their chats."""

import os
from contextlib import suppress
from pathlib import Path
from typing import final
from uuid import uuid4

from pydantic import ValidationError

from adapters.disk.claims import claim, forget, seize
from domain.jobs import JobId, JobSpec

LOCK = ".lock"


@final
class Records:
    """One file a job, readable by us only: it holds the token of its answer.

    Each process has a folder of its own below the parent, and a lock beside it that tells its jobs
    from those of the dead: any number of bots may share the parent.
    """

    def __init__(self, parent: Path | None) -> None:
        """`parent` None: nothing is recorded.

        Raises:
            OSError: The folder cannot be made.
        """
        self._parent = parent
        self._own: Path | None = None
        if parent is not None:
            parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._own = parent / uuid4().hex
            self._claim = claim(_lock_of(self._own))
            self._own.mkdir(mode=0o700)

    def write(self, job_id: JobId, spec: bytes) -> None:
        """Record an open job.

        Raises:
            OSError: It cannot be written.
        """
        if self._own is None:
            return
        path = self._own / f"{job_id}.json"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(spec)

    def remove(self, job_id: JobId) -> None:
        """Forget a job that is over."""
        if self._own is not None:
            (self._own / f"{job_id}.json").unlink(missing_ok=True)

    def take_all(self) -> list[tuple[JobId, JobSpec]]:
        """The jobs that dead processes left open; they are forgotten by this."""
        left: list[tuple[JobId, JobSpec]] = []
        for lock in sorted(self._parent.glob(f"*{LOCK}")) if self._parent is not None else ():
            seized = seize(lock)
            if seized is not None:
                folder = lock.with_suffix("")
                left += _read(folder)
                forget(lock, seized)
        return left

    def leave(self) -> None:
        """Give the folder up, for good; what is still recorded is for the next start to tell."""
        if self._own is None:
            return
        if any(self._own.glob("*.json")):
            os.close(self._claim)
        else:
            forget(_lock_of(self._own), self._claim)
        self._own = None


def _lock_of(folder: Path) -> Path:
    return folder.with_name(folder.name + LOCK)


def _read(folder: Path) -> list[tuple[JobId, JobSpec]]:
    jobs: list[tuple[JobId, JobSpec]] = []
    for path in sorted(folder.glob("*.json")):
        with suppress(ValidationError):  # of another version, or cut off by a full disk
            jobs.append((path.stem, JobSpec.model_validate_json(path.read_bytes())))
    return jobs
