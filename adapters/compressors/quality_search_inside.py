"""Which quality and size of a picture to try next, until one fills the limit: no pixel is seen."""

import math
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Final, NamedTuple

ENOUGH: Final = 0.97
"""Of the limit: what a further encode could gain is not to be seen."""
ENOUGH_LATER: Final = 0.95
"""After the usual number of tries."""
AIMED_AT: Final = 0.988
HOPELESS: Final = 1.05
"""Times the limit: when even the least quality is expected to take more, pixels have to go."""
STEEPER, FLATTER = 2.5, 10
"""How far a picture's own curve may be from its format's: edges hardly shrink with the quality."""
PIXELS: Final = 0.8
"""Bytes grow with the number of pixels to this power, at the same quality."""
USUAL_TRIES: Final = 3
TRIES: Final = 6
LAST_RESORTS: Final = 8
"""Further tries when nothing has fitted yet, each of clearly fewer pixels."""
SMALLER: Final = 0.75
LEAST_SIDE: Final = 0.02
ROOM_TO_GROW: Final = 12
"""Steps of quality above the comfortable one at which more pixels look better."""


@dataclass(frozen=True, slots=True)
class Codec:
    """How a format's bytes follow its quality: ln(bytes) = c - slope * coarseness(quality)."""

    coarseness: Callable[[float], float]
    quality: Callable[[float], float]
    """The inverse."""
    slope: float
    bits_a_pixel: float
    """Of a photo at quality 75."""
    comfortable: int
    """Below this quality, fewer pixels look better at the same bytes."""


def _jpeg_coarseness(quality: float) -> float:
    """The logarithm of what the standard tables are multiplied by (libjpeg, jcparam.c)."""
    return math.log(50 / quality if quality < 50 else (100 - min(quality, 99.5)) / 50)


def _jpeg_quality(coarseness: float) -> float:
    scale = math.exp(coarseness)
    return 50 / scale if scale > 1 else 100 - 50 * scale


def _webp_coarseness(quality: float) -> float:
    """The share of the coarsest quantiser (libwebp, quant_enc.c: QualityToCompression)."""
    share = quality / 100
    return 1 - math.pow(share * 2 / 3 if share < 0.75 else 2 * share - 1, 1 / 3)


def _webp_quality(coarseness: float) -> float:
    share = (1 - min(1.0, max(0.0, coarseness))) ** 3
    return 100 * (share * 1.5 if share < 0.5 else (share + 1) / 2)


JPEG: Final = Codec(_jpeg_coarseness, _jpeg_quality, 0.72, 1.05, 45)
WEBP: Final = Codec(_webp_coarseness, _webp_quality, 4.0, 0.7, 50)

MOST_QUALITY: Final = 95
"""Above this, bytes go into what nobody sees (libjpeg, usage.txt)."""


class Trial(NamedTuple):
    """An encode to make; `side` is a share of each of the picture's sides."""

    side: float
    quality: int


Search = Generator[Trial, int, None]
"""Yields what to encode and is sent the bytes that it came to; ends when no more is to be tried."""


def search(
    codec: Codec, *, pixels: int, limit: int, least: int, shrinks: bool, known: float | None
) -> Search:
    """Trials that fill `limit` bytes; the best one is the largest that fits.

    `least` quality is never gone below; `shrinks`: fewer pixels rather than an ugly quality, else
    only when the least quality is not enough. `known`: the bytes at quality 75, where something
    tells them beforehand.
    """
    target = limit * AIMED_AT
    model = _Model(codec, known or pixels * codec.bits_a_pixel / 8)
    comfortable = max(least, codec.comfortable) if shrinks else least
    side = shrunk = 1.0
    sizes: dict[int, int] = {}
    fitted = False
    for tried in range(TRIES + LAST_RESORTS):
        if not sizes and (shrinks or shrunk < 1):
            side = model.side(target * shrunk, comfortable)
        hopeless = sizes and not fitted and model.size(side, least) > HOPELESS * limit
        wished = model.quality(target, side)
        quality = None if hopeless else _between(sizes, limit, wished, least)
        if quality is None:
            if fitted or side <= LEAST_SIDE:
                return
            comfortable, shrunk, sizes = least, shrunk * SMALLER, {}
            continue
        size = yield Trial(side, quality)
        sizes[quality] = size
        model.learn(side, quality, size)
        fits = size <= limit
        fitted = fitted or fits
        enough = ENOUGH if tried + 1 < USUAL_TRIES else ENOUGH_LATER
        full = fits and (size >= enough * limit or (quality == MOST_QUALITY and side == 1))
        if full or (fitted and tried + 1 >= TRIES):
            return
        wished = model.quality(target, side)
        poor = shrinks and not fits and wished < comfortable - ROOM_TO_GROW / 2
        small = side < 1 and fits and wished > comfortable + ROOM_TO_GROW
        if (poor or small) and len(sizes) == 1 and tried < 2:
            sizes = {}


def _between(sizes: dict[int, int], limit: int, wished: float, least: int) -> int | None:
    """The wished quality, kept between what fitted and what did not; None: nothing is between."""
    low = max((quality for quality, size in sizes.items() if size <= limit), default=least - 1)
    too_high = (quality for quality, size in sizes.items() if size > limit)
    high = min(too_high, default=MOST_QUALITY + 1)
    if high - low <= 1:
        return None
    return min(high - 1, max(low + 1, math.floor(wished)))


TOLD_APART: Final = 0.01
"""Of coarseness: nearer trials say nothing of the slope."""


class _Model:
    """What a picture's bytes are expected to be, corrected by what they were."""

    def __init__(self, codec: Codec, at_75: float) -> None:
        self._codec = codec
        self._slope = codec.slope
        self._level = math.log(at_75) + codec.slope * codec.coarseness(75)
        self._last: tuple[float, float, float] | None = None

    def learn(self, side: float, quality: int, size: int) -> None:
        coarseness = self._codec.coarseness(quality)
        level = math.log(max(1, size)) - 2 * PIXELS * math.log(side)
        last_side, last_coarseness, last_level = self._last or (0.0, 0.0, 0.0)
        if side == last_side and abs(last_coarseness - coarseness) > TOLD_APART:
            slope = (last_level - level) / (coarseness - last_coarseness)
            usual = self._codec.slope
            self._slope = min(usual * STEEPER, max(usual / FLATTER, slope))
        self._last = side, coarseness, level
        self._level = level + self._slope * coarseness

    def size(self, side: float, quality: int) -> float:
        level = self._level + 2 * PIXELS * math.log(side)
        return math.exp(level - self._slope * self._codec.coarseness(quality))

    def quality(self, size: float, side: float) -> float:
        coarseness = (self._level + 2 * PIXELS * math.log(side) - math.log(size)) / self._slope
        return self._codec.quality(coarseness)

    def side(self, size: float, quality: int) -> float:
        """The side at which that quality comes to that size; at most the picture's own."""
        level = self._level - self._slope * self._codec.coarseness(quality)
        return max(LEAST_SIDE, min(1.0, math.exp((math.log(size) - level) / (2 * PIXELS))))
