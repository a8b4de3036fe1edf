"""How large a picture looks best for its bits, told from a cheap first look at its content."""

from math import inf, log, log2

from pydantic import Field

from domain.ladders import Size, scaled
from domain.value import Value

PIXEL_EXPONENT = 0.77
"""Bits grow with pixels to this power at equal quality (fit on 15 clips at 5 sizes and 4 CRF)."""
SCREEN_EXPONENT_SLOPE = 1.2
LEAST_PIXEL_EXPONENT = 0.35
SCREEN_FROM_FLAT_SHARE = 0.45
"""From this share of flat blocks on, more pixels cost less and less: letters are edges."""

QUALITY_SLOPE = 0.12
"""ln(bits) falls by this for each step of x264's CRF."""

LAST_PASS_GAIN = 0.05
"""ln(bits) that the second pass saves against the first at the same CRF."""

WORST_QUALITY = 29.0
WORSE_FOR_HALF_THE_SIDE = 4.0
FINE_SIDE = 720
"""The largest size is taken whose CRF is at most the first, and the second more for each halving.

Counted from the own side, or from the third where that is smaller: of more, less is missed (fit
on 12 films at 2 limits and 3 to 4 sizes).
"""
WORST_OF_SCREENS = 40.0
"""Likewise of screens: letters that are scaled look worse than any quality."""
CALM = 0.16
BETTER_FOR_MOTION = 38.0
WORST_IN_HARD_MOTION = 20.5
"""With a larger share of motion than the first, that CRF is lower by the second times the rest.

Blocks that jump look worse than a blur; down to the third.
"""
MOTION_OF_TWICE_THE_PIXELS = 0.043
"""The share of motion grows by so much with each doubling of the pixels that are looked at."""

ANALYSIS_CRF = 30.0
ANALYSIS_AREA = 480 * 270
"""Pixels, about, of the first look."""
SHORT_ANALYSIS_AREA = 4 * ANALYSIS_AREA
FEW_FRAMES = 120
"""A film of fewer is looked at closer: each frame is a large part of what is known of it."""
ANALYSIS_LEAST_FACTOR = 0.25
"""Of the side: smaller pictures say too little about the large one."""

SCREEN_FLAT_SHARE = 0.5
"""Screens have more flat blocks; they are looked at in full size, or the bits go astray."""

EASY = 14.0
EASY_CRF = 17.0
"""When the bits suffice for a CRF below the first, one run at the second is as good to the eye."""


class Figures(Value):
    """What a picture takes at one size and quality."""

    size: Size
    bits_per_second: float = Field(gt=0)
    """At that size, CRF and frame rate."""
    crf: float
    flat_share: float = Field(default=0.0, ge=0, le=1)
    """Of its 8 x 8 blocks: how many hardly vary."""
    motion: float = Field(default=0.0, ge=0, le=1)
    """Of the bits between key frames: how many say where things moved, at `ANALYSIS_AREA`."""


def usual_motion(seen: float, size: Size) -> float:
    """The share of motion that a look at `ANALYSIS_AREA` tells, of one seen at another size."""
    doublings = max(0.0, log2(size.pixels / ANALYSIS_AREA))
    return max(0.0, seen - MOTION_OF_TWICE_THE_PIXELS * doublings)


def quality(figures: Figures, size: Size, bits_per_second: float) -> float:
    """The CRF that the picture will have at that size and rate; lower looks better.

    A picture that is left no bits has the worst there is.
    """
    if bits_per_second <= 0:
        return inf
    steeper = SCREEN_EXPONENT_SLOPE * (figures.flat_share - SCREEN_FROM_FLAT_SHARE)
    exponent = max(LEAST_PIXEL_EXPONENT, PIXEL_EXPONENT - max(0.0, steeper))
    wanted = log(figures.bits_per_second) + exponent * log(size.pixels / figures.size.pixels)
    surplus = wanted - LAST_PASS_GAIN - log(bits_per_second)
    return figures.crf + surplus / QUALITY_SLOPE


def best_size(figures: Figures, sizes: tuple[Size, ...], bits_per_second: float) -> Size:
    """The largest of `sizes` (largest first) that still looks good, or the smallest."""
    motion = max(0.0, figures.motion - CALM)
    worst = max(WORST_IN_HARD_MOTION, WORST_QUALITY - BETTER_FOR_MOTION * motion)
    if is_screen(figures.flat_share):
        worst = WORST_OF_SCREENS
    fine = min(FINE_SIDE, sizes[0].side)
    for size in sizes:
        allowed = worst + WORSE_FOR_HALF_THE_SIDE * log2(fine / size.side)
        if quality(figures, size, bits_per_second) <= allowed:
            return size
    return sizes[-1]


def is_easy(figures: Figures, size: Size, bits_per_second: float) -> bool:
    """Whether the bits are more than the eye needs."""
    return quality(figures, size, bits_per_second) < EASY


def analysis_size(largest: Size, *, flat_share: float, frames: float) -> Size:
    """The size of the first look at a picture whose largest size is that."""
    if is_screen(flat_share):
        return largest
    area = SHORT_ANALYSIS_AREA if frames < FEW_FRAMES else ANALYSIS_AREA
    return scaled(*largest, max(ANALYSIS_LEAST_FACTOR, (area / largest.pixels) ** 0.5))


def is_screen(flat_share: float) -> bool:
    """Whether it shows letters and areas rather than what a camera saw."""
    return flat_share > SCREEN_FLAT_SHARE
