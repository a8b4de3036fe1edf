"""What carries out a plan on one file."""

from abc import abstractmethod
from typing import NamedTuple, Protocol

from application.ports.telling import Shows
from application.ports.workspace import Room
from domain.failures import MediaFailure
from domain.media import MediaFile, MediaInfo
from domain.outcome import Outcome
from domain.plans import Plan


class Compressed(NamedTuple):
    """A file that was made, and how."""

    file: MediaFile
    done: Plan
    """As it was carried out: with the sizes and rates that came out."""


class Compressor(Protocol):
    """Makes a new file from a file; the given one is never touched."""

    @abstractmethod
    async def compress(
        self, file: MediaFile, *, info: MediaInfo, plan: Plan, room: Room, shows: Shows
    ) -> Outcome[Compressed, MediaFailure]:
        """The file as the plan wants it, in `room.work`.

        Its size is what came out: the caller checks it against the limit on the closed file.
        """
