"""What a stranger's tool left is opened only where it really is a file of this folder."""

import os
import stat
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from io import FileIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from adapters.undisturbed import finished_in_thread

PIECE = 4 * 1024 * 1024
"""Bytes copied at a time; a cancellation waits for one piece, not for the file."""


def open_regular(folder: Path, path: PurePosixPath) -> FileIO | None:
    """The file at `path` below `folder`, for reading.

    None where there is none, where the way leads upwards or a symbolic link stands on it, where it
    is no regular file, or has a second name: that may be the name of a file outside of the folder.
    """
    if path.is_absolute() or ".." in path.parts:
        return None
    with ExitStack() as opened:
        try:
            at = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            opened.callback(os.close, at)
            for part in path.parent.parts:
                at = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=at)
                opened.callback(os.close, at)
            # Non-blocking, because opening a named pipe would wait for its writer.
            found = os.open(path.name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=at)
        except (OSError, ValueError):  # a name may hold what no name can
            return None
    about = os.fstat(found)
    if stat.S_ISREG(about.st_mode) and about.st_nlink == 1:
        return FileIO(found)
    os.close(found)
    return None


@asynccontextmanager
async def opened(opening: Callable[[], FileIO | None]) -> AsyncIterator[FileIO | None]:
    """What `opening` opens in a thread, closed at the end even if we are cancelled meanwhile."""
    held: list[FileIO | None] = []
    try:
        await finished_in_thread(lambda: held.append(opening()))
        yield held[0]
    finally:
        for file in held:
            if file is not None:
                file.close()


async def copy(source: BinaryIO, target: FileIO) -> None:
    """Append what is left of `source` to `target`; nothing is written once this has ended.

    Raises:
        OSError: One cannot be read or the other not be written.
    """

    def piece() -> bool:
        data = memoryview(source.read(PIECE))
        going_on = bool(data)
        while data:
            data = data[target.write(data) :]
        return going_on

    while await finished_in_thread(piece):
        pass
