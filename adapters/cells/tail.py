"""What comes through a pipe after all is said: its last bytes, and its end."""

import asyncio
import os
from typing import final

CHUNK = 65536


@final
class Tail:
    """Reads a file descriptor, which stays its owner's, and keeps the last `most` bytes."""

    def __init__(self, fd: int, *, most: int) -> None:
        self._loop = asyncio.get_running_loop()
        self.ended = self._loop.create_future()
        """Done when nobody can write there any more."""
        self._fd = fd
        self._most = most
        self.kept = b""
        os.set_blocking(fd, False)
        self._loop.add_reader(fd, self._read)

    def close(self) -> None:
        """Take what already lies in the pipe, and stop reading."""
        for _ in range(16):  # 16 times what a pipe holds: somebody may still be writing
            if self.ended.done() or not self._read():
                break
        self._loop.remove_reader(self._fd)

    def _read(self) -> bool:
        try:
            chunk = os.read(self._fd, CHUNK)
        except BlockingIOError:
            return False
        except OSError:
            chunk = b""
        self.kept = (self.kept + chunk)[-self._most :]
        if not chunk:
            self._loop.remove_reader(self._fd)
            if not self.ended.done():
                self.ended.set_result(None)
        return bool(chunk)
