"""How much a folder may hold that strangers fill and that nobody empties by hand."""

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from shutil import disk_usage
from typing import Final, final


@final
@dataclass(frozen=True, slots=True)
class Bounds:
    """None sets no bound."""

    bytes: int | None = None
    """Of all files in the folder."""
    age: timedelta | None = None
    """Of a file, since it was laid there."""
    free_floor: int = 0
    """Bytes that stay free on its disk."""

    def admit(self, size: int, *, to: Path) -> bool:
        """Whether so many bytes more may lie there, once what is too old is gone; it blocks.

        Raises:
            OSError: The folder cannot be read.
        """
        if not to.is_dir():
            return self.bytes is None or size <= self.bytes
        if self.age is not None:
            oldest = time.time() - self.age.total_seconds()
            for file, about in _files(to):
                if about.st_mtime < oldest:
                    with suppress(OSError):  # somebody else's, or gone: counted below
                        file.unlink()
        if disk_usage(to).free - size < self.free_floor:
            return False
        return (
            self.bytes is None or sum(about.st_size for _, about in _files(to)) + size <= self.bytes
        )


UNBOUNDED: Final = Bounds()


def _files(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):  # gone meanwhile
                if entry.is_file(follow_symlinks=False):
                    yield Path(entry.path), entry.stat(follow_symlinks=False)
