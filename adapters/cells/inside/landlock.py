"""What a child may still touch of the disk and the network, enforced by the kernel (Landlock)."""

import ctypes
import os
import struct
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

CREATE_RULESET: Final = 444  # the same numbers on every architecture
ADD_RULE: Final = 445
RESTRICT_SELF: Final = 446
VERSION: Final = 1
PATH_BENEATH: Final = 1
NET_PORT: Final = 2

# landlock(7), "Filesystem actions"; what a kernel does not know must not be named to it.
EXECUTE: Final = 1 << 0
WRITE_FILE: Final = 1 << 1
READ_FILE: Final = 1 << 2
READ_DIR: Final = 1 << 3
REMOVE_DIR: Final = 1 << 4
REMOVE_FILE: Final = 1 << 5
MAKE_DIR: Final = 1 << 7
MAKE_REG: Final = 1 << 8
REFER: Final = 1 << 13
TRUNCATE: Final = 1 << 14
OF_FILES: Final = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE
ALL_SINCE: Final = {1: (1 << 13) - 1, 2: REFER, 3: TRUNCATE, 5: 1 << 15}
KNOWS_PORTS: Final = 4
KNOWS_SCOPES: Final = 6
BIND_TCP, CONNECT_TCP = 1 << 0, 1 << 1
SCOPES: Final = 0b11  # abstract sockets and signals of others

READS: Final = READ_FILE | READ_DIR
WRITES: Final = (
    READS | WRITE_FILE | TRUNCATE | REFER | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG
)
RUNS: Final = READS | EXECUTE

libc = ctypes.CDLL(None, use_errno=True)


def version() -> int:
    """Of the kernel's Landlock; 0: it has none, or it is switched off."""
    if sys.platform != "linux":
        return 0
    return max(0, int(libc.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), VERSION)))


def restrict(
    *,
    reads: Iterable[Path],
    writes: Iterable[Path],
    runs: Iterable[Path],
    ports: Iterable[int] | None,
) -> None:
    """From now on only this, for us and whatever we start; paths that do not exist are left out.

    TCP connects to `ports` only (from version 4 on), and nothing listens; None: no restriction.
    `no_new_privs` is set already.

    Raises:
        OSError: The kernel refused.
    """
    known = version()
    disk = sum(rights for since, rights in ALL_SINCE.items() if since <= known)
    network = BIND_TCP | CONNECT_TCP if known >= KNOWS_PORTS and ports is not None else 0
    attributes = struct.pack("=QQQ", disk, network, SCOPES if known >= KNOWS_SCOPES else 0)
    size = 24 if known >= KNOWS_SCOPES else 16 if known >= KNOWS_PORTS else 8
    ruleset = _call(CREATE_RULESET, attributes, ctypes.c_size_t(size), 0)
    try:
        for paths, rights in ((reads, READS), (writes, WRITES), (runs, RUNS)):
            for path in paths:
                _allow(ruleset, path, rights & disk)
        for port in (ports or ()) if network else ():
            _call(ADD_RULE, ruleset, NET_PORT, struct.pack("=QQ", CONNECT_TCP, port), 0)
        _call(RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: Path, rights: int) -> None:
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        of_it = rights if path.is_dir() else rights & OF_FILES
        _call(ADD_RULE, ruleset, PATH_BENEATH, struct.pack("=Qi", of_it, opened), 0)
    finally:
        os.close(opened)


def _call(number: int, *arguments: object) -> int:
    answer = int(libc.syscall(number, *arguments))
    if answer < 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    return answer
