"""A download is written in threads and never beyond its limit, so that the event loop goes on."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from io import FileIO
from pathlib import Path
from typing import final

from adapters.disk.full import no_room
from adapters.undisturbed import undisturbed
from domain.failures import NoRoom, TooLarge
from domain.outcome import Failure, Outcome, Success


@final
class OntoDisk:
    """A new file that is being written; nobody writes to it once `opened` has ended."""

    def __init__(self, file: FileIO, *, allowed: int) -> None:
        self._file = file
        self._allowed = allowed
        self.size = 0
        """Bytes taken so far."""

    @classmethod
    @asynccontextmanager
    async def opened(
        cls, path: Path, *, allowed: int
    ) -> AsyncGenerator["Outcome[OntoDisk, NoRoom]"]:
        """The file at `path`, which must not exist yet, for at most `allowed` bytes."""
        try:
            file = await undisturbed(asyncio.to_thread(FileIO, path, "x"))
        except OSError as error:
            yield Failure(no_room(error))
            return
        try:
            yield Success(cls(file, allowed=allowed))
        finally:
            file.close()

    async def write(self, data: bytes) -> Outcome[None, TooLarge | NoRoom]:
        """Append; too large as soon as a byte more than allowed has come."""
        self.size += len(data)
        if self.size > self._allowed:
            return Failure(TooLarge(allowed=self._allowed))
        try:
            await undisturbed(asyncio.to_thread(self._write, data))
        except OSError as error:
            return Failure(no_room(error))
        return Success(None)

    def _write(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[self._file.write(rest) :]
