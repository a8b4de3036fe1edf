"""What carries out a plan on one file."""

from abc import abstractmethod
from typing import Protocol

from application.ports.telling import Shows
from application.ports.workspace import Room
from domain.failures import MediaFailure
from domain.media import MediaFile, MediaInfo
from domain.outcome import Outcome
from domain.plans import Plan


class Compressor(Protocol):
    """Makes a new file from a file; the given one is never touched."""

    @abstractmethod
    async def compress(
        self, file: MediaFile, *, info: MediaInfo, plan: Plan, room: Room, shows: Shows
    ) -> Outcome[MediaFile, MediaFailure]:
        """The file as the plan wants it, in `room.work`.

        Its size is what came out: the caller checks it against the limit on the closed file.
        """
