"""Encodes frames with x264: a first look that keeps its statistics, and the picture itself."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import NotRequired, TypeAlias, TypedDict

import av
from av import error as av_error
from av.codec.context import Flags
from av.container import OutputContainer
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from domain.budget import SECONDS_BETWEEN_KEY_FRAMES

RATE_TOLERANCE = "ratetol=0.1"
"""How strictly x264's second pass keeps to its rate."""
ANY_TYPE = 0
"""Of a frame: the encoder chooses, whatever the source had there."""
FRAME_THAT_REFERS = re.compile(r" type:[PBb] ")
BITS = re.compile(r" (tex|mv|misc):(\d+)")
"""In a line of x264's statistics; it has one for each frame."""
SCRATCH = {"fflags": "+bitexact"}

Shown: TypeAlias = Iterable[tuple[int, VideoFrame]]
Tell: TypeAlias = Callable[[float], None]
"""Called with the moment, in seconds, that the encoder has come to."""


class Made(TypedDict):
    """What came of a pass."""

    bytes: int
    packets: int
    key_frames: int
    motion: NotRequired[float]
    stopped: NotRequired[bool]
    too_low: NotRequired[bool]


@dataclass(frozen=True)
class X264:
    """How one picture is encoded, in every pass the same."""

    preset: str
    threads: int
    stats: Path
    """Where the first look leaves its statistics; x264 puts a second file beside it."""
    ticks: Fraction
    """A second."""
    rate: float
    """Frames a second."""

    def analyse(self, shown: Shown, *, crf: float, tell: Tell) -> Made:
        """What it takes at that quality; only the statistics are kept of it."""
        encoder = av.CodecContext.create("libx264", "w")
        encoder.options = self._options(crf=str(crf), stats=str(self.stats))
        encoder.flags |= Flags.pass1
        made: Made = {"bytes": 0, "packets": 0, "key_frames": 0}
        for tick, frame in shown:
            if not encoder.is_open:
                self._prepare(encoder, frame)
            _count(encoder.encode(self._stamped(frame, tick)), made)
            tell(float(tick / self.ticks))
        if not encoder.is_open:
            raise av_error.InvalidDataError(0, "not one frame could be decoded")
        _count(encoder.encode(None), made)
        del encoder  # which completes the statistics
        return {**made, "motion": _motion(self.stats)}

    def make(
        self,
        shown: Shown,
        path: Path,
        *,
        kbps: float | None,
        crf: float | None,
        most_bytes: int,
        tell: Tell,
    ) -> Made:
        """The picture alone in an MP4 at `path`: at a rate after an analysis, or at a quality.

        Given up where it takes more than `most_bytes` (`stopped`), or where x264 says that the
        rate is too low for it (`too_low`).
        """
        made: Made = {"bytes": 0, "packets": 0, "key_frames": 0}
        with av.open(str(path), "w", format="mp4", options=SCRATCH) as out:
            options = self._options(crf=str(crf)) if kbps is None else self._second_pass()
            stream = out.add_stream("libx264", rate=self.ticks, options=options)
            if kbps is not None:
                stream.codec_context.flags |= Flags.pass2
                stream.bit_rate = round(kbps * 1000)
            for tick, frame in shown:
                if not stream.codec_context.is_open:
                    self._prepare(stream.codec_context, frame)
                try:
                    packets = stream.encode(self._stamped(frame, tick))
                except av_error.ExternalError:
                    return {**made, "too_low": True}
                self._keep(packets, out, made)
                if made["bytes"] > most_bytes:
                    return {**made, "stopped": True}
                tell(float(tick / self.ticks))
            if stream.codec_context.is_open:
                self._keep(stream.encode(None), out, made)
        return made

    def _options(self, **more: str) -> dict[str, str]:
        return {"preset": self.preset, "profile": "high", **more}

    def _second_pass(self) -> dict[str, str]:
        return self._options(stats=str(self.stats), **{"x264-params": RATE_TOLERANCE})

    def _prepare(self, encoder: VideoCodecContext, frame: VideoFrame) -> None:
        encoder.width, encoder.height = frame.width, frame.height
        encoder.pix_fmt = frame.format.name
        encoder.time_base = 1 / self.ticks
        encoder.framerate = Fraction(self.rate).limit_denominator(1001)
        encoder.gop_size = round(SECONDS_BETWEEN_KEY_FRAMES * self.rate)
        encoder.color_primaries = frame.color_primaries
        encoder.color_trc = frame.color_trc
        encoder.colorspace = frame.colorspace
        encoder.color_range = frame.color_range
        encoder.thread_count = self.threads
        encoder.thread_type = "FRAME"  # slices cost quality

    def _stamped(self, frame: VideoFrame, tick: int) -> VideoFrame:
        frame.pts, frame.time_base = tick, 1 / self.ticks
        frame.pict_type = ANY_TYPE
        return frame

    def _keep(self, packets: "list[Packet[VideoStream]]", out: OutputContainer, made: Made) -> None:
        _count(packets, made)
        out.mux(packets)


def _motion(stats: Path) -> float:
    """Of the bits of all frames that refer to others, the share that says where things moved."""
    bits = {"tex": 0, "mv": 0, "misc": 0}
    with stats.open() as lines:
        for line in lines:
            if FRAME_THAT_REFERS.search(line):
                for kind, number in BITS.findall(line):
                    bits[kind] += int(number)
    return bits["mv"] / max(1, sum(bits.values()))


def _count(packets: "list[Packet[VideoStream]]", made: Made) -> None:
    made["bytes"] += sum(packet.size for packet in packets)
    made["packets"] += len(packets)
    made["key_frames"] += sum(packet.is_keyframe for packet in packets)
