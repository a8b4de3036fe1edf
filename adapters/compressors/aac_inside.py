"""Encodes sound to AAC, from one moment to another, gaps filled and counted from zero."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TypedDict

import av
from av import error as av_error
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.filter import Graph
from av.packet import Packet

from adapters.compressors.seeking_inside import SEEK_FROM, place_before
from adapters.opening.with_av import open_film, packets
from domain.budget import AAC_SAMPLES_A_PACKET, SOUND_RATE

LAYOUTS = {1: "mono", 2: "stereo"}
SWING_IN = 0.1
"""Seconds that a decoder is given before the first that is heard: Opus wants 0.08."""
SCRATCH = {"fflags": "+bitexact"}


class Made(TypedDict):
    """What came of it."""

    bytes: int
    packets: int
    damaged: int


@dataclass
class Sound:
    """The sound of a file between two moments."""

    path: str
    mimetype: str
    index: int
    """The sound's stream."""
    zero: float
    """Seconds on the container's clock: where the file's sound or picture starts."""
    start: float
    """Seconds after zero."""
    seconds: float
    damaged: int = 0

    def make(self, path: Path, *, kbps: int, channels: int, tell: Callable[[float], None]) -> Made:
        """An M4A at `path`, exactly as long as was asked for: silence where the source has none."""
        made: Made = {"bytes": 0, "packets": 0, "damaged": 0}
        with av.open(str(path), "w", format="mp4", options=SCRATCH) as out:
            stream = out.add_stream("aac", rate=SOUND_RATE)
            stream.layout = LAYOUTS[channels]
            stream.bit_rate = kbps * 1000
            for frame in self._resampled(LAYOUTS[channels]):
                self._keep(stream.encode(frame), out, made)
                tell(float(frame.pts or 0) / SOUND_RATE)
            self._keep(stream.encode(None), out, made)
        return {**made, "damaged": self.damaged}

    def _resampled(self, layout: str) -> Iterator[AudioFrame]:
        """In packets for the encoder, without a gap, to the sample as long as was asked for."""
        graph = _even(layout, self.seconds)
        for frame in self._alike(layout):
            graph.push(frame)
            yield from _pulled(graph)
        graph.push(None)
        yield from _pulled(graph)

    def _alike(self, layout: str) -> Iterator[AudioFrame]:
        """All in one form, whatever the source changes to on its way."""
        form: tuple[object, ...] = ()
        resampler = av.AudioResampler("fltp", layout, SOUND_RATE)
        for frame in self._timed():
            new = (frame.format.name, frame.layout.name, frame.sample_rate)
            if form not in ((), new):
                yield from resampler.resample(None)
                resampler = av.AudioResampler("fltp", layout, SOUND_RATE)
            form = new
            yield from resampler.resample(frame)
        if form:
            yield from resampler.resample(None)

    def _timed(self) -> Iterator[AudioFrame]:
        """What is heard between the two moments, counted from the first."""
        with open_film(self.path, self.mimetype) as container:
            sounds = container.streams.audio
            stream = next((each for each in sounds if each.index == self.index), None)
            if stream is None:
                raise av_error.InvalidDataError(0, "the sound that was measured is not there")
            at = -self.start
            for frame in self._decoded(container, stream):
                if frame.pts is not None and stream.time_base is not None:
                    at = float(frame.pts * stream.time_base) - self.zero - self.start
                lasts = frame.samples / frame.sample_rate
                if at >= self.seconds:
                    return
                if at + lasts > 0:
                    frame.time_base = Fraction(1, frame.sample_rate)
                    frame.pts = round(at * frame.sample_rate)
                    yield frame
                at += lasts

    def _decoded(self, container: InputContainer, stream: AudioStream) -> Iterator[AudioFrame]:
        if self.start > SEEK_FROM:
            moment = self.zero + self.start
            place = place_before(self.path, self.mimetype, self.index, moment, lead=SWING_IN)
            if place is not None:
                container.seek(place)
        for packet in packets(container, stream):
            yield from self._decode(stream, packet)
        yield from self._decode(stream, None)

    def _decode(
        self, stream: AudioStream, packet: "Packet[AudioStream] | None"
    ) -> list[AudioFrame]:
        try:
            return stream.codec_context.decode(packet)
        except av_error.EOFError:
            return []
        except (av_error.InvalidDataError, av_error.ExternalError, ValueError):
            self.damaged += 1
            return []

    def _keep(self, encoded: "list[Packet[AudioStream]]", out: OutputContainer, made: Made) -> None:
        made["bytes"] += sum(packet.size for packet in encoded)
        made["packets"] += len(encoded)
        out.mux(encoded)


def _even(layout: str, seconds: float) -> Graph:
    graph = Graph()
    form = f"sample_rate={SOUND_RATE}:sample_fmt=fltp:channel_layout={layout}"
    chain = [
        graph.add("abuffer", f"{form}:time_base=1/{SOUND_RATE}"),
        graph.add("aresample", out_sample_rate=str(SOUND_RATE), **{"async": "1000"}, first_pts="0"),
        graph.add("apad", whole_dur=str(seconds)),
        graph.add("atrim", end=str(seconds)),
        graph.add("abuffersink"),
    ]
    graph.link_nodes(*chain).configure()
    graph.set_audio_frame_size(AAC_SAMPLES_A_PACKET)
    return graph


def _pulled(graph: Graph) -> Iterator[AudioFrame]:
    while True:
        try:
            frame = graph.pull()
        except (av_error.BlockingIOError, av_error.EOFError):
            return
        if isinstance(frame, AudioFrame):
            yield frame
