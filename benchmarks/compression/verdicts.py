"""What was promised of compression, and whether it is so."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Final

from benchmarks.compression.duels import Duel
from benchmarks.compression.records import Pictured

TIME: Final[Mapping[str, float]] = {"medium": 0.5, "slow": 0.7, "faster": 0.35}
"""At most this share of the peer's time, median over the films, by preset."""
GAIN: Final[Mapping[str, float]] = {"medium": 2.5, "slow": 3.5, "faster": 0.0}
"""At least so many VMAF above the peer, median over the films, by preset."""
EASY_TIME: Final = 0.3
"""Where the peer repeats itself, at 60 frames a second, and for HDR."""
WORST_TIME: Final = 1.0
WORST_GAIN: Final = -0.5
SHARE: Final = 0.98
PICTURE_SHARE: Final = 0.95
PICTURE_ENCODES: Final = 0.5


@dataclass(frozen=True, slots=True)
class Verdict:
    """One promise."""

    promise: str
    found: str
    met: bool


def of_preset(preset: str, duels: Sequence[Duel], easy: Callable[[Duel], bool]) -> list[Verdict]:
    """For films that were fitted by that preset; where it is `easy` to gain, more is promised."""
    shares = [duel.ours.share for duel in duels if duel.ours.share is not None]
    found = [
        *_at_most("time of the peer's", [duel.time for duel in duels], TIME[preset]),
        *_at_most(
            "time where the peer repeats, at 60 a second, for HDR",
            [duel.time for duel in duels if easy(duel)],
            EASY_TIME,
        ),
        *_at_least("VMAF above it", _known(duel.gain for duel in duels), GAIN[preset]),
        _none("slower", [duel for duel in duels if duel.time > WORST_TIME], duels),
        _none(
            f"more than {-WORST_GAIN} VMAF below it",
            [duel for duel in duels if duel.gain is not None and duel.gain < WORST_GAIN],
            duels,
        ),
        *_at_least("share of the limit", shares, SHARE),
        _none("over the limit", [duel for duel in duels if (duel.ours.share or 0) > 1], duels),
    ]
    return [replace(each, promise=f"`{preset}`: {each.promise}") for each in found]


def of_pictures(pictures: Iterable[Pictured]) -> list[Verdict]:
    """For those in which something lossy had to shrink."""
    lossy = [each for each in pictures if not each.lossless]
    plain = [each for each in lossy if each.plain_size]
    likeness = [each.ssim - each.plain_ssim for each in plain]
    encodes = [each.encodes / each.plain_encodes for each in plain]
    shares = [each.size / each.case.limit for each in lossy]
    return [
        *_at_least("pictures: share of the limit", shares, PICTURE_SHARE),
        *_at_least("pictures: SSIM above a plain search's", likeness, 0.0),
        *_at_most("pictures: encodes of a plain search's", encodes, PICTURE_ENCODES),
    ]


def _at_most(promise: str, values: Sequence[float], bar: float) -> list[Verdict]:
    if not values:
        return []
    found = median(values)
    return [Verdict(f"{promise}, at most {bar:g}", f"{found:.3g}", met=found <= bar)]


def _at_least(promise: str, values: Sequence[float], bar: float) -> list[Verdict]:
    if not values:
        return []
    found = median(values)
    return [Verdict(f"{promise}, at least {bar:g}", f"{found:.3g}", met=found >= bar)]


def _none(what: str, which: Sequence[Duel], of: Sequence[Duel]) -> Verdict:
    names = ", ".join(f"{duel.ours.case.name} {duel.ours.case.limit >> 10}" for duel in which)
    found = f"{len(which)} of {len(of)}" + (f": {names}" if names else "")
    return Verdict(f"none {what}", found, met=not which)


def _known(values: Iterable[float | None]) -> list[float]:
    return [value for value in values if value is not None]
