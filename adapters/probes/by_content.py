"""Chooses the probe for a file, by what its first bytes say."""

from dataclasses import dataclass
from typing import final

from application.ports.probe import Probe
from application.ports.workspace import Room
from domain.failures import MediaFailure
from domain.media import MediaFile, MediaInfo
from domain.outcome import Outcome


@final
@dataclass(frozen=True, slots=True)
class ByContent(Probe):
    """One probe for pictures, still and moving, and one for films and sound."""

    pictures: Probe
    films: Probe

    async def measure(self, file: MediaFile, *, room: Room) -> Outcome[MediaInfo, MediaFailure]:
        """What the probe for that kind of file says."""
        probe = self.pictures if file.mimetype.startswith("image/") else self.films
        return await probe.measure(file, room=room)
