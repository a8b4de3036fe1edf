"""Tells what films and sound hold, by FFmpeg's libraries in a child."""

from dataclasses import dataclass
from typing import Any, Final, final

from adapters.cells.cell import Cell
from adapters.cells.cells import Cells
from adapters.opening.preloads import AV
from adapters.probes.measuring import measured
from application.ports.probe import Probe
from application.ports.workspace import Room
from domain.failures import MediaFailure
from domain.frame_times import Gaps
from domain.media import AudioTrack, MediaFile, MediaInfo, MediaKind, VideoTrack
from domain.outcome import Outcome

CELL: Final = Cell("adapters.probes.pyav_inside:measure", preload=AV)

CONTAINERS: Final = {
    "video/mp4": "mp4",
    "audio/mp4": "mp4",
    "video/quicktime": "mov",
    "video/3gpp": "3gp",
    "video/3gpp2": "3g2",
    "video/webm": "webm",
    "audio/webm": "webm",
    "video/x-matroska": "matroska",
    "audio/x-matroska": "matroska",
    "video/mp2t": "mpegts",
    "video/x-flv": "flv",
    "video/x-msvideo": "avi",
    "audio/ogg": "ogg",
    "video/ogg": "ogg",
    "audio/mpeg": "mp3",
    "audio/wav": "wav",
    "audio/flac": "flac",
    "audio/aac": "aac",
}


@final
@dataclass(frozen=True, slots=True)
class PyavProbe(Probe):
    """Counts packets, because a container's word on its own length is wrong or missing often."""

    cells: Cells

    async def measure(self, file: MediaFile, *, room: Room) -> Outcome[MediaInfo, MediaFailure]:
        """The film and the sound in it."""
        return await measured(self.cells, CELL, file, room, tool="pyav", read=_info)


def _info(file: MediaFile, told: Any) -> MediaInfo:  # noqa: ANN401 - the child's JSON
    film, sound = told["film"], told["sound"]
    if not film and not sound:
        raise ValueError("neither picture nor sound")
    return MediaInfo(
        kind=MediaKind.VIDEO if film else MediaKind.AUDIO,
        size_bytes=file.size_bytes,
        container=CONTAINERS[file.mimetype],
        duration=told["end"] - told["start"],
        faststart=told["faststart"],
        video=_video(film) if film else None,
        audio=AudioTrack.model_validate(sound) if sound else None,
        damaged_packets=told["damaged_packets"],
        cover_art=told["cover_art"],
    )


def _video(film: dict[str, Any]) -> VideoTrack:
    gaps, aspect = film.pop("gaps"), film.pop("aspect")
    told = Gaps(*gaps) if gaps else None
    wide = max(1, round(film["coded_width"] * aspect))
    across = (wide, film["coded_height"])
    width, height = across if film["rotation"] in (0, 180) else across[::-1]
    return VideoTrack(
        **film,
        width=width,
        height=height,
        frames_per_second=told and told.rate,
        variable_rate=told is not None and told.varies,
        shortest_gap=told and told.shortest,
        longest_gap=told and told.longest,
    )
