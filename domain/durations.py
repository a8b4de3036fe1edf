"""Stretches and moments of time as people write and read them."""

import re

CLOCK = re.compile(r"(?:(\d+):)?(\d+):([0-5]?\d(?:\.\d+)?)", re.ASCII)
LETTERS = re.compile(r"(?:(\d+)h)?\s*(?:(\d+)m)?\s*(?:(\d+(?:\.\d+)?)s?)?", re.ASCII)


def parse_duration(text: str) -> float:
    """The seconds meant by "83", "83.5", "1:23", "1:02:03", "1m23s" or "90s".

    Raises:
        ValueError: The text is none of these.
    """
    text = text.strip().lower()
    found = CLOCK.fullmatch(text) or LETTERS.fullmatch(text)
    if found is None or not any(found.groups()):
        raise ValueError(f'"{text}" is not a time such as 83, 1:23 or 1m23s')
    hours, minutes, seconds = (float(part or 0) for part in found.groups())
    return 3600 * hours + 60 * minutes + seconds


def human_duration(seconds: float) -> str:
    """The time for reading: "0.4 s", "20 s", "1 min 20 s", "2 h 5 min"."""
    if seconds < 1:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes == 0:
        return f"{rest} s"
    hours, minutes = divmod(minutes, 60)
    if hours == 0:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"
