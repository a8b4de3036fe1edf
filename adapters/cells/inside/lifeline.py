"""A child ends with its parent: at once, whatever it is doing."""

import fcntl
import os
import select
import signal
import sys
import threading

F_SETSIG = 10  # fcntl(2); the module does not name it


def arm(lifeline: int) -> None:
    """Kill our process group as soon as the pipe's other end closes or says anything.

    The kernel does it where it can be asked to (Linux); elsewhere a thread, which cannot while
    other code holds the interpreter, and then the server's kill is what remains.
    """
    if sys.platform == "linux":
        fcntl.fcntl(lifeline, fcntl.F_SETOWN, -os.getpgrp())
        fcntl.fcntl(lifeline, F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(lifeline, fcntl.F_SETFL, os.O_ASYNC)
        if select.select([lifeline], [], [], 0)[0]:  # it closed before it was armed
            os.killpg(0, signal.SIGKILL)
    else:
        watch(lifeline)


def watch(lifeline: int) -> None:
    """The same by a thread."""

    def wait() -> None:
        os.read(lifeline, 1)
        os.killpg(0, signal.SIGKILL)

    threading.Thread(target=wait, daemon=True).start()
