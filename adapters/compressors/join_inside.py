"""Puts tracks that need no encoding into one file, its index first."""

import heapq
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from math import inf
from pathlib import Path
from typing import Any

import av
from av import error as av_error
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.stream import VideoStream

from adapters.opening.with_av import is_cover, open_film, packets

FORMATS = {"mp4": "mp4", "m4a": "mp4", "mp3": "mp3", "ogg": "ogg", "flac": "flac"}
"""FFmpeg's muxers by the ends of names."""
CHUNK_MICROSECONDS = 1_000_000
"""Of one track before the other's turn: the tables of an MP4 stay short."""
MICROSECONDS = 1_000_000
TECHNICAL = ("major_brand", "minor_version", "compatible_brands", "encoder", "creation_time")
"""Tags that are the container's own."""
COVERS = ("mp4", "m4a", "mp3", "flac")
"""What can hold a cover."""


@dataclass(frozen=True)
class Track:
    """One track of a file that is copied between two moments."""

    path: str
    mimetype: str
    index: int
    zero: float = 0.0
    """Seconds on the container's clock that become 0."""
    start: float = 0.0
    """Seconds after zero."""
    end: float = inf


@dataclass(frozen=True)
class Joined:
    """The tracks of one new file."""

    path: Path
    container: str
    """By the end of a file's name."""
    tracks: tuple[Track, ...]
    tags_from: Track | None = None
    """Whose tags, chapters and cover come along; None: nobody's."""

    def write(self, tell: Callable[[float], None]) -> int:
        """The bytes of the new file; av_error.FFmpegError: the packets cannot be put there.

        `tell` hears the moment, in seconds, up to which it is written.
        """
        with ExitStack() as opened:
            out = opened.enter_context(self._new())
            sources = []
            for track in self.tracks:
                source = opened.enter_context(open_film(track.path, track.mimetype))
                stream = next((each for each in source.streams if each.index == track.index), None)
                if stream is None:
                    raise av_error.InvalidDataError(0, "the track that was measured is not there")
                new = out.add_stream_from_template(stream)
                if isinstance(stream, VideoStream) and isinstance(new, VideoStream):
                    _shape(new, stream)
                sources.append(_moved(source, stream, new, track))
            if self.tags_from is not None:
                sources.append(self._tags(out, self.tags_from, opened))
            for packet in heapq.merge(*sources, key=_decoded_at):
                out.mux(packet)
                tell(_decoded_at(packet))
        return self.path.stat().st_size

    def _new(self) -> OutputContainer:
        options = {"fflags": "+bitexact"}
        if FORMATS[self.container] == "mp4":
            options |= {"movflags": "+faststart", "chunk_duration": str(CHUNK_MICROSECONDS)}
        if self.container == "m4a":
            options |= {"brand": "M4A "}
        return av.open(str(self.path), "w", format=FORMATS[self.container], options=options)

    def _tags(
        self, out: OutputContainer, track: Track, opened: ExitStack
    ) -> "Iterator[Packet[Any]]":
        """Tags and chapters are set at once; the packets are those of the covers."""
        source = opened.enter_context(open_film(track.path, track.mimetype))
        told = {key: value for key, value in source.metadata.items() if key not in TECHNICAL}
        out.metadata.update(told)
        out.set_chapters(source.chapters())
        covers = filter(is_cover, source.streams.video) if self.container in COVERS else ()
        pictures: dict[int, Stream] = {}
        for cover in covers:
            pictures[cover.index] = out.add_stream_from_template(cover)
            pictures[cover.index].disposition = cover.disposition
        return _pictures(source, pictures)


def _shape(new: VideoStream, stream: VideoStream) -> None:
    """What the container says of the pixels' shape counts, whatever the packets say of it."""
    if stream.sample_aspect_ratio:
        new.codec_context.sample_aspect_ratio = stream.sample_aspect_ratio


def _moved(
    source: InputContainer, stream: Stream, new: Stream, track: Track
) -> "Iterator[Packet[Any]]":
    """The packets between the two moments, counted from the first."""
    tick = stream.time_base or Fraction(1, MICROSECONDS)
    zero = round(Fraction(track.zero + track.start) / tick)
    end = Fraction(track.end - track.start) / tick if track.end < inf else inf
    last = -inf
    for packet in packets(source, stream):
        stamp = packet.pts if packet.dts is None else packet.dts
        if stamp is None:
            continue
        packet.dts = stamp - zero
        packet.pts = packet.dts if packet.pts is None else packet.pts - zero
        if packet.dts >= end:
            return
        starts_before = track.start > 0 and packet.pts + (packet.duration or 0) <= 0
        if starts_before or packet.dts <= last or packet.pts < packet.dts:
            continue
        last = packet.dts
        packet.stream = new
        yield packet


def _pictures(source: InputContainer, new: dict[int, Stream]) -> "Iterator[Packet[Any]]":
    """One packet of each of these streams: a cover has no moment of its own."""
    waiting = dict(new)
    if not waiting:
        return
    for packet in packets(source, *(source.streams[index] for index in new)):
        stream = waiting.pop(packet.stream_index, None)
        if stream is not None:
            packet.pts = packet.dts = 0
            packet.stream = stream
            yield packet
        if not waiting:
            return


def _decoded_at(packet: "Packet[Any]") -> float:
    return float((packet.dts or 0) * packet.time_base)
