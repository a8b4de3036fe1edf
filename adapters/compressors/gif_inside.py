"""Encodes frames as a GIF: one palette for all of them, and of each only what changed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av import error as av_error
from av.filter import Graph
from av.video.frame import VideoFrame

from adapters.compressors.film_filters_inside import TICKS, Filtered, pulled
from adapters.compressors.film_frames_inside import Film
from adapters.compressors.x264_inside import Tell
from domain.frame_clock import FrameClock

CENTISECONDS = Fraction(1, 100)
"""What a GIF counts delays in."""
PALETTE = {"stats_mode": "diff", "reserve_transparent": "1"}
"""What moves chooses the colours."""
DITHER = {"dither": "bayer", "bayer_scale": "4", "diff_mode": "rectangle"}
"""A fixed pattern: one that spreads its errors changes all that stands still, too."""


@dataclass(frozen=True)
class Gif:
    """The GIF of a film at one size."""

    film: Film
    width: int
    height: int
    clock: Callable[[], FrameClock]
    """A new one, for each time that the frames are gone through."""

    def make(self, target: Path, *, seconds: float, tell: Tell) -> int:
        """Write it; its bytes. Both times through the frames are told as one of `seconds`."""
        palette, end = self._palette(lambda at: tell(at / 2))
        options = {"final_delay": f"{max(1, round(seconds / CENTISECONDS) - end)}"}
        with av.open(str(target), "w", format="gif", options=options) as container:
            stream = container.add_stream("gif", time_base=CENTISECONDS)
            stream.width, stream.height, stream.pix_fmt = self.width, self.height, "pal8"
            stream.codec_context.time_base = CENTISECONDS
            last = -1
            for tick, frame in self._in_palette(palette):
                moment = _moment(tick)
                if moment <= last:
                    continue
                frame.pts, frame.time_base = moment, CENTISECONDS
                container.mux(stream.encode(frame))
                last = moment
                tell((seconds + float(tick * TICKS)) / 2)
            container.mux(stream.encode(None))
        return target.stat().st_size

    def _frames(self) -> Iterator[tuple[int, VideoFrame]]:
        chain = self.film.look.rgb_filters(self.width, self.height)
        last = None
        for tick, frame in self.film.through(chain, self.clock()):
            if frame is not last:  # what stands still is shown longer, not again
                yield tick, frame
            last = frame

    def _palette(self, tell: Tell) -> tuple[VideoFrame, int]:
        """And when the last frame comes."""
        end = 0
        gathered = Filtered([("palettegen", PALETTE)])
        for tick, frame in self._frames():
            list(gathered.push(frame, tick))
            tell(float(tick * TICKS))
            end = _moment(tick)
        palettes = [palette for _, palette in gathered.flush()]
        if not palettes:
            raise av_error.InvalidDataError(0, "no frame of it can be seen")
        return palettes[-1], end

    def _in_palette(self, palette: VideoFrame) -> Iterator[tuple[int, VideoFrame]]:
        graph = Graph()
        frames = graph.add("buffer", _form(self.width, self.height))
        colours = graph.add("buffer", _form(palette.width, palette.height))
        use = graph.add("paletteuse", **DITHER)
        end = graph.add("buffersink")
        frames.link_to(use, 0, 0)
        colours.link_to(use, 0, 1)
        use.link_to(end)
        graph.configure()
        palette.pts, palette.time_base = 0, TICKS
        colours.push(palette)
        colours.push(None)
        for tick, frame in self._frames():
            frame.pts, frame.time_base = tick, TICKS
            frames.push(frame)
            yield from pulled(graph)
        frames.push(None)
        yield from pulled(graph)


def _moment(tick: int) -> int:
    return round(tick * TICKS / CENTISECONDS)


def _form(width: int, height: int) -> str:
    return f"video_size={width}x{height}:pix_fmt=bgra:time_base={TICKS}:pixel_aspect=1/1"
