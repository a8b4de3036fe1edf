"""What root may do beyond others (capabilities(7)): a child of root's may do none of it."""

import ctypes
import os
import struct
from typing import Final

VERSION: Final = 0x20080522
NOTHING: Final = bytes(24)
"""Effective, permitted and inheritable, twice 32 bits of each."""


def drop() -> None:
    """Give up all of them, for good: `no_new_privs` is set already.

    Raises:
        OSError: The kernel refused.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.capset(struct.pack("=Ii", VERSION, 0), NOTHING) != 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
