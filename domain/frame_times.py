"""What the moments at which frames are shown say about the frame rate that was meant."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from domain.ladders import USUAL_RATES, usual_rate

NEAR_MULTIPLE = 0.2
"""Of the short gap: how far a gap may be from a whole number of them."""
SHORT = 1.5
"""Times the gap that a fifth of all are shorter than: up to here a gap is a short one."""
EVEN = 1.25
"""Times the shortest gap: while the longest is no more, only clocks were rounded."""


class Gaps(NamedTuple):
    """Seconds between one frame and the next."""

    shortest: float
    longest: float
    short: float
    """The mean of the short ones."""
    mean: float
    regular: bool
    """Each is about a whole number of the short one, as when frames were left out."""

    @property
    def varies(self) -> bool:
        """Whether there is no constant rate."""
        return self.longest > EVEN * self.shortest

    @property
    def rate(self) -> float:
        """Frames a second: the even rate that some were left out of, or a usual one; the mean."""
        if not self.varies:
            return usual_rate(1 / self.mean)
        rate = usual_rate(1 / self.short)
        return rate if self.regular or rate in USUAL_RATES else 1 / self.mean


def gaps_between(times: Sequence[float]) -> Gaps | None:
    """The gaps between these moments (seconds, in any order); None where there are none."""
    gaps = sorted(b - a for a, b in pairwise(sorted(times)) if b > a)
    if not gaps:
        return None
    reach = SHORT * gaps[len(gaps) // 5]
    shorts = [gap for gap in gaps if gap <= reach]
    short = sum(shorts) / len(shorts)
    regular = all(abs(gap / short - round(gap / short)) < NEAR_MULTIPLE for gap in gaps)
    return Gaps(gaps[0], gaps[-1], short, sum(gaps) / len(gaps), regular)
