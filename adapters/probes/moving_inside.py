"""How long each frame of a moving picture is shown, told by walking its blocks."""

from mmap import mmap
from typing import TypeAlias

from domain.media_limits import MOST_PICTURE_FRAMES

Bytes: TypeAlias = bytes | mmap

DEFAULT_DELAY = 0.1
SHORTEST_DELAY = 0.02
"""Seconds: every viewer shows a shorter GIF frame for the default."""
COUNTED = MOST_PICTURE_FRAMES + 1
"""Of frames: who has more is not walked to its end."""

IMAGE, EXTENSION, GRAPHIC_CONTROL = 0x2C, 0x21, 0xF9


def gif_delays(gif: Bytes) -> list[float]:
    """Seconds of each frame (GIF89a, 20 to 26)."""
    delays: list[float] = []
    delay = DEFAULT_DELAY
    at = 13 + _colours(gif[10])
    while at < len(gif) and gif[at] in (IMAGE, EXTENSION) and len(delays) < COUNTED:
        if gif[at] == IMAGE:
            delays.append(delay)
            delay = DEFAULT_DELAY
            at += 11 + _colours(gif[at + 9])
        else:
            if gif[at + 1] == GRAPHIC_CONTROL:
                told = int.from_bytes(gif[at + 4 : at + 6], "little") / 100
                delay = told if told >= SHORTEST_DELAY else DEFAULT_DELAY
            at += 2
        while at < len(gif) and gif[at]:
            at += 1 + gif[at]
        at += 1
    return delays


def _colours(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def webp_delays(webp: Bytes) -> list[float]:
    """Seconds of each frame (RFC 9649, 2.7.1.1)."""
    delays: list[float] = []
    at = 12
    while at + 8 <= len(webp) and len(delays) < COUNTED:
        size = int.from_bytes(webp[at + 4 : at + 8], "little")
        if webp[at : at + 4] == b"ANMF":
            told = int.from_bytes(webp[at + 20 : at + 23], "little") / 1000
            delays.append(told or DEFAULT_DELAY)
        at += 8 + size + size % 2
    return delays


def apng_delays(png: Bytes) -> list[float]:
    """Seconds of each frame (PNG, third edition, 11.3.6.2)."""
    delays: list[float] = []
    at = 8
    while at + 12 <= len(png) and len(delays) < COUNTED:
        size = int.from_bytes(png[at : at + 4], "big")
        if png[at + 4 : at + 8] == b"fcTL":
            told = int.from_bytes(png[at + 28 : at + 30], "big")
            of = int.from_bytes(png[at + 30 : at + 32], "big") or 100
            delays.append(told / of or DEFAULT_DELAY)
        at += 12 + size
    return delays
