"""Encodes frames with x264: a first look that keeps its statistics, and the picture itself."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import NotRequired, TypeAlias, TypedDict

import av
from av import error as av_error
from av import logging
from av.codec.context import Flags
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from domain.budget import seconds_between_key_frames

RATE_TOLERANCE, STRICT_TOLERANCE = "ratetol=0.1", "ratetol=0.03"
"""How far x264's second pass may stray from its rate on its way.

The second halves what a film of few frames is over, and costs it up to 2 VMAF.
"""
ANY_TYPE = 0
"""Of a frame: the encoder chooses, whatever the source had there."""
FRAME_THAT_REFERS = re.compile(r" type:[PBb] ")
BITS = re.compile(r" (tex|mv|misc):(\d+)")
"""In a line of x264's statistics; it has one for each frame."""
TOO_LOW = "requested bitrate is too low"
"""What x264 says when not even what must be told of each frame fits into the rate."""
SCRATCH = {"fflags": "+bitexact"}

Shown: TypeAlias = Iterable[tuple[int, VideoFrame]]
Tell: TypeAlias = Callable[[float], None]
"""Called with the moment, in seconds, that the encoder has come to."""


class Made(TypedDict):
    """What came of a pass."""

    bytes: int
    packets: int
    key_frames: int
    key_bytes: int
    container: NotRequired[int]
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
        count = _Count()
        for packet in self._encoded(encoder, shown):
            count.add(packet)
            tell(count.seconds)
        if not encoder.is_open:
            raise av_error.InvalidDataError(0, "not one frame could be decoded")
        del encoder  # which completes the statistics
        return {**count.made, "motion": _motion(self.stats)}

    def make(
        self,
        shown: Shown,
        path: Path,
        *,
        kbps: float | None,
        strictly: bool,
        crf: float | None,
        most_bytes: int,
        tell: Tell,
    ) -> Made:
        """The picture alone in an MP4 at `path`: at a rate after an analysis, or at a quality.

        Given up where it takes more than `most_bytes` (`stopped`), or where x264 says that the
        rate is too low for it (`too_low`).
        """
        count = _Count()
        with av.open(str(path), "w", format="mp4", options=SCRATCH) as out:
            options = (
                self._options(crf=str(crf))
                if kbps is None
                else self._second_pass(strictly=strictly)
            )
            stream = out.add_stream("libx264", rate=self.ticks, options=options)
            if kbps is not None:
                stream.codec_context.flags |= Flags.pass2
                stream.bit_rate = round(kbps * 1000)
            try:
                for packet in self._encoded(stream.codec_context, shown):
                    count.add(packet)
                    if count.bytes > most_bytes:
                        return {**count.made, "stopped": True}
                    if packet is not None:
                        packet.stream = stream
                        out.mux(packet)
                    tell(count.seconds)
            except RateTooLowError:
                return {**count.made, "too_low": True}
        return {**count.made, "container": path.stat().st_size - count.bytes}

    def _encoded(
        self, encoder: VideoCodecContext, shown: Shown
    ) -> "Iterator[Packet[VideoStream] | None]":
        """The packets as they come, and None after each frame, for many come long after theirs."""
        for tick, frame in shown:
            if not encoder.is_open:
                self._prepare(encoder, frame)
                _open(encoder)
            yield from _packets(encoder, self._stamped(frame, tick))
            yield None
        if encoder.is_open:
            yield from _packets(encoder, None)

    def _options(self, **more: str) -> dict[str, str]:
        return {"preset": self.preset, "profile": "high", **more}

    def _second_pass(self, *, strictly: bool) -> dict[str, str]:
        tolerance = STRICT_TOLERANCE if strictly else RATE_TOLERANCE
        return self._options(stats=str(self.stats), **{"x264-params": tolerance})

    def _prepare(self, encoder: VideoCodecContext, frame: VideoFrame) -> None:
        encoder.width, encoder.height = frame.width, frame.height
        encoder.pix_fmt = frame.format.name
        encoder.time_base = 1 / self.ticks
        encoder.framerate = Fraction(self.rate).limit_denominator(1001)
        encoder.gop_size = round(seconds_between_key_frames(self.rate) * self.rate)
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


class RateTooLowError(Exception):
    """x264 makes nothing of these frames in so few bits."""


class EncoderFailedError(Exception):
    """x264 does not do what it was told, which is no fault of the file."""


def _open(encoder: VideoCodecContext) -> None:
    """RateTooLowError, EncoderFailedError: it cannot be; only its words tell which."""
    level = logging.get_level()
    logging.set_level(logging.ERROR)
    with logging.Capture() as said:
        try:
            encoder.open()
        except av_error.MemoryError:
            raise
        except av_error.FFmpegError as error:
            words = "".join(message for _, _, message in said)
            raise (RateTooLowError if TOO_LOW in words else EncoderFailedError)(words) from error
        finally:
            logging.set_level(level)


def _packets(
    encoder: VideoCodecContext, frame: VideoFrame | None
) -> "Iterator[Packet[VideoStream]]":
    try:
        yield from encoder.encode_lazy(frame)
    except av_error.ExternalError as error:
        raise EncoderFailedError(str(error)) from error


@dataclass
class _Count:
    """Of the packets so far."""

    bytes: int = 0
    packets: int = 0
    key_frames: int = 0
    key_bytes: int = 0
    seconds: float = 0.0
    """The latest moment that is encoded."""

    def add(self, packet: "Packet[VideoStream] | None") -> None:
        if packet is not None:
            self.bytes += packet.size
            self.packets += 1
            self.key_frames += packet.is_keyframe
            self.key_bytes += packet.size if packet.is_keyframe else 0
            self.seconds = max(self.seconds, float((packet.pts or 0) * packet.time_base))

    @property
    def made(self) -> Made:
        return {
            "bytes": self.bytes,
            "packets": self.packets,
            "key_frames": self.key_frames,
            "key_bytes": self.key_bytes,
        }


def _motion(stats: Path) -> float:
    """Of the bits of all frames that refer to others, the share that says where things moved."""
    bits = {"tex": 0, "mv": 0, "misc": 0}
    with stats.open() as lines:
        for line in lines:
            if FRAME_THAT_REFERS.search(line):
                for kind, number in BITS.findall(line):
                    bits[kind] += int(number)
    return bits["mv"] / max(1, sum(bits.values()))
