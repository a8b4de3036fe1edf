"""How the encodes of all jobs share the machine's cores."""

from dataclasses import dataclass
from typing import final


@final
@dataclass(slots=True)
class Share:
    """One for all compressors of a process."""

    cores: int
    running: int = 0
    """Encodes that run now."""

    @property
    def threads(self) -> int:
        """For a step that starts now: one alone uses the whole machine."""
        return max(1, self.cores // max(1, self.running))
