"""Chooses the compressor for a plan."""

from dataclasses import dataclass
from typing import final

from application.ports.compressor import Compressed, Compressor
from application.ports.telling import Shows
from application.ports.workspace import Room
from domain.failures import MediaFailure
from domain.media import MediaFile, MediaInfo
from domain.outcome import Outcome
from domain.plans import EncodeImage, Plan, Strip


@final
@dataclass(frozen=True, slots=True)
class ByKind(Compressor):
    """One compressor for each sort of work."""

    bare: Compressor
    """For pictures of which only the pixels stay."""
    pictures: Compressor
    films: Compressor

    async def compress(
        self, file: MediaFile, *, info: MediaInfo, plan: Plan, room: Room, shows: Shows
    ) -> Outcome[Compressed, MediaFailure]:
        """What the compressor for that kind of plan makes of it."""
        match plan:
            case Strip():
                compressor = self.bare
            case EncodeImage():
                compressor = self.pictures
            case _:
                compressor = self.films
        return await compressor.compress(file, info=info, plan=plan, room=room, shows=shows)
