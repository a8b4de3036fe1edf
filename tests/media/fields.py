"""Interlaced films of an edge that moves, and how far the lines of a film are torn apart."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.filter import Graph
from av.video.frame import VideoFrame

WIDTH, HEIGHT, RATE, FRAMES = 320, 96, 25, 30
STEP = 4
"""Pixels that the edge goes on from one field to the next."""
START = 20
DARK, BRIGHT = 40, 200
TORN = 60
"""A sample is torn off when both the line above and the one below differ by more, the same way."""
INTERLACED = 1 << 29 | 1 << 18
"""FFmpeg's flags for interlaced motion and transform."""


@dataclass(frozen=True)
class Fields:
    """Each frame holds two moments, one in its even lines and one in its odd ones."""

    codec: str
    options: dict[str, str]
    top_first: bool = True

    def write(self, path: Path) -> Path:
        with av.open(str(path), "w") as out:
            stream = out.add_stream(self.codec, rate=RATE, options=dict(self.options))
            stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
            stream.codec_context.flags |= INTERLACED
            marked = self._marking()
            for number in range(FRAMES):
                frame = self._frame(number)
                frame.pts, frame.time_base = number, Fraction(1, RATE)
                marked.vpush(frame)
                out.mux(stream.encode(marked.vpull()))
            out.mux(stream.encode(None))
        return path

    def _marking(self) -> Graph:
        """A frame says which of its fields comes first only after it went through a filter."""
        graph = Graph()
        graph.link_nodes(
            graph.add_buffer(
                width=WIDTH, height=HEIGHT, format="yuv420p", time_base=Fraction(1, RATE)
            ),
            graph.add("setfield", mode="tff" if self.top_first else "bff"),
            graph.add("buffersink"),
        ).configure()
        return graph

    def _frame(self, number: int) -> VideoFrame:
        frame = VideoFrame(WIDTH, HEIGHT, "yuv420p")
        luma = frame.planes[0]
        even, odd = (2 * number, 2 * number + 1) if self.top_first else (2 * number + 1, 2 * number)
        both = _line(even, luma.line_size) + _line(odd, luma.line_size)
        luma.update(both * (HEIGHT // 2))
        for chroma in frame.planes[1:]:
            chroma.update(bytes([128]) * chroma.buffer_size)
        return frame


def _line(field: int, length: int) -> bytes:
    edge = START + STEP * field
    return (bytes([BRIGHT]) * edge + bytes([DARK]) * (WIDTH - edge)).ljust(length, b"\0")


@dataclass(frozen=True)
class SeenLines:
    torn: float
    """Samples a frame that are torn off."""
    edges: list[float]
    """Where the edge is in each frame, in pixels."""
    times: list[float]
    interlaced: bool
    """As the film itself tells."""


def seen_lines(path: Path) -> SeenLines:
    with av.open(str(path)) as film:
        frames = list(film.decode(video=0))
    lines = [_lines(frame) for frame in frames]
    inner = lines[2:-2]  # the first and the last ones have no neighbours to be mended from
    middle = (BRIGHT + DARK) / 2
    return SeenLines(
        torn=sum(_torn(one) for one in inner) / len(inner),
        edges=[sum(sample > middle for line in one for sample in line) / len(one) for one in lines],
        times=[frame.time for frame in frames],
        interlaced=any(frame.interlaced_frame for frame in frames),
    )


def _lines(frame: VideoFrame) -> list[bytes]:
    luma = frame.planes[0]
    whole = bytes(luma)
    return [whole[y * luma.line_size :][: luma.width] for y in range(luma.height)]


def _torn(lines: list[bytes]) -> int:
    return sum(
        min(here - above, here - below) > TORN or max(here - above, here - below) < -TORN
        for a, b, c in zip(lines, lines[1:], lines[2:], strict=False)
        for above, here, below in zip(a, b, c, strict=True)
    )
