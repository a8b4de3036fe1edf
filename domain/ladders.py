"""The sizes and frame rates that a picture may be brought down to; never up."""

from math import floor
from typing import NamedTuple

SIDES = (1080, 900, 810, 720, 630, 540, 480, 432, 360, 324, 288, 240, 216, 180, 144)
"""Pixels of the smaller side: about a factor of 1.2 apart, which is as fine as an eye tells."""

LONGEST_SIDE = 4096
"""Pixels: what H.264 decoders in hardware take."""

SMALLEST_SIDE = 2
"""Pixels: colour has one sample for two by two."""

USUAL_RATES = (
    *(5.0, 10.0, 12.0, 12.5, 15.0, 20.0),
    *(24000 / 1001, 24.0, 25.0, 30000 / 1001, 30.0, 48.0, 50.0, 60000 / 1001, 60.0),
    *(100.0, 120000 / 1001, 120.0),
)
"""Frames a second that drawings, films and cameras have."""

RATE_TOLERANCE = 0.01
"""Nearer than this to a usual rate, a measured one is that rate."""

RATE_CAPS = ((2000.0, 60.0), (180.0, 30.0), (90.0, 25.0))
"""From so many kbit/s of picture: at most this many frames a second."""
LEAST_RATE_CAP = 15.0

STILLS = 0.5
SHOWN_STILLS = 1.0
"""Frames a second: what has fewer than the first, as a song with a cover, has the second.

x264 keeps no rate over frames of minutes, and players do not seek in them.
"""

LEAST_SHARE_OF_CAP = 0.6
"""When dropping every second (third ...) frame leaves less of the cap than this, the cap it is."""


class Size(NamedTuple):
    """Pixels, both even."""

    width: int
    height: int

    @property
    def side(self) -> int:
        """The smaller one."""
        return min(self)

    @property
    def pixels(self) -> int:
        """All of them."""
        return self.width * self.height


def scaled(width: int, height: int, factor: float) -> Size:
    """The even size nearest to the given one times `factor`, never larger than the given one."""

    def even(length: int) -> int:
        return max(SMALLEST_SIDE, min(2 * round(length * factor / 2), length - length % 2))

    return Size(even(width), even(height))


def sizes(width: int, height: int, max_side: int | None = None) -> tuple[Size, ...]:
    """What a picture may be shown at, the largest first: its own size, then the ladder's.

    At most 1080 pixels on the smaller side, `max_side` where that is less, 4096 on the larger.
    """
    side = min(width, height)
    most = SIDES[0] if max_side is None else min(SIDES[0], max_side - max_side % 2)
    top = min(1.0, most / side, LONGEST_SIDE / max(width, height))
    first = scaled(width, height, top)
    rungs = (scaled(width, height, rung / side) for rung in SIDES if rung < first.side)
    return (first, *rungs)


def usual_rate(measured: float) -> float:
    """The usual rate that is meant, or the measured one."""
    nearest = min(USUAL_RATES, key=lambda rate: abs(rate - measured))
    return nearest if abs(nearest - measured) <= RATE_TOLERANCE * nearest else measured


def frame_rate(source: float, picture_kbps: float) -> float:
    """Frames a second for a picture of that rate: all of the source's, or every n-th."""
    if source < STILLS:
        return SHOWN_STILLS
    cap = next((most for least, most in RATE_CAPS if picture_kbps >= least), LEAST_RATE_CAP)
    return thinned(usual_rate(source), cap)


def thinned(rate: float, cap: float) -> float:
    """That many frames a second, or every n-th of them where it is more than the cap."""
    every = max(1, floor(rate / cap))  # a film of a moment may have any rate
    while rate / every > cap:
        every += 1
    fewer = rate / every
    return fewer if fewer >= LEAST_SHARE_OF_CAP * cap or every == 1 else cap
