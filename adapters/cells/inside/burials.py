"""Makes sure that a child is gone with all that it began, before its exit is told."""

import contextlib
import ctypes
import os
import signal
import sys
from pathlib import Path
from typing import Final

PR_SET_CHILD_SUBREAPER: Final = 36  # prctl(2)


class Burials:
    """The children that are not yet buried; each leads a process group of its own."""

    def __init__(self) -> None:
        """Become the parent of what they leave behind, so that it is reaped and known gone."""
        self._exits: dict[int, int] = {}  # child -> file descriptor
        self._dead: dict[int, int] = {}  # child -> wait status
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)

    def expect(self, child: int, exit_to: int) -> None:
        """This one will have to be buried, and its exit status told there."""
        self._exits[child] = exit_to

    @property
    def expected(self) -> list[int]:
        """The children that are not yet buried."""
        return list(self._exits)

    @property
    def descriptors(self) -> list[int]:
        """Where their exits are to be told."""
        return list(self._exits.values())

    @property
    def mourning(self) -> bool:
        """Whether something outlives a child that is dead: look again soon."""
        return bool(self._dead)

    def kill(self, child: int) -> None:
        """Kill it and its group."""
        _kill(-child)
        if child not in self._dead:  # it may not have come to make its group
            _kill(child)

    def reap(self) -> list[int]:
        """Those that have died; with them are reaped the orphans that they left to us."""
        dead = []
        with contextlib.suppress(ChildProcessError):
            while (found := os.waitpid(-1, os.WNOHANG)) != (0, 0):
                child, status = found
                if child in self._exits:
                    self._dead[child] = status
                    dead.append(child)
        return dead

    def bury(self) -> None:
        """Tell the exit of those of whom nothing is left; kill what is left of the others."""
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
        return [
            child
            for child in map(int, ours.split())
            if child not in self._exits and os.getpgid(child) not in self._exits
        ]


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
