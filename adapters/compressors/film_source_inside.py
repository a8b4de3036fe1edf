"""Decodes a film from a moment on, whatever is broken in it, as frames with their moments."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from av import error as av_error
from av.container import InputContainer
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from adapters.compressors.seeking_inside import SEEK_FROM, place_before
from adapters.opening.with_av import film_decoder, open_film, packets

TIMES_ARE_EQUAL = 1e-4
"""Seconds."""


@dataclass
class FilmSource:
    """The film of a file between two moments; `damaged` counts what could not be decoded."""

    path: str
    mimetype: str
    index: int
    """The film's stream."""
    zero: float
    """Seconds on the container's clock: where the file's sound or picture starts."""
    start: float
    """Seconds after zero."""
    seconds: float
    rate: float
    """Frames a second, for frames without a time."""
    threads: Callable[[], int]
    """Asked whenever it is opened anew, which every pass does."""
    damaged: int = 0

    def frames(self, *, roughly: bool = False) -> Iterator[tuple[float, VideoFrame]]:
        """Each frame with its moment, in seconds from `start`, in order.

        The frame that is on the screen at the start comes first, at 0. Roughly: without the
        filters that only make edges smooth.
        """
        self.damaged = 0
        before: VideoFrame | None = None
        last = -1.0
        for at, frame in self._timed(roughly=roughly):
            if at >= self.seconds - TIMES_ARE_EQUAL:
                break
            if at < -TIMES_ARE_EQUAL:
                before = frame
                continue
            if last < 0 and at > TIMES_ARE_EQUAL and before is not None:
                yield 0.0, before
                last = 0.0
            if at > last:
                yield at, frame
                last = at
        if last < 0 and before is not None:
            yield 0.0, before

    def _timed(self, *, roughly: bool) -> Iterator[tuple[float, VideoFrame]]:
        with open_film(self.path, self.mimetype) as container:
            film = self._found(container)
            decoder = self._decoder(film, roughly=roughly)
            place = self._place()
            if place is not None:
                container.seek(place)
            at = -self.start
            for frame in self._decoded(packets(container, film), decoder):
                if frame.pts is not None and film.time_base is not None:
                    shown = float(frame.pts * film.time_base)  # the last frames know no clock
                    if shown < 0:  # an edit list cuts it
                        continue
                    at = shown - self.zero - self.start
                yield at, frame
                at += 1 / self.rate

    def _place(self) -> int | None:
        if self.start <= SEEK_FROM:
            return None
        return place_before(self.path, self.mimetype, self.index, self.zero + self.start)

    def _found(self, container: InputContainer) -> VideoStream:
        film = next((each for each in container.streams.video if each.index == self.index), None)
        if film is None:
            raise av_error.InvalidDataError(0, "the film that was measured is not there")
        return film

    def _decoder(self, film: VideoStream, *, roughly: bool) -> VideoCodecContext:
        decoder = film_decoder(film)
        decoder.thread_type = "AUTO"
        decoder.thread_count = self.threads()
        if roughly and decoder.name in ("h264", "hevc"):
            decoder.options |= {"skip_loop_filter": "all"}
        return decoder

    def _decoded(
        self, found: "Iterator[Packet[VideoStream]]", decoder: VideoCodecContext
    ) -> Iterator[VideoFrame]:
        for packet in found:
            yield from self._decode(decoder, packet)
        yield from self._decode(decoder, None)

    def _decode(
        self, decoder: VideoCodecContext, packet: "Packet[VideoStream] | None"
    ) -> list[VideoFrame]:
        try:
            return decoder.decode(packet)
        except av_error.EOFError:
            return []
        except (av_error.InvalidDataError, av_error.ExternalError, ValueError):
            self.damaged += 1
            return []
