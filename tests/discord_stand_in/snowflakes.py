"""Identifiers as Discord makes them: they carry their time of birth, and never repeat."""

from itertools import count

from tests.discord_stand_in.clock import Clock

DISCORD_EPOCH_MS = 1_420_070_400_000


class Snowflakes:
    """Hands out identifiers; a client reads an interaction's age from its identifier."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._count = count(1)

    def next(self) -> str:
        """A new identifier, larger than every one before it within the same millisecond."""
        born = int(self._clock.now() * 1000) - DISCORD_EPOCH_MS
        return str((born << 22) | (next(self._count) & 0x3FFFFF))
