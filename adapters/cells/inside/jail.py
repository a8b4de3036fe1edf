"""The last thing that a child does before it touches anything of a stranger's."""

import os
import resource
import sys
from collections.abc import Mapping


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
    os.nice(limits["niceness"])


def _limit(which: int, most: int) -> None:
    known = [limit for limit in resource.getrlimit(which) if limit != resource.RLIM_INFINITY]
    soft = min([most, *known])
    hard = soft + 1 if which == resource.RLIMIT_CPU and not known else soft
    resource.setrlimit(which, (soft, hard))
