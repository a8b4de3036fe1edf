"""A probe that believes names, and a compressor that hits, or misses, as told."""

from dataclasses import dataclass, field
from typing import final

from application.ports.compressor import Compressed, Compressor
from application.ports.probe import Probe
from application.ports.telling import Shows
from application.ports.workspace import Room
from domain.failures import MediaFailure
from domain.media import MediaFile, MediaInfo, MediaKind, Picture
from domain.outcome import Failure, Outcome, Success
from domain.plans import Keep, Plan, Refuse
from domain.progress import Fitting

JPEG = b"\xff\xd8\xff\xe0"
"""What makes a room take a file for a picture."""


@final
@dataclass
class FakeProbe(Probe):
    fails: dict[str, MediaFailure] = field(default_factory=dict)

    async def measure(self, file: MediaFile, *, room: Room) -> Outcome[MediaInfo, MediaFailure]:
        if file.filename in self.fails:
            return Failure(self.fails[file.filename])
        return Success(
            MediaInfo(
                kind=MediaKind.IMAGE,
                size_bytes=file.size_bytes,
                container="JPEG",
                picture=Picture(format="JPEG", width=4000, height=3000, mode="RGB"),
            )
        )


@final
@dataclass
class FakeCompressor(Compressor):
    fills: list[float] = field(default_factory=list)
    """Of each plan's bytes, what comes out, in turn; 1.0 when the list is used up."""
    fails: MediaFailure | None = None
    plans: list[Plan] = field(default_factory=list)

    async def compress(
        self, file: MediaFile, *, info: MediaInfo, plan: Plan, room: Room, shows: Shows
    ) -> Outcome[Compressed, MediaFailure]:
        assert not isinstance(plan, Keep | Refuse)
        self.plans.append(plan)
        if self.fails is not None:
            return Failure(self.fails)
        shows.progress(
            Fitting(
                filename=file.filename,
                original_bytes=file.size_bytes,
                limit_bytes=plan.max_bytes,
                fraction=1.0,
            )
        )
        size = int(plan.max_bytes * (self.fills.pop(0) if self.fills else 1.0))
        path = room.work / f"fitted-{len(self.plans)}-{file.filename}"
        (room.folder / path).write_bytes(JPEG.ljust(size, b"y"))
        taken = await room.take(path, filename=file.filename)
        return taken.map(lambda made: Compressed(made, plan))
