"""The order of an MP4's boxes, which no library tells."""

import os
from typing import BinaryIO

MOST_BOXES = 64


def index_comes_first(file: BinaryIO) -> bool:
    """Whether `moov` stands before `mdat` (ISO/IEC 14496-12, 4.2); False for other files."""
    size = file.seek(0, os.SEEK_END)
    at = 0
    for _ in range(MOST_BOXES):
        file.seek(at)
        head = file.read(16)
        length, kind = int.from_bytes(head[:4], "big"), head[4:8]
        if kind in (b"moov", b"mdat"):
            return kind == b"moov"
        if length == 1:
            length = int.from_bytes(head[8:], "big")
        at += length
        if length < 8 or at >= size:
            break
    return False
