"""Tells what pictures hold, still and moving, by Pillow in a child."""

from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Final, final

from adapters.cells.cell import Cell
from adapters.cells.cells import Cells
from adapters.opening.preloads import PILLOW
from adapters.probes.measuring import measured
from application.ports.probe import Probe
from application.ports.workspace import Room
from domain.failures import MediaFailure
from domain.frame_times import gaps_between
from domain.media import MediaFile, MediaInfo, MediaKind, Picture, VideoTrack
from domain.outcome import Outcome

CELL: Final = Cell("adapters.probes.pillow_inside:measure", preload=PILLOW)


@final
@dataclass(frozen=True, slots=True)
class PillowProbe(Probe):
    """Decodes a picture once, as small as can be, to know that it can be."""

    cells: Cells

    async def measure(self, file: MediaFile, *, room: Room) -> Outcome[MediaInfo, MediaFailure]:
        """The picture; one that moves is a film, too."""
        return await measured(self.cells, CELL, file, room, tool="pillow", read=_info)


def _info(file: MediaFile, told: Any) -> MediaInfo:  # noqa: ANN401 - the child's JSON
    picture = Picture.model_validate(told["picture"])
    moves = picture.frames > 1
    return MediaInfo(
        kind=MediaKind.ANIMATION if moves else MediaKind.IMAGE,
        size_bytes=file.size_bytes,
        container=picture.format.lower(),
        duration=sum(told["delays"]) if moves else None,
        picture=picture,
        video=_film(file, picture, told) if moves else None,
    )


def _film(file: MediaFile, picture: Picture, told: Any) -> VideoTrack:  # noqa: ANN401 - likewise
    gaps = gaps_between([0.0, *accumulate(told["delays"])])
    return VideoTrack(
        codec=picture.format.lower(),
        width=picture.width,
        height=picture.height,
        coded_width=picture.width,
        coded_height=picture.height,
        frames=picture.frames,
        frames_per_second=gaps and gaps.rate,
        variable_rate=gaps is not None and gaps.varies,
        shortest_gap=gaps and gaps.shortest,
        longest_gap=gaps and gaps.longest,
        bytes=file.size_bytes,
        flat_share=told["flat_share"],
    )
