"""Whether a folder can be written, found out by writing."""

import contextlib
import os
import tempfile
from functools import partial
from pathlib import Path

from adapters.disk.full import no_room
from adapters.undisturbed import finished_in_thread
from domain.failures import NoRoom
from domain.outcome import Failure, Outcome, Success

WORDS = b"Boss-Bot was here"


async def try_folder(folder: Path) -> Outcome[None, NoRoom]:
    """Write a file into it, to the disk; nothing is left, nor a folder that was not there."""
    try:
        await finished_in_thread(partial(_write_into, folder))
    except OSError as error:
        return Failure(no_room(error))
    return Success(None)


def _write_into(folder: Path) -> None:
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(WORDS)
            file.flush()
            os.fsync(file.fileno())
    finally:
        with contextlib.suppress(OSError):  # somebody else uses it by now
            for each in missing:
                each.rmdir()
