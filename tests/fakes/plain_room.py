"""A room that is nothing but a folder; it believes what a file begins with."""

import hashlib
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import final

from application.ports.egress import EgressAddress, JobBudget
from application.ports.workspace import Room
from domain.delivery import Kept
from domain.failures import Corrupt, NoRoom, NotFound
from domain.jobs import JobId
from domain.media import MediaFile
from domain.outcome import Failure, Outcome, Success
from domain.signatures import HEAD_BYTES, sniff


@final
@dataclass
class PlainRoom(Room):
    folder: Path
    job_id: JobId = "job"
    work: PurePosixPath = field(default_factory=lambda: PurePosixPath("work"))
    egress: EgressAddress | None = None
    budget: JobBudget = field(default_factory=JobBudget)

    def __post_init__(self) -> None:
        (self.folder / self.work).mkdir(parents=True, exist_ok=True)

    def within(self, name: str) -> "PlainRoom":
        names = (name, *(f"{name}-{number}" for number in range(2, 1000)))
        free = next(one for one in names if not (self.folder / self.work / one).exists())
        return replace(self, work=self.work / free)

    async def take(
        self, path: PurePosixPath, *, filename: str | None = None, description: str | None = None
    ) -> Outcome[MediaFile, Corrupt | NoRoom]:
        content = (self.folder / path).read_bytes()
        found = sniff(content[:HEAD_BYTES])
        if found is None:
            return Failure(Corrupt())
        return Success(
            MediaFile(
                filename=filename or path.name,
                filepath=path,
                file_type=found.kind,
                mimetype=found.mimetype,
                size_bytes=len(content),
                checksum=hashlib.sha256(content).hexdigest(),
                description=description,
            )
        )

    async def bring(self, path: Path) -> Outcome[MediaFile, Corrupt | NotFound | NoRoom]:
        raise NotImplementedError

    async def keep(self, kept: Kept) -> Outcome[None, NoRoom]:
        raise NotImplementedError
