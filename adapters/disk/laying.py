"""A file appears in a folder whole or not at all, and never in another one's place."""

import asyncio
import errno
import os
import secrets
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from io import FileIO
from pathlib import Path
from typing import BinaryIO

from adapters.disk.claims import claim, seize
from adapters.disk.regular_files import copy
from adapters.undisturbed import finished_in_thread
from domain import names

PART = ".boss-bot-{}.part"
"""A copy in progress, hidden and locked; where its owner died, the next one sweeps it."""
NO_SECOND_NAMES = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)
"""Where a file system knows no hard links (FAT, some network and phone storage)."""


async def lay(source: BinaryIO, folder: Path, name: str) -> Path:
    """Copy the rest of `source` into `folder`, as `name` or its next variant that is free.

    The copy is a file of its own: a tool still at work on the original cannot change it. Cancelled,
    it leaves nothing.

    Raises:
        OSError: The disk is full or not writable; nothing is left of it then.
    """
    laid: list[Path] = []
    try:
        async with _part(folder) as (part, target):
            await copy(source, target)
            await finished_in_thread(lambda: laid.append(_appear(part, folder, name)))
    except asyncio.CancelledError:
        await take_back(laid)
        raise
    return laid[0]


async def take_back(laid: Iterable[Path]) -> None:
    """Remove what was laid."""

    def remove() -> None:
        for path in laid:
            path.unlink(missing_ok=True)

    await finished_in_thread(remove)


@asynccontextmanager
async def _part(folder: Path) -> AsyncIterator[tuple[Path, FileIO]]:
    part = folder / PART.format(secrets.token_hex(8))
    opened: list[FileIO] = []

    def begin() -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob(PART.format("*")):
            dead = seize(left)
            if dead is not None:
                left.unlink(missing_ok=True)
                os.close(dead)
        opened.append(FileIO(claim(part, mode=0o666), "w"))

    def end() -> None:
        part.unlink(missing_ok=True)
        for target in opened:
            target.close()

    try:
        await finished_in_thread(begin)
        yield part, opened[0]
    finally:
        await finished_in_thread(end)


def _appear(part: Path, folder: Path, name: str) -> Path:
    for variant in names.variants(name):
        path = folder / variant
        try:
            path.hardlink_to(part)
        except FileExistsError:
            continue
        except OSError as error:
            if error.errno not in NO_SECOND_NAMES:
                raise
            if not _held(path):
                continue
            part.replace(path)
        return path
    raise AssertionError("there are ever new variants")


def _held(path: Path) -> bool:
    """An empty file that holds the place for a moment, unless another file has it."""
    try:
        path.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True
