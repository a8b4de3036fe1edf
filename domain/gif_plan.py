"""How large and how smooth a GIF may be: first guessed, then told by what came of the guesses."""

from collections.abc import Sequence
from math import log, sqrt

from domain.failures import CannotFit
from domain.ladders import Size, scaled, sizes, thinned
from domain.media import MediaInfo
from domain.plans import EncodeGif, Wish
from domain.steps import Done, MakeGif
from domain.value import Value
from domain.video_budget import source_rate, track

RATE_CAPS = (50.0, 20.0, 12.5, 8.0)
"""Frames a second: browsers slow down what is faster than the first; the last still moves."""
SMALL_SIDES = (0.7, 0.5, 0.35)
"""Of the source's side: where a rate leaves a smaller one, the next rate is better seen."""
GUESSED_BYTES = 0.5
"""A pixel and frame: photographs take more, drawings far less."""
SLOPE = 0.8
"""Bytes grow with this power of pixels and frames: a smaller picture has more in each pixel."""
AIM = 0.96
"""Of the limit; what comes to `ENOUGH` of it is good."""
ENOUGH = 0.9
MOST_GIFS = 6
LEAST_GIF_BYTES = 1024
"""In less than this, its colours alone hardly fit."""
LEAST_SIDE = 32
"""Pixels: in less than this, nobody sees what moves."""


class Tried(Value):
    """What one GIF came to."""

    share: float
    """Of the source's pixels times frames."""
    bytes: int


def encode_gif(info: MediaInfo, *, limit: int, wish: Wish) -> EncodeGif:
    """The guess, by the source's own bytes where it is a GIF."""
    video = track(info)
    seconds = info.seconds * info.share_of(wish.clip)
    of_gif = info.size_bytes * info.share_of(wish.clip)
    pixels = video.width * video.height * source_rate(info, video) * seconds
    whole = of_gif if video.codec == "gif" else GUESSED_BYTES * pixels
    share = min(1.0, (AIM * limit / max(1.0, whole)) ** (1 / SLOPE))
    size, rate = _shape(info, share, wish.max_height)
    return EncodeGif(
        max_bytes=limit,
        width=size.width,
        height=size.height,
        frames_per_second=rate,
        clip=wish.clip,
        max_height=wish.max_height,
    )


def next_gif(plan: EncodeGif, info: MediaInfo, done: Sequence[Done]) -> MakeGif | CannotFit | None:
    """The next one; None when the best of those that were made is good, or as good as it gets."""
    made = [(one.step, one.made.bytes) for one in done if isinstance(one.step, MakeGif)]
    if not made:
        return _gif(plan, Size(plan.width, plan.height), plan.frames_per_second)
    tried = [Tried(share=_share(info, step), bytes=size) for step, size in made]
    fitting = [one for one in tried if one.bytes <= plan.max_bytes]
    good = any(one.bytes >= ENOUGH * plan.max_bytes for one in fitting)
    end = None if fitting else CannotFit()
    if good or len(made) >= MOST_GIFS:
        return end
    size, rate = _shape(info, _next_share(tried, plan.max_bytes), plan.max_height)
    following = _gif(plan, size, rate)
    return end if any(step == following for step, _ in made) else following


def _next_share(tried: Sequence[Tried], limit: int) -> float:
    """Where the bytes would be aimed at, by the two nearest that were made, or by one."""
    ordered = sorted(tried, key=lambda one: one.bytes)
    under = next((one for one in reversed(ordered) if one.bytes <= limit), None)
    over = next((one for one in ordered if one.bytes > limit), None)
    aimed = AIM * limit
    if under is not None and over is not None and under.share < over.share:
        part = log(aimed / max(1, under.bytes)) / log(over.bytes / max(1, under.bytes))
        return float(under.share * (over.share / under.share) ** min(0.9, max(0.1, part)))
    nearest = under or over or tried[-1]
    return float(nearest.share * (aimed / max(1, nearest.bytes)) ** (1 / SLOPE))


def _shape(info: MediaInfo, share: float, max_height: int | None) -> tuple[Size, float]:
    """The size and rate of that share of the source's pixels times frames."""
    video = track(info)
    source = source_rate(info, video)
    rates = [thinned(source, cap) for cap in RATE_CAPS]
    sides = [sqrt(share * source / rate) for rate in rates]
    large = (n for n, small in enumerate(SMALL_SIDES) if sides[n] >= small)
    chosen = next(large, -1)
    rate, side = rates[chosen], sides[chosen]
    largest = sizes(video.width, video.height, max_height)[0]
    whole = min(video.width, video.height)
    pixels = max(LEAST_SIDE, 2 * round(side * whole / 2))  # even, so that the other side fits it
    size = scaled(video.width, video.height, min(1.0, pixels / whole))
    return min(size, largest), rate


def _share(info: MediaInfo, step: MakeGif) -> float:
    video = track(info)
    frames = step.frames_per_second / source_rate(info, video)
    return frames * step.size.pixels / (video.width * video.height)


def _gif(plan: EncodeGif, size: Size, rate: float) -> MakeGif:
    return MakeGif(size=size, frames_per_second=rate, most_bytes=plan.max_bytes)
