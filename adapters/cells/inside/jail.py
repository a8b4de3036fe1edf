"""The last thing that a child does before it touches anything of a stranger's."""

import contextlib
import os
import resource
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

FIRST_TO_GO: Final = "1000"
"""When the system runs out of memory it kills the children, not the bot (proc(5))."""


def enter_jail(limits: Mapping[str, int]) -> None:
    """Give up for good what the work does not need; `limits` are those of `CellLimits`.

    A limit that was lower already stays.
    """
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_CPU, limits["cpu_seconds"])
    _limit(resource.RLIMIT_FSIZE, limits["file_bytes"])
    _limit(resource.RLIMIT_NOFILE, limits["open_files"])
    if sys.platform == "linux":
        _limit(resource.RLIMIT_AS, limits["memory_bytes"])
        with contextlib.suppress(OSError):  # where /proc is not to be had
            Path("/proc/self/oom_score_adj").write_text(FIRST_TO_GO)
    os.nice(limits["niceness"])


def _limit(which: int, most: int) -> None:
    known = [limit for limit in resource.getrlimit(which) if limit != resource.RLIM_INFINITY]
    soft = min([most, *known])
    hard = soft + 1 if which == resource.RLIMIT_CPU and not known else soft
    resource.setrlimit(which, (soft, hard))
