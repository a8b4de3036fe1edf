"""Makes still pictures smaller, by Pillow in a child."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, final

from adapters.cells.cell import Cell
from adapters.cells.cells import Cells
from adapters.cells.fence import Fence
from adapters.cells.json_value import Json
from adapters.opening.endings import failure_of_cell, failure_told
from adapters.opening.preloads import PILLOW
from application.ports.compressor import Compressor
from application.ports.telling import Shows
from application.ports.workspace import Room
from domain.failures import ExternalToolFailed, MediaFailure
from domain.media import MediaFile, MediaInfo
from domain.outcome import Failure, Outcome, Success
from domain.plans import EncodeImage, Plan
from domain.progress import Fitting

CELL: Final = Cell("adapters.compressors.pillow_image_inside:compress", preload=PILLOW)


@final
@dataclass(frozen=True, slots=True)
class PillowImage(Compressor):
    """Carries out `EncodeImage`: JPEG for photos, WebP for screens, drawings and transparency."""

    cells: Cells

    async def compress(
        self, file: MediaFile, *, info: MediaInfo, plan: Plan, room: Room, shows: Shows
    ) -> Outcome[MediaFile, MediaFailure]:
        """The picture within the plan's bytes, at no less than its quality; nothing else of it."""
        del info
        if not isinstance(plan, EncodeImage):
            return Failure(ExternalToolFailed(tool="pillow", words=f"no way to {plan.action}"))
        made = room.within("picture")
        target = made.work / "picture"
        job: dict[str, Json] = {
            "path": str(room.folder / file.filepath),
            "mimetype": file.mimetype,
            "target": str(room.folder / target),
            "max_bytes": plan.max_bytes,
            "min_quality": plan.min_quality,
        }
        ended = await self.cells.run(
            CELL,
            job,
            folder=room.folder / made.work,
            fence=Fence(reads=(room.folder,)),
            hear=_progress(file, plan, shows),
        )
        match ended:
            case Failure(ending):
                return Failure(failure_of_cell(ending, tool="pillow"))
            case Success(told) if failure := failure_told(told):
                return Failure(failure)
            case Success(told):
                return await _taken(file, told, room, made)


def _progress(file: MediaFile, plan: EncodeImage, shows: Shows) -> Callable[[Json], None]:
    def hear(event: Json) -> None:
        match event:
            case {"fraction": float(fraction)}:
                shows.progress(
                    Fitting(
                        filename=file.filename,
                        original_bytes=file.size_bytes,
                        limit_bytes=plan.max_bytes,
                        fraction=min(1.0, max(0.0, fraction)),
                    )
                )
            case _:
                pass

    return hear


async def _taken(
    file: MediaFile, told: Json, room: Room, made: Room
) -> Outcome[MediaFile, MediaFailure]:
    match await room.take(made.work / "picture", filename=file.filename):
        case Failure(failure):
            return Failure(failure)
        case Success(picture):
            match told:
                case {"width": int(width), "height": int(height)}:
                    size = {"width": width, "height": height}
                    return Success(picture.model_copy(update=size))
                case _:
                    return Success(picture)
