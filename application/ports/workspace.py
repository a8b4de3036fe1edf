"""Where one job's files live while it works: a room that nobody else enters."""

from abc import abstractmethod
from contextlib import AbstractAsyncContextManager
from pathlib import Path, PurePosixPath
from typing import Protocol

from application.ports.egress import EgressAddress, JobBudget
from domain.delivery import Kept
from domain.failures import Corrupt, NoRoom, NotFound, QuotaExceeded
from domain.jobs import Actor, JobId
from domain.media import MediaFile
from domain.outcome import Outcome


class Room(Protocol):
    """A folder lent to one job; every `MediaFile.filepath` is relative to it."""

    job_id: JobId
    folder: Path
    """Absolute."""
    work: PurePosixPath
    """Where this borrower writes, relative to the folder; it exists."""
    egress: EgressAddress | None
    """The proxy through which everything of this job goes out; None: directly."""
    budget: JobBudget

    @abstractmethod
    def within(self, name: str, *, items: int | None = None) -> "Outcome[Room, NoRoom]":
        """The same room for one try: its `work` is a new subfolder.

        It is called `name`, or `name-2` and so on where that is taken. `items`, one at least, is
        what is left of those that the job may take; None: what this room may.
        """

    @abstractmethod
    async def take(
        self, path: PurePosixPath, *, filename: str | None = None, description: str | None = None
    ) -> Outcome[MediaFile, Corrupt | NoRoom]:
        """A regular file that a tool left at `path` (relative to the folder) as a MediaFile.

        Its kind and MIME type come from its first bytes, never from its name. Corrupt: it is
        empty, no regular file, or of no kind that we know.
        """

    @abstractmethod
    async def bring(self, path: Path) -> Outcome[MediaFile, Corrupt | NotFound | NoRoom]:
        """A file from the operator's own disk, as a MediaFile in `work`; the file stays as it is.

        NotFound: there is no such file, or it cannot be read.
        """

    @abstractmethod
    async def overdrawn(self, *, expecting: int = 0) -> QuotaExceeded | NoRoom | None:
        """Which bound what lies here has passed, or will with so many bytes that are known to come.

        Bounds of the job, its owner, or the disk.
        """

    @abstractmethod
    async def keep(self, kept: Kept) -> Outcome[None, NoRoom]:
        """Stay after the job, with this record, until `kept.until`."""


class Workspace(Protocol):
    """Lends rooms, and takes them back on success, failure and cancellation alike."""

    @abstractmethod
    def lend(
        self, job_id: JobId, *, owner: Actor, expected: int | None
    ) -> AbstractAsyncContextManager[Outcome[Room, NoRoom | QuotaExceeded]]:
        """A room of its own for the job; `expected` bytes are known to come, if known."""

    @abstractmethod
    def reopen(
        self, job_id: JobId
    ) -> AbstractAsyncContextManager[Outcome[tuple[Room, Kept], NoRoom]]:
        """The room that a former job kept, and its record; gone after this unless kept again.

        NoRoom: "gone", or "in_use" while another has it.
        """
