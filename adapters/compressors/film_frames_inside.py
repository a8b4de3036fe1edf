"""The frames that a new film shows, in order, each at its tick."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from av.video.frame import VideoFrame

from adapters.compressors.film_filters_inside import DEINTERLACE, Filter, Filtered, Look
from domain.frame_clock import FrameClock

MICROSECONDS = 1_000_000


class Frames(Protocol):
    """Where frames come from."""

    damaged: int
    seconds: float

    def frames(self, *, roughly: bool = False) -> Iterator[tuple[float, VideoFrame]]:
        """Each frame with its moment in seconds from the start, in order."""
        ...


@dataclass
class Film:
    """A film's frames as they look best, and the table that tones them down."""

    source: Frames
    look: Look
    source_rate: float
    lut: Path

    def shown(
        self, clock: FrameClock, width: int, height: int, *, roughly: bool = False
    ) -> Generator[tuple[int, VideoFrame], None, None]:
        """Tick and frame, of even size; a frame that is shown again comes again."""
        chain = self.look.filters(width, height, roughly=roughly, lut=str(self.lut))
        yield from self.through(chain, clock, roughly=roughly)

    def through(
        self, chain: Sequence[Filter], clock: FrameClock, *, roughly: bool = False
    ) -> Generator[tuple[int, VideoFrame], None, None]:
        """Tick and frame, as they come out of these filters."""
        filters = Filtered(chain)
        last: VideoFrame | None = None
        for at, frame in self._upright_fields(roughly=roughly):
            pause, tick = clock.take(at)
            if last is not None:
                yield from ((again, last) for again in pause)
            if tick is not None:
                for _, last in filters.push(frame, tick):
                    yield tick, last
        if last is not None:
            yield from ((again, last) for again in clock.rest(self.source.seconds))

    def _upright_fields(self, *, roughly: bool) -> Iterator[tuple[float, VideoFrame]]:
        """Whole frames, where the film has halves."""
        if not self.look.interlaced:
            yield from self.source.frames(roughly=roughly)
            return
        filters = Filtered(DEINTERLACE)
        for at, frame in self.source.frames(roughly=roughly):
            for moment, whole in filters.push(frame, round(at * MICROSECONDS)):
                yield moment / MICROSECONDS, whole
        for moment, whole in filters.flush():
            yield moment / MICROSECONDS, whole
