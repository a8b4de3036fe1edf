"""What tells the truth about a file's content."""

from abc import abstractmethod
from typing import Protocol

from application.ports.workspace import Room
from domain.failures import MediaFailure
from domain.media import MediaFile, MediaInfo
from domain.outcome import Outcome


class Probe(Protocol):
    """Measures a file by its bytes."""

    @abstractmethod
    async def measure(self, file: MediaFile, *, room: Room) -> Outcome[MediaInfo, MediaFailure]:
        """What the file really holds, whatever its name says."""
