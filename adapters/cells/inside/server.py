"""Forks one child a job with the tool already imported, kills it when asked, and buries it.

Its standard input is a socket; when that closes it ends, and its children with it. A request is
one byte and four file descriptors: the child's talk, lifeline and words, and the pipe on which
the exit status is told once nothing of the child's process group is left.
"""

import contextlib
import gc
import importlib
import os
import select
import signal
import socket
import sys
from typing import Final, NoReturn

from adapters.cells.inside import start
from adapters.cells.inside.burials import Burials
from adapters.cells.inside.jail import our_code
from adapters.cells.inside.life import OURS, live

COMMAND: Final = b"c"
"""The request for a freshly started interpreter; any other byte asks for a fork."""
MOURNING: Final = 10
"""Milliseconds between two looks at a group that outlives its leader."""


class Server:
    """One thread, so that forking is safe."""

    def __init__(self, requests: socket.socket) -> None:
        self._requests = requests
        self._burials = Burials()
        self._poll = select.poll()
        self._wake, self._alarm = os.pipe()
        self._lifelines: dict[int, int] = {}  # file descriptor -> child

    def serve(self) -> None:
        """Serve until the socket closes; then kill and bury what is left."""
        os.set_blocking(self._wake, False)
        os.set_blocking(self._alarm, False)
        signal.set_wakeup_fd(self._alarm, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._poll.register(self._requests, select.POLLIN)
        self._poll.register(self._wake, select.POLLIN)
        serving = True
        while serving or self._burials.expected:
            for fd, _ in self._poll.poll(MOURNING if self._burials.mourning else None):
                if fd == self._wake:
                    os.read(fd, 4096)
                elif fd in self._lifelines:
                    self._burials.kill(self._lifelines[fd])
                    self._let_go(fd)
                elif not self._accept():
                    serving = False
                    self._poll.unregister(fd)
                    for child in self._burials.expected:
                        self._burials.kill(child)
            dead = self._burials.reap()
            for lifeline in [fd for fd, child in self._lifelines.items() if child in dead]:
                self._let_go(lifeline)
            self._burials.bury()

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
        _close(talk, words)
        self._poll.register(lifeline, select.POLLIN)
        self._lifelines[lifeline] = child
        self._burials.expect(child, exit_to)

    def _become(self, way: bytes, talk: int, lifeline: int, words: int) -> NoReturn:
        try:
            os.setsid()  # a group of its own, which its leader cannot leave
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.dup2(words, 1)
            os.dup2(words, 2)
            _close(words, self._requests.fileno(), self._wake, self._alarm)
            _close(*self._lifelines, *self._burials.descriptors)
            if way == COMMAND:
                _execute(talk, lifeline)
            live(talk, lifeline)
        finally:
            os._exit(127)

    def _let_go(self, lifeline: int) -> None:
        self._poll.unregister(lifeline)
        os.close(lifeline)
        del self._lifelines[lifeline]


def _execute(talk: int, lifeline: int) -> NoReturn:
    os.set_inheritable(talk, True)
    os.set_inheritable(lifeline, True)
    folders, module = sys.argv[1], "adapters.cells.inside.command"
    ours = [sys.executable, "-I", "-u", start.__file__, folders, module, str(talk), str(lifeline)]
    os.execve(ours[0], ours, {})  # noqa: S606 - no shell is the point


def _close(*fds: int) -> None:
    for fd in fds:
        os.close(fd)


def main(*preload: str) -> None:
    """Import and find what the jobs will need, then serve.

    A tool that cannot be imported fails again in the child, which can say so.
    """
    requests = socket.socket(fileno=os.dup(0))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    our_code()
    for module in (*OURS, *preload):
        with contextlib.suppress(Exception):
            importlib.import_module(module)
    gc.collect()
    gc.freeze()
    Server(requests).serve()
