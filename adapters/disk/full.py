"""What the system says about a disk, in the domain's words."""

import errno

from domain.failures import NoRoom

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""The disk is full, or the share of it that this user or process is allowed."""


def no_room(error: OSError) -> NoRoom:
    """Why a file could not be written."""
    return NoRoom(why="full" if error.errno in FULL else "not_writable")
