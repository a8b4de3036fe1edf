"""The last thing that a child does before it touches anything of a stranger's."""

import contextlib
import ctypes
import os
import resource
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from adapters.cells.inside import capabilities, landlock, seccomp
from adapters.cells.inside.system_calls import machine

FIRST_TO_GO: Final = "1000"
"""When the system runs out of memory it kills the children, not the bot (proc(5))."""
PR_SET_NO_NEW_PRIVS: Final = 38
LEVELS: Final = ("limits", "files", "full")
"""As `fence.Level`, which a child does not import; each enforces more."""

PYTHON: Final = (sys.prefix, sys.base_prefix, sys.exec_prefix, "/usr", "/lib", "/lib64")
SYSTEM: Final = (
    "/etc/ssl/certs", "/etc/ssl/cert.pem", "/etc/ssl/ca-bundle.pem", "/etc/ssl/openssl.cnf",
    "/etc/pki/tls/certs", "/etc/pki/tls/cert.pem", "/etc/pki/tls/openssl.cnf",
    "/etc/pki/ca-trust/extracted", "/etc/ca-certificates/extracted", "/etc/crypto-policies",
    "/etc/ld.so.cache", "/etc/localtime", "/etc/mime.types", "/etc/hosts", "/etc/resolv.conf",
    "/etc/nsswitch.conf", "/etc/host.conf", "/etc/gai.conf", "/dev/urandom", "/dev/random",
    "/proc/self", "/proc/meminfo", "/proc/cpuinfo", "/proc/sys/vm", "/sys/devices/system/cpu",
)  # fmt: skip
"""What libraries read in passing and what holds no secret; /proc/self is the child's own."""
LOADERS: Final = ("/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1")


_AUTOGROUP: Final = Path("/proc/self/autogroup")
"""A session counts as one whatever its processes' niceness, so it has a niceness of its own."""


class TooOpenError(Exception):
    """The system cannot enforce what the operator asks for at least."""


def enter_jail(limits: Mapping[str, int], fence: Mapping[str, Any] | None, minimum: str) -> str:
    """Give up for good what the work does not need; the level that is now in force.

    `limits` are those of `CellLimits`, `fence` that of `Fence`; without one only limits hold. A
    limit that was lower already stays.

    Raises:
        TooOpenError: The level is below `minimum`.
    """
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_CPU, limits["cpu_seconds"])
    _limit(resource.RLIMIT_FSIZE, limits["file_bytes"])
    _limit(resource.RLIMIT_NOFILE, limits["open_files"])
    if sys.platform == "linux":
        _limit(resource.RLIMIT_DATA, limits["memory_bytes"])
        with contextlib.suppress(OSError):  # where /proc is not to be had
            Path("/proc/self/oom_score_adj").write_text(FIRST_TO_GO)
    os.nice(limits["niceness"])
    with contextlib.suppress(OSError):  # not to be had, or too many children in a tenth of a second
        _AUTOGROUP.write_text(f"{limits['niceness']}")
    level = "limits" if fence is None else _close(**fence)
    if LEVELS.index(level) < LEVELS.index(minimum):
        raise TooOpenError(f"this system can enforce {level!r} only")
    return level


def _close(
    reads: Sequence[str], runs: Sequence[str], ports: Sequence[int] | None, *, owns: bool
) -> str:
    """Both or neither counts: a filter of calls alone keeps no file from being read."""
    known = machine()
    if known is None or landlock.version() == 0:
        return "limits"
    try:
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        landlock.restrict(
            reads=[Path(path) for path in (*PYTHON, *SYSTEM, *our_code(), *reads)],
            writes=[Path.cwd(), Path("/dev/null")],
            runs=[Path(path) for path in (*runs, *(LOADERS if runs else ()))],
            ports=ports,
        )
        capabilities.drop()
        seccomp.restrict(known, network=ports, starts=bool(runs), owns=owns)
    except OSError:  # a container may forbid either
        return "limits"
    # A filter of calls cannot tell one's own programs from others: signals are Landlock's then.
    needed = landlock.KNOWS_SCOPES if runs else landlock.KNOWS_PORTS if ports else 1
    return "full" if landlock.version() >= needed else "files"


@cache
def our_code() -> tuple[str, ...]:
    """The folders that modules come from, or of a checkout, where secrets may lie beside, its code.

    A server looks once, for all that it forks: it takes as long as the rest of the jail.
    What is installed lies below the interpreter's own folders, which are open anyhow.
    """
    installed = (sys.prefix, sys.base_prefix)
    loose = [Path(folder) for folder in sys.path if not folder.startswith(installed)]
    return tuple(str(package) for folder in loose for package in _packages(folder))


def _packages(folder: Path) -> list[Path]:
    try:
        inside = list(folder.iterdir())
    except OSError:
        return []
    return [path for path in inside if path.suffix == ".py" or (path / "__init__.py").exists()]


def _limit(which: int, most: int) -> None:
    known = [limit for limit in resource.getrlimit(which) if limit != resource.RLIM_INFINITY]
    soft = min([most, *known])
    hard = soft + 1 if which == resource.RLIMIT_CPU and not known else soft
    resource.setrlimit(which, (soft, hard))
