"""Numbers of bytes as people write and read them."""

import re

KIBIBYTE = 1024
MEBIBYTE = 1024 * KIBIBYTE
GIBIBYTE = 1024 * MEBIBYTE

UNITS = {"": 1, "b": 1, "k": KIBIBYTE, "m": MEBIBYTE, "g": GIBIBYTE}
SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*(?:([kmg])(?:i?b)?|b|bytes?)?", re.IGNORECASE | re.ASCII)


def parse_size(text: str) -> int:
    """The bytes meant by "10MiB", "10MB", "9.5 MB", "512KiB" or "1048576".

    MB means MiB, as it does where chats tell their limits.

    Raises:
        ValueError: The text is no size, or less than one byte.
    """
    found = SIZE.fullmatch(text.strip())
    size = int(float(found[1]) * UNITS[(found[2] or "").lower()]) if found else 0
    if size < 1:
        raise ValueError(f'"{text}" is not a size such as 10MiB, 512KiB or 1048576')
    return size


def human_limit(size: int) -> str:
    """A limit of that size for reading, rounded up: what fits into the one fits into the other."""
    for unit in (GIBIBYTE, MEBIBYTE, KIBIBYTE):
        if size >= unit:
            return human_size(-(-size * 10 // unit) * unit // 10)
    return human_size(size)


def human_size(size: int) -> str:
    """The size for reading, in the largest unit that keeps it at 1 or more: "9.5 MiB"."""
    for unit, name in ((GIBIBYTE, "GiB"), (MEBIBYTE, "MiB"), (KIBIBYTE, "KiB")):
        if size >= unit:
            return f"{size / unit:.1f}".removesuffix(".0") + f" {name}"
    return f"{size} bytes" if size != 1 else "1 byte"
