"""The parent's hold on one server process."""

import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal, final

START: Final = Path(__file__).resolve().parent / "inside" / "start.py"
ROOT: Final = START.parents[3]


@final
class Server:
    """A process of its own session and no environment, which forks children; see inside/server.

    To start it takes a few milliseconds of the event loop, once; it imports while we go on.
    """

    def __init__(self, *, path: Sequence[Path], preload: Sequence[str]) -> None:
        folders = os.pathsep.join(str(folder) for folder in [*path, ROOT])
        module = "adapters.cells.inside.server"
        self._requests, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - every word of it is ours
                [sys.executable, "-I", "-u", str(START), folders, module, *preload],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                env={},
                cwd="/",
                start_new_session=True,
            )
        self._requests.setblocking(False)

    def fork(self, way: Literal["forked", "command"], fds: Sequence[int]) -> bool:
        """Ask for a child with these file descriptors; False: the server is dead."""
        try:
            socket.send_fds(self._requests, [way[0].encode()], fds)
        except (BrokenPipeError, ConnectionResetError):
            return False
        return True

    def close(self) -> None:
        """Let it end, and everything that it has forked."""
        self._requests.close()

    def wait(self) -> None:
        """Wait until it has ended."""
        self._process.wait()
