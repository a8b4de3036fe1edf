"""Films of upright bars, each of one known sample, and the colours that a viewer sees of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias

import av
from av.video.frame import VideoFrame

from tests.media.films import PLAIN, Colours

Triple: TypeAlias = tuple[float, float, float]

BAR, HEIGHT = 32, 96
"""Pixels."""
EDGE = 8
"""Pixels at the sides of a bar that are not looked at: there its neighbours shine in."""
LUMA: dict[int, tuple[float, float]] = {
    1: (0.2126, 0.0722),
    5: (0.299, 0.114),
    6: (0.299, 0.114),
    9: (0.2627, 0.0593),
}
"""The weights of red and blue by the number of the matrix (ISO/IEC 23091-2)."""
PACKED = ("rgb24", "argb", "bgra", "rgba")
GREYS = tuple(range(0, 256, 17))


@dataclass(frozen=True, kw_only=True)
class Bars:
    """A film without loss and without sound, whose every frame is the same."""

    colours: Sequence[Triple]
    """Red, green and blue of each bar, 0 to 255, as the film's own matrix and range tell them."""
    pixels: str = "yuv420p"
    told: Colours = PLAIN
    matrix: int = 5
    """By which it is made, whatever is told."""
    alphas: Sequence[int] | None = None
    """Of each bar, 0 to 255: how little shines through."""
    empty_frames: int = 0
    """At the start, through which all shines."""
    height: int = HEIGHT
    codec: str = "ffv1"
    options: dict[str, str] = field(default_factory=dict)
    frames: int = 12

    def write(self, path: Path) -> Path:
        with av.open(str(path), "w") as out:
            stream = out.add_stream(self.codec, rate=12, options=dict(self.options))
            stream.width, stream.height = BAR * len(self.colours), self.height
            stream.pix_fmt = self.pixels
            context = stream.codec_context
            context.color_primaries, context.color_trc, context.colorspace = self.told[:3]
            context.color_range = 2 if self.told.full else 1
            for number in range(self.frames):
                frame = self._frame(empty=number < self.empty_frames)
                frame.pts, frame.time_base = number, Fraction(1, 12)
                out.mux(stream.encode(frame))
            out.mux(stream.encode(None))
        return path

    def _frame(self, *, empty: bool) -> VideoFrame:
        frame = VideoFrame(BAR * len(self.colours), self.height, self.pixels)
        bits = frame.format.components[0].bits
        alphas = [0 if empty else 255] * len(self.colours)
        if self.alphas and not empty:
            alphas = list(self.alphas)
        bars = [self._samples(*bar, bits) for bar in zip(self.colours, alphas, strict=True)]
        if self.pixels in PACKED:
            row = b"".join(bytes(bar) * BAR for bar in bars)
            frame.planes[0].update(row.ljust(frame.planes[0].line_size, b"\0") * self.height)
            return frame
        for number, plane in enumerate(frame.planes):
            size = 1 if bits == 8 else 2
            across = plane.width // len(bars)
            row = b"".join(bar[number].to_bytes(size, "little") * across for bar in bars)
            plane.update(row.ljust(plane.line_size, b"\0") * plane.height)
        return frame

    def _samples(self, colour: Triple, alpha: int, bits: int) -> list[int]:
        """In the order in which they are stored."""
        most = 2**bits - 1
        if self.pixels in PACKED:
            parts = dict(zip("rgba", (*colour, alpha), strict=True))
            return [round(parts[letter]) for letter in self.pixels.removesuffix("24")]
        if self.pixels.startswith("gbr"):
            red, green, blue = (round(value / 255 * most) for value in colour)
            return [green, blue, red]
        samples = (*ycc(colour, self.matrix, bits, full=self.told.full), alpha / 255 * most)
        return [min(round(value), most) for value in samples]


def ycc(colour: Triple, matrix: int, bits: int, *, full: bool) -> Triple:
    """Luma and both chromas of red, green and blue."""
    red_weight, blue_weight = LUMA[matrix]
    red, green, blue = (value / 255 for value in colour)
    luma = red_weight * red + (1 - red_weight - blue_weight) * green + blue_weight * blue
    chromas = (blue - luma) / (2 - 2 * blue_weight), (red - luma) / (2 - 2 * red_weight)
    one = 2**bits - 1 if full else 219 << bits - 8
    spread = 2**bits - 1 if full else 224 << bits - 8
    zero = 0 if full else 16 << bits - 8
    half = 1 << bits - 1
    return zero + luma * one, half + chromas[0] * spread, half + chromas[1] * spread


def rgb(samples: Triple, matrix: int) -> Triple:
    """Red, green and blue, 0 to 255 and beyond, of 8 bits in limited range."""
    red_weight, blue_weight = LUMA[matrix]
    luma, blueness, redness = (
        (samples[0] - 16) / 219,
        (samples[1] - 128) / 224,
        (samples[2] - 128) / 224,
    )
    red = luma + redness * (2 - 2 * red_weight)
    blue = luma + blueness * (2 - 2 * blue_weight)
    green = (luma - red_weight * red - blue_weight * blue) / (1 - red_weight - blue_weight)
    return 255 * red, 255 * green, 255 * blue


@dataclass(frozen=True)
class SeenBars:
    first: list[Triple]
    """What the samples of the first frame mean by the matrix that the film tells."""
    last: list[Triple]
    told: tuple[int, int, int, int]
    """Primaries, transfer, matrix and range by FFmpeg's numbers."""


def seen_bars(path: Path, number: int) -> SeenBars:
    """The means of so many bars in the middle of each; the film has 8 bits in limited range."""
    with av.open(str(path)) as film:
        frames = list(film.decode(video=0))
    first = frames[0]
    assert first.format.name == "yuv420p"
    told = (first.color_primaries, first.color_trc, first.colorspace, first.color_range)
    seen = [
        [rgb(samples, first.colorspace) for samples in _means(frame, number)]
        for frame in (first, frames[-1])
    ]
    return SeenBars(seen[0], seen[1], told)


def _means(frame: VideoFrame, number: int) -> list[Triple]:
    return [
        (
            _mean(frame.planes[0], number, bar),
            _mean(frame.planes[1], number, bar),
            _mean(frame.planes[2], number, bar),
        )
        for bar in range(number)
    ]


def _mean(plane, number: int, bar: int) -> float:
    across = plane.width / number
    edge = across * EDGE / BAR
    left, right = round(bar * across + edge), round((bar + 1) * across - edge)
    whole = bytes(plane)
    rows = range(plane.height // 4, plane.height * 3 // 4)
    samples = [whole[row * plane.line_size + x] for row in rows for x in range(left, right)]
    return sum(samples) / len(samples)
