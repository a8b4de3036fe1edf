"""What runs in a child: tracks are copied, packet by packet, into one container that plays."""

import heapq
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, TypeAlias

import av
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.stream import VideoStream

from adapters.cells.inside.talk import Talk
from adapters.opening.with_av import open_film
from domain.signatures import HEAD_BYTES, sniff

Track: TypeAlias = VideoStream | AudioStream
Timed: TypeAlias = "tuple[Fraction, int, Packet[Stream]]"
"""The moment to decode it, the number of its track, the packet."""

IN_MP4: Final = frozenset(
    {"h264", "hevc", "av1", "vp9", "mpeg4", "aac", "mp3", "opus", "ac3", "eac3", "flac", "alac"}
)
SOUND_FILES: Final = {"aac": "m4a", "alac": "m4a", "mp3": "mp3", "opus": "ogg", "vorbis": "ogg"}
OPTIONS: Final = {"movflags": "+faststart", "avoid_negative_ts": "make_zero"}
"""The index first, so that a player starts at once; transport streams do not begin at zero."""
SECONDS_BETWEEN_WORDS: Final = 1.0
"""So that gigabytes on a slow disk are not taken for a child that hangs."""


def join(job: dict[str, Any], talk: Talk) -> str:
    """One file of the best video and the best sound in `paths`; its name, below `into`."""
    opened = [_open(path) for path in job["paths"]]
    try:
        tracks = _tracks(opened)
        codecs = [track.codec_context.name for _, track in tracks]
        name = f"{job['into']}.{_extension(codecs)}"
        with av.open(name, "w", options=OPTIONS) as out:
            _copy(tracks, out, talk)
    finally:
        for each in opened:
            each.close()
    return name


def _open(path: str) -> InputContainer:
    """As what its first bytes say: a playlist would be followed otherwise."""
    with Path(path).open("rb") as file:
        known = sniff(file.read(HEAD_BYTES))
    if known is None:
        raise ValueError("no media that we know")
    return open_film(path, known.mimetype)


def _tracks(opened: list[InputContainer]) -> list[tuple[InputContainer, Track]]:
    """The first picture and the first sound of them all."""
    pictures = [(each, stream) for each in opened for stream in each.streams.video]
    sounds = [(each, stream) for each in opened for stream in each.streams.audio]
    if not pictures and not sounds:
        raise ValueError("no track in it")
    return [*pictures[:1], *sounds[:1]]


def _extension(codecs: list[str]) -> str:
    if len(codecs) == 1 and codecs[0] in SOUND_FILES:
        return SOUND_FILES[codecs[0]]
    return "mp4" if IN_MP4.issuperset(codecs) else "mkv"


def _copy(tracks: list[tuple[InputContainer, Track]], out: OutputContainer, talk: Talk) -> None:
    copies = [out.add_stream_from_template(track) for _, track in tracks]
    sources = [_packets(number, *track) for number, track in enumerate(tracks)]
    told = time.monotonic()
    for moment, number, packet in heapq.merge(*sources, key=lambda each: each[:2]):
        packet.stream = copies[number]
        out.mux(packet)
        if time.monotonic() - told >= SECONDS_BETWEEN_WORDS:
            told = time.monotonic()
            talk.tell(float(moment))


def _packets(number: int, container: InputContainer, track: Track) -> Iterator[Timed]:
    """In the order of decoding; packets without a moment only end a stream."""
    for packet in container.demux(track):
        if packet.dts is not None and packet.time_base is not None:
            yield packet.dts * packet.time_base, number, packet
