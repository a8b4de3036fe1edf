"""How often a card may change: at once in the beginning, ever more seldom, thirty times at most."""

from dataclasses import dataclass
from typing import Final

MOST: Final = 27
"""Edits for progress; the first, the files and the end come on top, 30 in all."""
SHORTEST: Final = 0.6
"""Seconds: Discord was seen to take 5 requests in 2 s for one interaction."""
SHARE: Final = 0.3
"""Of the time that the job has taken: with it 27 edits reach over 12 minutes."""


@dataclass(slots=True)
class Pace:
    """Counts one card's edits."""

    began: float
    last: float | None = None
    edits: int = 0

    def pause(self, now: float) -> float | None:
        """Seconds to wait before the next edit; None when there were enough."""
        if self.edits >= MOST:
            return None
        if self.last is None:
            return 0.0
        return max(0.0, self.last + max(SHORTEST, SHARE * (self.last - self.began)) - now)

    def edited(self, now: float) -> None:
        """Count one."""
        self.last = now
        self.edits += 1
