"""Makes still pictures smaller, by Pillow in a child."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, final

from pydantic import Field, ValidationError

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
from domain.failures import ExternalToolFailed, MediaFailure
from domain.media import MediaFile, MediaInfo
from domain.outcome import Failure, Outcome, Success
from domain.plans import EncodeImage, Plan
from domain.value import Value

CELL: Final = Cell("adapters.compressors.pillow_image_inside:compress", preload=PILLOW)
LIMITS: Final = CellLimits(seconds=300, idle_seconds=120, cpu_seconds=300)
"""The slowest is lossless WebP of a large photograph: 0.7 s a million pixels."""
EXTENSIONS: Final[Mapping[str, str]] = {"JPEG": "jpg", "WEBP": "webp"}


class Made(Value):
    """What the child says that it made."""

    format: Literal["JPEG", "WEBP"]
    width: int = Field(ge=1)
    height: int = Field(ge=1)


@final
@dataclass(frozen=True, slots=True)
class PillowImage(Compressor):
    """Carries out `EncodeImage`: JPEG for photos, WebP for screens, drawings and transparency."""

    cells: Cells

    async def compress(
        self, file: MediaFile, *, info: MediaInfo, plan: Plan, room: Room, shows: Shows
    ) -> Outcome[Compressed, MediaFailure]:
        """The picture within the plan's bytes, at no less than its quality; nothing else of it.

        Where nothing is within them, the smallest that there is.
        """
        del info
        if not isinstance(plan, EncodeImage):
            return Failure(ExternalToolFailed(tool="pillow", words=f"no way to {plan.action}"))
        meter = Meter(shows, file, plan.max_bytes)
        async with bench(room) as found:
            match found:
                case Failure(full):
                    return Failure(full)
                case Success(place):
                    async with meter.ticking():
                        encoded = await self._encode(file, plan, room, place, meter)
            match encoded:
                case Failure(failure):
                    return Failure(failure)
                case Success(made):
                    meter.end()
                    return await _taken(file, made, plan, place)

    async def _encode(
        self, file: MediaFile, plan: EncodeImage, room: Room, place: Bench, meter: Meter
    ) -> Outcome[Made, MediaFailure]:
        path = room.folder / file.filepath
        job: dict[str, Json] = {
            "path": str(path),
            "mimetype": file.mimetype,
            "target": str(place.output),
            "max_bytes": plan.max_bytes,
            "min_quality": plan.min_quality,
        }

        def hear(event: Json) -> None:
            if isinstance(event, float):
                meter.come(event)

        meter.begin("encode")
        match await self.cells.run(
            CELL,
            job,
            folder=place.folder,
            limits=LIMITS,
            fence=Fence(reads=(path,)),
            hear=hear,
        ):
            case Failure(ending):
                return Failure(failure_of_cell(ending, tool="pillow"))
            case Success(told) if (failure := failure_told(told)) is not None:
                return Failure(failure)
            case Success(told):
                try:
                    return Success(Made.model_validate(told))
                except ValidationError as error:
                    return Failure(ExternalToolFailed(tool="pillow", words=str(error)))


async def _taken(
    file: MediaFile, made: Made, plan: EncodeImage, place: Bench
) -> Outcome[Compressed, MediaFailure]:
    match await place.take(file, extension=EXTENSIONS[made.format]):
        case Failure(failure):
            return Failure(failure)
        case Success(picture):
            size = {"width": made.width, "height": made.height}
            return Success(Compressed(picture.model_copy(update=size), plan))
