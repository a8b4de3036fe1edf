"""Which frames of a film are shown at which ticks, so that sound and picture stay together."""

from dataclasses import dataclass
from fractions import Fraction
from math import floor

FINE_TICKS = 90_000
"""A second, where frames keep their own moments."""
NEARLY_ALL = 0.99
"""Of the source's rate: no frame is left out."""
THINNED_GAP = 0.75
"""Of the wanted gap: a frame that comes sooner after the last one is left out."""
NTSC_DENOMINATOR = 1001


@dataclass
class FrameClock:
    """Takes the moments of frames in seconds from the start, and says where each is shown.

    An even clock ticks `rate` times a second, keeps every n-th frame and repeats frames over
    pauses; a fine one leaves frames at their own moments and only thins them. The same moments
    always give the same ticks.
    """

    rate: float
    source_rate: float
    keeps_times: bool
    last: int = -1
    """The last tick that shows a frame; -1 before the first."""

    @property
    def ticks_a_second(self) -> Fraction:
        """As a fraction, because films have 30000/1001 frames a second."""
        if self.keeps_times:
            return Fraction(FINE_TICKS)
        return Fraction(self.rate).limit_denominator(NTSC_DENOMINATOR)

    def take(self, at: float) -> tuple[range, int | None]:
        """The ticks at which the frame before is shown again, and this one's; None: left out.

        The first frame is shown from the start on.
        """
        before = self.last
        tick = 0 if before < 0 else self._tick(at)
        if tick <= before or (before >= 0 and self.keeps_times and self._too_soon(tick - before)):
            return range(0), None
        self.last = tick
        pause = range(0) if before < 0 or self.keeps_times else range(before + 1, tick)
        return pause, tick

    def rest(self, end: float) -> range:
        """The ticks at which the last frame is shown again until the film ends at `end` seconds."""
        step = round(FINE_TICKS / self.rate) if self.keeps_times else 1
        return range(self.last + step, self._tick(end) - step // 2, step)

    def _tick(self, at: float) -> int:
        ticks = float(self.ticks_a_second)
        if self.keeps_times:
            return round(at * ticks)
        # Halfway between the frames, so that a clock's rounding leaves out the same ones.
        return floor(at * ticks + min(0.5, ticks / self.source_rate / 2))

    def _too_soon(self, ticks: int) -> bool:
        if self.rate >= NEARLY_ALL * self.source_rate:
            return False
        return ticks < THINNED_GAP * FINE_TICKS / self.rate
