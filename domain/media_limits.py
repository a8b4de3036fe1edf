"""How large a stranger's media may be before anything of it is decoded."""

from typing import Final, NamedTuple

MOST_FILM_PIXELS: Final = 33_177_600
"""8K, in one frame (7680 x 4320)."""
MOST_PICTURE_PIXELS: Final = 64_000_000
"""More than any screen shows; imgproxy and Mastodon draw the line at 50 and 33 million."""
MOST_PIXELS_READ_IN_PART: Final = 128_000_000
"""Of a JPEG that is stored line by line, which is decoded at a half, a quarter or an eighth."""
MOST_SECONDS: Final = 3 * 60 * 60
MOST_FRAMES_PER_SECOND: Final = 120
MOST_PICTURE_FRAMES: Final = 2_000
"""Of a picture that moves."""
MOST_MOVING_PIXELS: Final = 2_000 * 1920 * 1080
"""All frames of a picture that moves together: each of them is decoded."""
MOST_STREAMS: Final = 16
MOST_PACKETS_PER_SECOND: Final = 400
"""Of sound: Opus has the shortest, of 2.5 ms."""


class Excess(NamedTuple):
    """What there is too much of; `what` is a `WhatTooMuch` of `domain.failures`."""

    what: str
    found: float
    allowed: float


def too_many_pixels(width: int, height: int, *, allowed: int) -> Excess | None:
    """Of one frame."""
    pixels = width * height
    return Excess("pixels", pixels, allowed) if pixels > allowed else None


def too_much_movement(width: int, height: int, frames: int) -> Excess | None:
    """Of a picture that moves."""
    if frames > MOST_PICTURE_FRAMES:
        return Excess("frames", frames, MOST_PICTURE_FRAMES)
    pixels = width * height * frames
    return Excess("pixels", pixels, MOST_MOVING_PIXELS) if pixels > MOST_MOVING_PIXELS else None


def too_long(seconds: float) -> Excess | None:
    """Of a film, or of sound."""
    return Excess("seconds", seconds, MOST_SECONDS) if seconds > MOST_SECONDS else None


def too_fast(frames: int, seconds: float) -> Excess | None:
    """Of a film; a second more is granted, because short ones are rounded."""
    rate = frames / (seconds + 1)
    return Excess("rate", rate, MOST_FRAMES_PER_SECOND) if rate > MOST_FRAMES_PER_SECOND else None
