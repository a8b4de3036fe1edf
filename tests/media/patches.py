"""Pictures of patches, each of one known colour, in the forms that cameras and printers use."""

import struct
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from PIL import Image, ImageCms

Colour: TypeAlias = tuple[int, ...]

PATCH = 64
"""Pixels of a side."""
P3: dict[bytes, tuple[float, float, float]] = {
    b"rXYZ": (0.51512, 0.24120, -0.00105),
    b"gXYZ": (0.29198, 0.69225, 0.04189),
    b"bXYZ": (0.15710, 0.06657, 0.78407),
}
"""Display P3's primaries as an ICC profile tells them; its curve is that of sRGB."""
PAPER_LAB, INK_LAB = 248, ((100, 80, 70), (110, 210, 120), (230, 120, 230), (30, 128, 128))
"""Of 255: how light our paper is, and lightness, a and b of our cyan, magenta, yellow, black."""


def patches(mode: str, colours: Sequence[Colour]) -> Image.Image:
    """From left to right."""
    picture = Image.new(mode, (PATCH * len(colours), PATCH))
    for number, colour in enumerate(colours):
        value = colour if len(colour) > 1 else colour[0]
        picture.paste(value, (PATCH * number, 0, PATCH * (number + 1), PATCH))
    return picture


def middles(picture: Image.Image, number: int) -> list[Colour]:
    """The mean colour in the middle of each of so many patches, whatever the picture's size."""
    wide = picture.width / number
    boxes = [
        (round((n + 0.3) * wide), picture.height // 3, round((n + 0.7) * wide), picture.height // 2)
        for n in range(number)
    ]
    return [picture.resize((1, 1), Image.Resampling.BOX, box).getpixel((0, 0)) for box in boxes]


def display_p3() -> bytes:
    """An ICC profile: that of sRGB with other primaries."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    (tags,) = struct.unpack_from(">I", profile, 128)
    for number in range(tags):
        name, at, _ = struct.unpack_from(">4sII", profile, 132 + 12 * number)
        if name in P3:
            fixed = (round(value * 65536) for value in P3[name])
            struct.pack_into(">3i", profile, at + 8, *fixed)
    return bytes(profile)


def printer() -> bytes:
    """An ICC profile of four inks: a table (lut8) of what each mixture of them looks like."""
    table = bytearray()
    for mixture in range(16):
        looks = [PAPER_LAB, 128, 128]
        for ink, looks_alone in enumerate(INK_LAB):
            if mixture >> 3 - ink & 1:
                looks = [
                    looks[0] * looks_alone[0] // PAPER_LAB,
                    *(old + new - 128 for old, new in zip(looks[1:], looks_alone[1:], strict=True)),
                ]
        table += bytes(max(0, min(255, value)) for value in looks)
    straight = bytes(range(256))
    unit = [65536 if place % 4 == 0 else 0 for place in range(9)]
    lut = struct.pack(">4sI4B9i", b"mft1", 0, 4, 3, 2, 0, *unit)
    lut += straight * 4 + bytes(table) + straight * 3
    white = struct.pack(">4sI3i", b"XYZ ", 0, 63190, 65536, 54061)
    said = struct.pack(">4sII", b"desc", 0, 5) + b"Inks\0" + bytes(78)
    tags = {b"desc": said, b"wtpt": white, b"A2B0": lut}
    at, entries, content = 132 + 12 * len(tags), b"", b""
    for name, data in tags.items():
        padded = data + bytes(-len(data) % 4)
        entries += struct.pack(">4sII", name, at + len(content), len(data))
        content += padded
    header = struct.pack(
        ">I4sI4s4s4s", at + len(content), b"none", 0x02400000, b"prtr", b"CMYK", b"Lab "
    )
    header += struct.pack(">6H4s", 2026, 1, 1, 0, 0, 0, b"acsp") + bytes(28)
    header += struct.pack(">3i", 63190, 65536, 54061)
    return header.ljust(128, b"\0") + struct.pack(">I", len(tags)) + entries + content


def deep_png(path: Path, colours: Sequence[Colour]) -> Path:
    """16 bits a sample, which Pillow does not write: grey, RGB or RGBA by the number of samples."""
    kind = {1: 0, 2: 4, 3: 2, 4: 6}[len(colours[0])]
    row = b"\0" + b"".join(struct.pack(f">{len(one)}H", *one) * PATCH for one in colours)
    header = struct.pack(">IIBBBBB", PATCH * len(colours), PATCH, 16, kind, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(row * PATCH)), (b"IEND", b""))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts))
    return path


def _chunk(kind: bytes, content: bytes) -> bytes:
    told = kind + content
    return struct.pack(">I", len(content)) + told + struct.pack(">I", zlib.crc32(told))
