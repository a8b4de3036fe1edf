"""Take a file as it is, and only say what it is; of its sound alone, too."""

from collections.abc import Callable
from dataclasses import dataclass

from application.fit_files import FitFiles
from application.ports.probe import Probe
from application.ports.telling import Shows
from application.ports.workspace import Room
from domain.failures import MediaFailure
from domain.fitting import LARGEST_LIMIT, Fitted
from domain.items import ItemKey
from domain.limits import Aim
from domain.media import MediaFile, described
from domain.outcome import Failure, Outcome, Success
from domain.plans import Keep, Wish


@dataclass(frozen=True, slots=True)
class MeasureFiles:
    """A file in, the same file out: kept byte for byte, even when it cannot be measured."""

    probe: Probe
    now: Callable[[], float]
    fit: FitFiles
    """For the sound alone, within no limit: where it can be copied it is."""

    async def __call__(
        self, key: ItemKey, file: MediaFile, *, aim: Aim, wish: Wish, room: Room, shows: Shows
    ) -> Outcome[Fitted, MediaFailure]:
        """The file with its measures, as far as it has any; a Failure only of the sound alone."""
        if wish.audio_only:
            limits = aim.limits.model_copy(update={"bytes_per_file": LARGEST_LIMIT})
            aim = aim.model_copy(update={"limits": limits})
            return await self.fit(key, file, aim=aim, wish=wish, room=room, shows=shows)
        began = self.now()
        match await self.probe.measure(file, room=room):
            case Success(info):
                measured = described(file, file, info)
            case Failure():
                measured = file
        seconds = self.now() - began
        return Success(Fitted(key=key, file=measured, original=file, plan=Keep(), seconds=seconds))
