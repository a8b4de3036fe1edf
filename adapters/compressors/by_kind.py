"""Chooses the compressor for a plan."""

from dataclasses import dataclass
from typing import final

from application.ports.compressor import Compressor
from application.ports.telling import Shows
from application.ports.workspace import Room
from domain.failures import MediaFailure
from domain.media import MediaFile, MediaInfo
from domain.outcome import Outcome
from domain.plans import EncodeImage, Plan


@final
@dataclass(frozen=True, slots=True)
class ByKind(Compressor):
    """One compressor for pictures that stand still, and one for all that has a length."""

    pictures: Compressor
    films: Compressor

    async def compress(
        self, file: MediaFile, *, info: MediaInfo, plan: Plan, room: Room, shows: Shows
    ) -> Outcome[MediaFile, MediaFailure]:
        """What the compressor for that kind of plan makes of it."""
        compressor = self.pictures if isinstance(plan, EncodeImage) else self.films
        return await compressor.compress(file, info=info, plan=plan, room=room, shows=shows)
