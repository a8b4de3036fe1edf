"""How one room lies on the disk: a lock while its borrower lives, a record if it stays."""

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import final

from pydantic import ValidationError

from adapters.disk.claims import claim, seize
from domain.delivery import Kept
from domain.jobs import Actor, JobId
from domain.quotas import Used
from domain.value import Value


class Tag(Value):
    """What hangs on a room's door, for those who count."""

    owner: Actor
    expected: int = 0
    """Bytes."""


@final
class Place:
    """`NAME.lock`, locked while its borrower lives; `NAME/files`; `NAME/kept.json` if it stays.

    The lock comes first and goes last: nothing is ever there without one. The methods block.
    """

    def __init__(self, parent: Path, name: str) -> None:
        self._lock = parent / f"{name}.lock"
        self._all = parent / name
        self._record = self._all / "kept.json"
        self._held: int | None = None
        self.files = self._all / "files"

    @classmethod
    def new(cls, parent: Path, job_id: JobId) -> "Place":
        """A place that nobody had before, under a name that tells nothing."""
        return cls(parent, f"{_opaque(job_id)}-{secrets.token_hex(4)}")

    @classmethod
    def all(cls, parent: Path, job_id: JobId | None = None) -> "Iterator[Place]":
        """Every place there is, or those of one job."""
        pattern = "*.lock" if job_id is None else f"{_opaque(job_id)}-*.lock"
        return (cls(parent, lock.stem) for lock in sorted(parent.glob(pattern)))

    def enter(self, tag: Tag) -> None:
        """Make it ours.

        Raises:
            OSError: The disk is full or not writable.
        """
        self._held = claim(self._lock)
        os.write(self._held, tag.model_dump_json().encode())
        self._all.mkdir(mode=0o700)
        self.files.mkdir(mode=0o700)

    def seize(self) -> bool:
        """Make it ours again if its borrower is dead or gone; whether it is."""
        self._held = seize(self._lock)
        return self._held is not None

    def keep(self, kept: Kept) -> None:
        """Stay after `leave`, until the time that the record says.

        Raises:
            OSError: The disk is full or not writable.
        """
        new = self._record.with_suffix(".new")
        new.write_text(kept.model_dump_json())
        new.replace(self._record)

    def kept(self, now: datetime) -> Kept | None:
        """The record of what is kept here, unless its time is over."""
        try:
            kept = Kept.model_validate_json(self._record.read_bytes())
        except (OSError, ValidationError):
            return None
        return kept if kept.until > now else None

    def forget(self) -> None:
        """Do not stay after all."""
        self._record.unlink(missing_ok=True)

    def leave(self, now: datetime) -> None:
        """Let go of it; it is removed unless it is kept. What cannot be removed awaits a sweep."""
        if self._held is None:
            return
        if self.kept(now) is None and _removed(self._all):
            self._lock.unlink(missing_ok=True)
        os.close(self._held)
        self._held = None

    def used(self) -> Used | None:
        """What it takes up: what is there, or is to come. None where it has just gone."""
        try:
            tag = Tag.model_validate_json(self._lock.read_bytes())
        except (OSError, ValidationError):
            return None
        there = sum(_size(Path(at) / name) for at, _, names in os.walk(self._all) for name in names)
        to_come = 0 if self._record.exists() else tag.expected
        return Used(tag.owner, max(there, to_come))


def _opaque(job_id: JobId) -> str:
    return hashlib.sha256(job_id.encode()).hexdigest()[:24]


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:
        return 0


def _removed(folder: Path) -> bool:
    """Remove it whole, even where a tool left folders that may not be entered."""
    shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        for at, folders, _ in os.walk(folder):
            for name in folders:
                if not (Path(at) / name).is_symlink():
                    (Path(at) / name).chmod(0o700)
        shutil.rmtree(folder, ignore_errors=True)
    return not folder.exists()
