"""What a viewer sees and hears of a file, told by decoding all of it."""

from array import array
from dataclasses import dataclass
from pathlib import Path

import av
from PIL import Image

from tests.media.films import BLUE, GREEN, RED, YELLOW

WHITE_FROM = 200
LOUD_FROM = 6000
NAMES = {RED: "red", GREEN: "green", BLUE: "blue", YELLOW: "yellow", (255, 255, 255): "white"}


@dataclass(frozen=True)
class Seen:
    codecs: tuple[str, ...]
    pixels: str | None
    size: tuple[int, int]
    colours: tuple[int, int, int, int]
    """Primaries, transfer, matrix, range by FFmpeg's numbers."""
    times: tuple[float, ...]
    """Of each frame."""
    flashes: tuple[float, ...]
    beeps: tuple[float, ...]
    picture_end: float
    sound_end: float
    corners: tuple[str, str, str, str]
    """Of the first frame: top left, top right, bottom left, bottom right."""
    last_corners: tuple[str, str, str, str]
    tags: dict[str, str]
    still: Image.Image | None


def seen(path: Path) -> Seen:
    """Fails where a packet cannot be decoded."""
    with av.open(str(path)) as container:
        covers = av.stream.Disposition.attached_pic
        films = (one for one in container.streams.video if not one.disposition & covers)
        film = next(films, None)
        sound = next(iter(container.streams.audio), None)
        frames = list(container.decode(film)) if film else []
        tags = dict(container.metadata)
        codecs = tuple(stream.codec.canonical_name for stream in container.streams)
    with av.open(str(path)) as container:
        sounds = list(container.decode(audio=0)) if sound else []
        beeps, sound_end = _heard(sounds)
    bright = [frame.time for frame in frames if _is_white(frame)]
    first = frames[0] if frames else None
    still = first.to_image() if first else None
    gap = frames[-1].time - frames[-2].time if len(frames) > 1 else 0.0
    return Seen(
        codecs=codecs,
        pixels=first.format.name if first else None,
        size=still.size if still else (0, 0),
        colours=(
            (first.color_primaries, first.color_trc, first.colorspace, first.color_range)
            if first
            else (0, 0, 0, 0)
        ),
        times=tuple(frame.time for frame in frames),
        flashes=_onsets(bright),
        beeps=beeps,
        picture_end=frames[-1].time + gap if frames else 0.0,
        sound_end=sound_end,
        corners=corners(still) if still else ("", "", "", ""),
        last_corners=corners(frames[-1].to_image()) if frames else ("", "", "", ""),
        tags=tags,
        still=still,
    )


def corners(picture: Image.Image) -> tuple[str, str, str, str]:
    """The names of the nearest of our colours."""
    rgb = picture.convert("RGB")
    width, height = rgb.size
    x, y = max(1, width // 10), max(1, height // 10)
    places = [(x, y), (width - x, y), (x, height - y), (width - x, height - y)]
    named = [colour(rgb.getpixel((min(a, width - 1), min(b, height - 1)))) for a, b in places]
    return named[0], named[1], named[2], named[3]


def colour(pixel: tuple[int, int, int]) -> str:
    def distance(known: tuple[int, int, int]) -> int:
        return sum((a - b) ** 2 for a, b in zip(pixel, known, strict=True))

    return NAMES[min(NAMES, key=distance)]


def _is_white(frame: av.VideoFrame) -> bool:
    small = frame.reformat(width=8, height=8, format="gray")
    plane = bytes(small.planes[0])
    line = small.planes[0].line_size
    return min(min(plane[row * line : row * line + 8]) for row in range(8)) > WHITE_FROM


def _heard(frames: list[av.AudioFrame]) -> tuple[tuple[float, ...], float]:
    resampler = av.AudioResampler("s16", "mono", 48_000)
    loud, end = [], 0.0
    for frame in [*frames, None]:
        for plain in resampler.resample(frame):
            samples = array("h", bytes(plain.planes[0])[: 2 * plain.samples])
            start = plain.time
            loud += [
                start + n / 48_000 for n in range(0, len(samples), 8) if abs(samples[n]) > LOUD_FROM
            ]
            end = start + plain.samples / 48_000
    return _onsets(loud), end


def _onsets(moments: list[float]) -> tuple[float, ...]:
    """The first of each group of moments that lie together."""
    return tuple(
        moment
        for before, moment in zip([-1.0, *moments], moments, strict=False)
        if moment - before > 0.15
    )
