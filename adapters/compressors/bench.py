"""Where a child works on one file: a folder of which only what it made stays, if anything."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from shutil import rmtree
from typing import final

from adapters.undisturbed import finished_in_thread
from application.ports.workspace import Room
from domain.failures import Corrupt, NoRoom
from domain.media import MediaFile
from domain.outcome import Failure, Outcome, Success

MADE, SCRATCH = "made", "scratch"


@final
@dataclass(slots=True)
class Bench:
    """A new subfolder of the room, in which a child leaves what it made."""

    room: Room
    taken: bool = False

    @property
    def folder(self) -> Path:
        """Absolute."""
        return self.room.folder / self.room.work

    @property
    def scratch(self) -> Path:
        """A folder that the child makes for what it needs on its way."""
        return self.folder / SCRATCH

    @property
    def output(self) -> Path:
        """Where the child is to leave what it made."""
        return self.folder / MADE

    async def take(
        self, original: MediaFile, *, extension: str
    ) -> Outcome[MediaFile, Corrupt | NoRoom]:
        """What the child made, called as the original was, with another end."""
        name = f"{Path(original.filename).stem}.{extension}"
        taken = await self.room.take(self.room.work / self.output.name, filename=name)
        self.taken = isinstance(taken, Success)
        return taken


@asynccontextmanager
async def bench(room: Room) -> AsyncIterator[Outcome[Bench, NoRoom]]:
    """A bench that is cleared in the end, of everything but what was taken."""
    match room.within("fit"):
        case Failure(full):
            yield Failure(full)
            return
        case Success(inside):
            place = Bench(inside)
    try:
        yield Success(place)
    finally:
        left = place.scratch if place.taken else place.folder
        await finished_in_thread(partial(rmtree, left, ignore_errors=True))
