"""What the suites of probes and compressors share: a room with a file in it."""

import shutil
from pathlib import Path, PurePosixPath

from domain.media import MediaFile
from domain.outcome import Success
from tests.fakes.plain_room import PlainRoom


async def arrived(source: Path, room: PlainRoom) -> MediaFile:
    """A copy of the file, as a fetcher would have left it."""
    path = PurePosixPath("work", source.name)
    shutil.copyfile(source, room.folder / path)
    return await taken(path, room)


async def taken(path: PurePosixPath, room: PlainRoom) -> MediaFile:
    match await room.take(path):
        case Success(file):
            return file
        case failure:
            raise AssertionError(failure)
