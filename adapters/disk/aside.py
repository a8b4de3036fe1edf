"""Where a child that only reads works: it sees nothing of what else lies in the room."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from shutil import rmtree

from adapters.undisturbed import finished_in_thread
from application.ports.workspace import Room
from domain.failures import NoRoom
from domain.outcome import Failure, Outcome, Success


@asynccontextmanager
async def aside(room: Room, name: str) -> AsyncIterator[Outcome[Room, NoRoom]]:
    """A new subfolder of the room, called so; gone in the end with all that was left in it."""
    match room.within(name):
        case Failure(full):
            yield Failure(full)
            return
        case Success(inside):
            pass
    try:
        yield Success(inside)
    finally:
        folder = inside.folder / inside.work
        await finished_in_thread(partial(rmtree, folder, ignore_errors=True))
