"""A file that its living owner holds locked tells work in progress from what the dead left."""

import fcntl
import os
import shutil
from pathlib import Path


def claim(path: Path, *, mode: int = 0o600) -> int:
    """A new file at `path`, ours for as long as the returned descriptor is open.

    Raises:
        OSError: It exists already, or cannot be written.
    """
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if os.fstat(descriptor).st_nlink:
            return descriptor
        os.close(descriptor)  # taken for a dead one's before it was locked, and swept


def seize(path: Path) -> int | None:
    """The file of an owner that is dead, now ours; None where it lives, or nothing is there."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    if os.fstat(descriptor).st_nlink:
        return descriptor
    os.close(descriptor)
    return None


def forget(path: Path, held: int) -> None:
    """Remove the file, of which `held` is the descriptor, and the folder that it stands for.

    The folder lies beside it, under its name without the suffix.
    """
    shutil.rmtree(path.with_suffix(""), ignore_errors=True)
    path.unlink(missing_ok=True)
    os.close(held)
