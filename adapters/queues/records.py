"""The jobs that are not over, on disk, so that the next start can tell their chats."""

import os
from contextlib import suppress
from pathlib import Path
from typing import final

from pydantic import ValidationError

from domain.jobs import JobId, JobSpec


@final
class Records:
    """One file a job, readable by us only: it holds the token of its answer."""

    def __init__(self, folder: Path | None) -> None:
        """`folder` None: nothing is recorded."""
        self._folder = folder
        self._left: list[Path] = []
        if folder is not None:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._left = sorted(folder.glob("*.json"))

    def write(self, job_id: JobId, spec: bytes) -> None:
        """Record an open job."""
        if self._folder is None:
            return
        path = self._path(self._folder, job_id)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(spec)

    def remove(self, job_id: JobId) -> None:
        """Forget a job that is over."""
        if self._folder is not None:
            self._path(self._folder, job_id).unlink(missing_ok=True)

    def take_all(self) -> list[tuple[JobId, JobSpec]]:
        """The jobs that a former process left open; they are forgotten by this."""
        left: list[tuple[JobId, JobSpec]] = []
        for path in self._left:
            with suppress(ValidationError):  # of another version, or cut off by a full disk
                left.append((path.stem, JobSpec.model_validate_json(path.read_bytes())))
            path.unlink(missing_ok=True)
        self._left = []
        return left

    @staticmethod
    def _path(folder: Path, job_id: JobId) -> Path:
        return folder / f"{job_id}.json"
