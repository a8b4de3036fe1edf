"""Which films are made to fit, into how many bytes, and what is special about each."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

import av

KIBIBYTE: Final = 1024
LIMITS: Final[Mapping[str, tuple[int, int]]] = {
    "animation-720p24": (640, 960),
    "bottles": (104, 160),
    "concert-dark-1080p50": (128, 256),
    "crystal-vp9-opus-480p30": (512, 1024),
    "dog-720p30": (512, 1024),
    "editor-screen-1080p30": (768, 1536),
    "juggle-grain-720p24": (256, 512),
    "mix-720p30": (2560, 5120),
    "roof-hlg-vfr-rotated-1080p": (256, 512),
    "room-rotated-720p30": (256, 512),
    "street-1080p60": (256, 512),
    "street-interlaced-1080i30": (512, 1024),
}
"""KiB; so tight that the peer stays below VMAF 95, above which everybody looks equal.

But for the GIF: into less than 0.1 MiB the peer tries for ever.
"""
PARTS: Final = (6, 3)
"""Of a film that is not named above, these parts are its limits."""
FILMS: Final = (".mp4", ".mov", ".mkv", ".webm", ".ts", ".gif")

MATRICES: Final[Mapping[int, str]] = {1: "bt709", 5: "smpte170m", 6: "smpte170m", 9: "bt2020"}
"""By FFmpeg's numbers, as its scale filter calls them."""
LARGE_LINES: Final = 720
"""A film of so many lines that names no matrix is taken for BT.709, a smaller one for 601."""
HDR: Final[Mapping[int, str]] = {16: "smpte2084", 18: "arib-std-b67"}


@dataclass(frozen=True, slots=True)
class Clip:
    """A film, and what of it concerns who measures it."""

    path: Path
    width: int
    height: int
    """Upright, in its own pixels."""
    seconds: float
    rate: float
    matrix: str | None
    """None: it is no YUV."""
    transfer: str | None
    """Of an HDR film."""
    interlaced: bool
    sounds: bool

    @property
    def name(self) -> str:
        """What it is called in every table."""
        return self.path.stem

    @property
    def limits(self) -> tuple[int, int]:
        """Bytes, the tight one first."""
        told = LIMITS.get(self.name)
        if told is not None:
            return told[0] * KIBIBYTE, told[1] * KIBIBYTE
        size = self.path.stat().st_size
        return size // PARTS[0], size // PARTS[1]


def clips(folder: Path) -> list[Clip]:
    """All films in the folder, the shortest first."""
    found = [_clip(path) for path in sorted(folder.iterdir()) if path.suffix in FILMS]
    return sorted(found, key=lambda clip: clip.seconds * clip.rate * clip.width * clip.height)


def matrix_of(path: Path, lines: int) -> str:
    """The matrix by which a player shows an encoded film of a source of so many lines."""
    with av.open(str(path)) as container:
        frame = next(container.decode(container.streams.video[0]))
        return MATRICES.get(frame.colorspace, _assumed(lines))


def _clip(path: Path) -> Clip:
    with av.open(str(path)) as container:
        film = container.streams.video[0]
        times = sorted(float(p.pts * p.time_base) for p in container.demux(film) if p.pts)
    with av.open(str(path)) as container:
        frame = next(container.decode(container.streams.video[0]))
        seconds = (container.duration or 0) / av.time_base
        sounds = bool(container.streams.audio)
    turned = frame.rotation % 180 == 90
    gaps = [after - before for before, after in itertools.pairwise(times)]
    yuv = frame.format.name.startswith("yuv")
    return Clip(
        path=path,
        width=frame.height if turned else frame.width,
        height=frame.width if turned else frame.height,
        seconds=seconds,
        rate=1 / median(gaps),
        matrix=MATRICES.get(frame.colorspace, _assumed(frame.height)) if yuv else None,
        transfer=HDR.get(frame.color_trc),
        interlaced=frame.interlaced_frame,
        sounds=sounds,
    )


def _assumed(lines: int) -> str:
    return "bt709" if lines >= LARGE_LINES else "smpte170m"
