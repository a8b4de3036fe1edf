"""Takes all but the pixels out of pictures, in a child."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, final

from adapters.cells.cell import Cell
from adapters.cells.cells import Cells
from adapters.cells.fence import Fence
from adapters.cells.json_value import Json
from adapters.cells.limits import CellLimits
from adapters.compressors.bench import Bench, bench
from adapters.compressors.meter import Meter
from adapters.opening.endings import failure_of_cell, failure_told
from adapters.opening.preloads import PILLOW
from application.ports.compressor import Compressed, Compressor
from application.ports.telling import Shows
from application.ports.workspace import Room
from domain.failures import Corrupt, ExternalToolFailed, MediaFailure
from domain.media import MediaFile, MediaInfo, MediaKind
from domain.outcome import Failure, Outcome, Success
from domain.plans import EncodeImage, Plan, Strip

CELL: Final = Cell("adapters.compressors.bare_picture_inside:strip", preload=PILLOW)
LIMITS: Final = CellLimits(seconds=60, idle_seconds=60, cpu_seconds=60)


@final
@dataclass(frozen=True, slots=True)
class BarePicture(Compressor):
    """Carries out `Strip`: JPEG, PNG, GIF and WebP, whose pixels are copied as they lie there."""

    cells: Cells
    otherwise: Compressor
    """Encodes what stands still and whose parts cannot be told from each other."""

    async def compress(
        self, file: MediaFile, *, info: MediaInfo, plan: Plan, room: Room, shows: Shows
    ) -> Outcome[Compressed, MediaFailure]:
        """The picture in the same format."""
        if not isinstance(plan, Strip):
            return Failure(ExternalToolFailed(tool="bare", words=f"no way to {plan.action}"))
        meter = Meter(shows, file, plan.max_bytes)
        async with bench(room) as found:
            match found:
                case Failure(full):
                    return Failure(full)
                case Success(place):
                    failure = await self._strip(file, plan, room, place)
            if failure is None:
                meter.begin("join")
                meter.end()
                match await place.take(file, extension=Path(file.filename).suffix[1:]):
                    case Failure(lost):
                        return Failure(lost)
                    case Success(bare):
                        return Success(Compressed(bare, plan))
        if isinstance(failure, Corrupt) and info.kind is MediaKind.IMAGE:
            anew = EncodeImage(max_bytes=plan.max_bytes, min_quality=plan.min_quality)
            return await self.otherwise.compress(file, info=info, plan=anew, room=room, shows=shows)
        return Failure(failure)

    async def _strip(
        self, file: MediaFile, plan: Strip, room: Room, place: Bench
    ) -> MediaFailure | None:
        path = room.folder / file.filepath
        job: dict[str, Json] = {
            "path": str(path),
            "mimetype": file.mimetype,
            "target": str(place.output),
            "orientation": plan.orientation,
        }
        match await self.cells.run(
            CELL, job, folder=place.folder, limits=LIMITS, fence=Fence(reads=(path,))
        ):
            case Failure(ending):
                return failure_of_cell(ending, tool="bare")
            case Success(told):
                return failure_told(told)
