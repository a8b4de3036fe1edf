"""Time that a test can advance, so that fifteen minutes need not pass."""

import time


class Clock:
    """The wall clock, plus what a test added."""

    def __init__(self) -> None:
        self._added = 0.0

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time() + self._added

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass at once: tokens expire, limits reset, nonces are forgotten."""
        self._added += seconds
