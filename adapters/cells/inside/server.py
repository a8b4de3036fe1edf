"""Forks one child a job with the tool already imported, kills it when asked, and buries it.

Its standard input is a socket; when that closes it ends, and its children with it. A request is
one byte and four file descriptors: the child's talk, lifeline and words, and the pipe on which
the exit status is told once nothing of the child's process group is left.
"""

import contextlib
import ctypes
import gc
import importlib
import os
import select
import signal
import socket
import sys
from pathlib import Path
from typing import Final, NoReturn

from adapters.cells.inside import start
from adapters.cells.inside.life import live

COMMAND: Final = b"c"
"""The request for a freshly started interpreter; any other byte asks for a fork."""
PR_SET_CHILD_SUBREAPER: Final = 36  # prctl(2)
MOURNING: Final = 10
"""Milliseconds between two looks at a group that outlives its leader."""


class Server:
    """One thread, so that forking is safe."""

    def __init__(self, requests: socket.socket) -> None:
        self._requests = requests
        self._poll = select.poll()
        self._wake, self._alarm = os.pipe()
        self._lifelines: dict[int, int] = {}  # file descriptor -> child
        self._exits: dict[int, int] = {}  # child -> file descriptor
        self._dead: dict[int, int] = {}  # child -> wait status

    def serve(self) -> None:
        """Serve until the socket closes; then kill and bury what is left."""
        os.set_blocking(self._wake, False)
        os.set_blocking(self._alarm, False)
        signal.set_wakeup_fd(self._alarm, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._poll.register(self._requests, select.POLLIN)
        self._poll.register(self._wake, select.POLLIN)
        serving = True
        while serving or self._exits:
            for fd, _ in self._poll.poll(MOURNING if self._dead else None):
                if fd == self._wake:
                    os.read(fd, 4096)
                elif fd in self._lifelines:
                    _kill(-self._lifelines[fd])
                    self._let_go(fd)
                elif not self._accept():
                    serving = False
                    self._poll.unregister(fd)
                    for child in self._exits:
                        _kill(-child)
            self._reap()
            self._bury()

    def _accept(self) -> bool:
        way, fds, _, _ = socket.recv_fds(self._requests, 1, 4)
        for fd in fds:
            os.set_inheritable(fd, False)
        if len(fds) == 4:
            self._fork(way, *fds)
        else:  # no more descriptors for us: closing what came tells the parent
            _close(*fds)
        return bool(way)

    def _fork(self, way: bytes, talk: int, lifeline: int, words: int, exit_to: int) -> None:
        try:
            child = os.fork()
        except OSError:
            _close(talk, lifeline, words, exit_to)
            return
        if child == 0:
            _close(exit_to)
            self._become(way, talk, lifeline, words)
        with contextlib.suppress(OSError):  # the child does it too, whoever comes first
            os.setpgid(child, child)
        _close(talk, words)
        self._poll.register(lifeline, select.POLLIN)
        self._lifelines[lifeline] = child
        self._exits[child] = exit_to

    def _become(self, way: bytes, talk: int, lifeline: int, words: int) -> NoReturn:
        try:
            os.setpgid(0, 0)
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.dup2(words, 1)
            os.dup2(words, 2)
            _close(words, self._requests.fileno(), self._wake, self._alarm)
            _close(*self._lifelines, *self._exits.values())
            if way == COMMAND:
                _execute(talk, lifeline)
            live(talk, lifeline)
        finally:
            os._exit(127)

    def _reap(self) -> None:
        """Take note of the dead; among them may be orphans of our children, which are ours now."""
        with contextlib.suppress(ChildProcessError):
            while (found := os.waitpid(-1, os.WNOHANG)) != (0, 0):
                child, status = found
                if child in self._exits:
                    self._dead[child] = status
                    for lifeline in [fd for fd, of in self._lifelines.items() if of == child]:
                        self._let_go(lifeline)

    def _bury(self) -> None:
        """Tell the exit of those of whom nothing is left."""
        strays = self._strays() if self._dead else []
        for stray in strays:
            _kill(stray)
        for child, status in list(self._dead.items()):
            if not _kill(-child) and not strays:
                del self._dead[child]
                exit_to = self._exits.pop(child)
                with contextlib.suppress(BrokenPipeError):
                    os.write(exit_to, b"%d" % os.waitstatus_to_exitcode(status))
                os.close(exit_to)

    def _strays(self) -> list[int]:
        """Orphans that are in no group of ours; only Linux can name them (proc(5))."""
        try:
            ours = Path(f"/proc/self/task/{os.getpid()}/children").read_text()
        except OSError:
            return []
        return [child for child in map(int, ours.split()) if os.getpgid(child) not in self._exits]

    def _let_go(self, lifeline: int) -> None:
        self._poll.unregister(lifeline)
        os.close(lifeline)
        del self._lifelines[lifeline]


def _kill(process: int) -> bool:
    """Whether there was anything to kill; a negative number is a process group's.

    A leader's number cannot be another group's while its group lives, even after it was reaped,
    and the system hands numbers out in a circle.
    """
    try:
        os.kill(process, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):  # none, or only what is not ours to kill
        return False
    return True


def _execute(talk: int, lifeline: int) -> NoReturn:
    os.set_inheritable(talk, True)
    os.set_inheritable(lifeline, True)
    folders, module = sys.argv[1], "adapters.cells.inside.command"
    ours = [sys.executable, "-I", "-u", start.__file__, folders, module, str(talk), str(lifeline)]
    os.execve(ours[0], ours, {})  # noqa: S606 - no shell is the point


def _close(*fds: int) -> None:
    for fd in fds:
        os.close(fd)


def _adopt_orphans() -> None:
    """Become the parent of what our children leave behind, so that it is reaped and known gone."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def main(*preload: str) -> None:
    """Import what the jobs will need, then serve.

    A tool that cannot be imported fails again in the child, which can say so.
    """
    requests = socket.socket(fileno=os.dup(0))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    for module in preload:
        with contextlib.suppress(Exception):
            importlib.import_module(module)
    gc.collect()
    gc.freeze()
    _adopt_orphans()
    Server(requests).serve()
