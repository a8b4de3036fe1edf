"""Copies a picture's pixels, and what they need to be shown right, in a child; nothing is decoded.

JPEG: ITU-T T.81, annex B. PNG: W3C, third edition. GIF: GIF89a. WebP: RFC 9649.
"""

import re
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

UPRIGHT = 1


class MalformedError(Exception):
    """Its parts cannot be told from each other."""


def strip(job: Mapping[str, Any], _talk: object) -> dict[str, Any]:
    """Write what stays of `path`, of `mimetype`, to `target`; it `fails` "corrupt" or "no_room"."""
    whole = Path(job["path"]).read_bytes()
    try:
        bare = b"".join(FORMATS[job["mimetype"]](whole, job["orientation"]))
    except (MalformedError, IndexError, struct.error):
        return {"fails": "corrupt"}
    try:
        Path(job["target"]).write_bytes(bare)
    except OSError:
        return {"fails": "no_room"}
    return {}


def turned(orientation: int) -> bytes:
    """EXIF that says which way up, and no more."""
    entry = struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0)
    return b"II*\0" + struct.pack("<IH", 8, 1) + entry + bytes(4)


def _jpeg(whole: bytes, orientation: int) -> Iterator[bytes]:
    if whole[:2] != b"\xff\xd8":
        raise MalformedError
    yield whole[:2]
    if orientation != UPRIGHT:
        yield _segment(0xE1, b"Exif\0\0" + turned(orientation))
    at = 2
    while (kind := _marker(whole, at)) != 0xD9:
        length = int.from_bytes(whole[at + 2 : at + 4], "big")
        content = whole[at + 4 : at + 2 + length]
        if length < 2 or len(content) != length - 2:
            raise MalformedError
        at += 2 + length
        yield _kept_segment(kind, content)
        if kind == 0xDA:
            scan = SCAN_END.search(whole, at)
            end = scan.start() if scan else len(whole)
            yield whole[at:end]
            at = end
            if scan is None:
                break
    yield b"\xff\xd9"


SCAN_END = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""A marker that is neither a restart nor a stuffed byte."""
PROFILE, ADOBE, JFIF = b"ICC_PROFILE\0", b"Adobe", b"JFIF\0"


def _marker(whole: bytes, at: int) -> int:
    if whole[at] != 0xFF or whole[at + 1] in (0x00, 0xFF):
        raise MalformedError
    return whole[at + 1]


def _segment(kind: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, kind, len(content) + 2) + content


def _kept_segment(kind: int, content: bytes) -> bytes:
    if kind == 0xE0 and content.startswith(JFIF):
        return _segment(kind, content[:12].ljust(12, b"\0") + b"\0\0")  # without its thumbnail
    needed = {0xE2: PROFILE, 0xEE: ADOBE}.get(kind)
    told = kind == 0xFE or 0xE0 <= kind <= 0xEF
    if told and (needed is None or not content.startswith(needed)):
        return b""
    return _segment(kind, content)


PNG = b"\x89PNG\r\n\x1a\n"
SHOWN_CHUNKS = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD pHYs".split()
    + b"acTL fcTL fdAT".split()
)


def _png(whole: bytes, orientation: int) -> Iterator[bytes]:
    if not whole.startswith(PNG):
        raise MalformedError
    yield PNG
    at, kind = len(PNG), b""
    while kind != b"IEND":
        (length,) = struct.unpack_from(">I", whole, at)
        kind = whole[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(whole):
            raise MalformedError
        if kind in SHOWN_CHUNKS:
            yield whole[at:end]
        if kind == b"IHDR" and orientation != UPRIGHT:
            told = b"eXIf" + turned(orientation)
            yield struct.pack(">I", len(told) - 4) + told + struct.pack(">I", zlib.crc32(told))
        at = end


SHOWN_PARTS = (b"VP8X", b"ICCP", b"ANIM", b"ANMF", b"ALPH", b"VP8 ", b"VP8L")
EXIF_FLAG, XMP_FLAG = 0x08, 0x04


def _webp(whole: bytes, orientation: int) -> Iterator[bytes]:
    if whole[:4] != b"RIFF" or whole[8:12] != b"WEBP":
        raise MalformedError
    parts, at, extended = [], 12, False
    while at + 8 <= len(whole):
        kind, length = whole[at : at + 4], int.from_bytes(whole[at + 4 : at + 8], "little")
        end = at + 8 + length + length % 2
        part = whole[at:end]
        if kind == b"VP8X":
            extended = True
            exif = EXIF_FLAG if orientation != UPRIGHT else 0
            flags = part[8] & ~(EXIF_FLAG | XMP_FLAG) | exif
            part = part[:8] + bytes([flags]) + part[9:]
        if kind in SHOWN_PARTS:
            parts.append(part)
        at = end
    if not parts:
        raise MalformedError
    if extended and orientation != UPRIGHT:
        told = turned(orientation)
        parts.append(b"EXIF" + struct.pack("<I", len(told)) + told)
    content = b"WEBP" + b"".join(parts)
    yield b"RIFF" + struct.pack("<I", len(content)) + content


LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
CONTROL, APPLICATION = 0xF9, 0xFF


def _gif(whole: bytes, _orientation: int) -> Iterator[bytes]:
    if whole[:3] != b"GIF":
        raise MalformedError
    at = 13 + _colours(whole[10])
    yield whole[:at]
    while at < len(whole) and whole[at] != 0x3B:
        if whole[at] == 0x2C:
            end = _after_blocks(whole, at + 10 + _colours(whole[at + 9]) + 1)
            kept = True
        elif whole[at] == 0x21:
            end = _after_blocks(whole, at + 2)
            kind, name = whole[at + 1], whole[at + 3 : at + 14]
            kept = kind == CONTROL or (kind == APPLICATION and name in LOOPS)
        else:
            raise MalformedError
        if kept:
            yield whole[at:end]
        at = end
    yield b"\x3b"


def _colours(flags: int) -> int:
    """Bytes of a table of colours."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(whole: bytes, at: int) -> int:
    while whole[at]:
        at += 1 + whole[at]
    return at + 1


FORMATS: dict[str, Callable[[bytes, int], Iterator[bytes]]] = {
    "image/jpeg": _jpeg,
    "image/png": _png,
    "image/apng": _png,
    "image/gif": _gif,
    "image/webp": _webp,
}
