"""What only decoded frames tell: which way up, in which colours, interlaced, how flat."""

import struct
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from statistics import median_low
from typing import Any, NamedTuple, cast

import av
from av import error as av_error
from av.container import InputContainer
from av.packet import Packet
from av.sidedata.sidedata import Type
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from adapters.opening.flat_blocks import flat_share
from adapters.opening.with_av import film_decoder, open_film, packets, picture_stream

FRAMES_LOOKED_AT = 5
PACKETS_TRIED = 600
"""A film of which none of so many packets can be decoded is broken."""
PLACES = (0.15, 0.5, 0.85)
"""Where in the film its flat blocks are counted."""
SMALL = 64
"""Pixels of a side of a frame in which something opaque is looked for."""

FULL_RANGE = 2
TRANSFERS = (
    *("-", "bt709", "-", "-", "bt470m", "bt470bg", "smpte170m", "smpte240m", "linear", "log100"),
    *("log316", "iec61966-2-4", "bt1361e", "iec61966-2-1", "bt2020-10", "bt2020-12", "smpte2084"),
    *("smpte428", "arib-std-b67"),
)
PRIMARIES = (
    *("-", "bt709", "-", "-", "bt470m", "bt470bg", "smpte170m", "smpte240m", "film", "bt2020"),
    *("smpte428", "smpte431", "smpte432"),
)
MATRICES = (
    *("gbr", "bt709", "-", "-", "fcc", "bt470bg", "smpte170m", "smpte240m", "ycgco"),
    *("bt2020nc", "bt2020c"),
)
"""FFmpeg's names for the numbers of ISO/IEC 23091-2; a dash is nothing known."""


def looks(path: str, mimetype: str, *, start: float, end: float) -> dict[str, Any] | None:
    """How the film between these times looks; None: not one frame of it can be decoded.

    By its first frames, of a freshly opened file: after a seek those of a file with an edit list
    lack their side data. How flat it is, by a few key frames; whether it has transparency, by both.
    """
    with open_film(path, mimetype) as container:
        film = picture_stream(container)
        if film is None:
            return None
        found = _decoded(packets(container, film), film_decoder(film))
        frames = list(islice(found, FRAMES_LOOKED_AT))
        if not frames:
            return None
        first, aspect = frames[0], film.sample_aspect_ratio
        shines_through = any(map(_is_seen, frames))
        places = _places(container, film, start, end)
        return {
            "pixel_format": first.format.name,
            "coded_width": first.width,
            "coded_height": first.height,
            "aspect": float(aspect) if aspect else 1.0,
            **_turned(frames),
            "interlaced": any(frame.interlaced_frame for frame in frames),
            "transfer": _name(TRANSFERS, first.color_trc),
            "primaries": _name(PRIMARIES, first.color_primaries),
            "matrix": _name(MATRICES, first.colorspace),
            "full_range": first.color_range == FULL_RANGE,
            "alpha": shines_through or any(place.is_seen for place in places),
            "flat_share": median_low(place.flat_share for place in places) if places else 0.0,
        }


class _Place(NamedTuple):
    """A key frame."""

    flat_share: float
    is_seen: bool


def _places(container: InputContainer, film: VideoStream, start: float, end: float) -> list[_Place]:
    """What a few key frames between the times have."""
    film.codec_context.skip_frame = "NONKEY"
    known: dict[int | None, list[_Place]] = {}
    looked_at = []
    for place in PLACES:
        container.seek(int((start + place * (end - start)) * av.time_base), backward=True)
        found = packets(container, film)
        for key in islice(found, 1):  # a short film has the same one in all places
            if key.pts not in known:
                frames = islice(_decoded(chain([key], found), film_decoder(film)), 1)
                known[key.pts] = [_Place(_flat_share(one), _is_seen(one)) for one in frames]
            looked_at += known[key.pts]
    return looked_at


def _is_seen(frame: VideoFrame) -> bool:
    """Whether it has transparency and is seen nevertheless.

    Editors and screen recorders leave alpha empty where they mean none.
    """
    if not any(component.is_alpha for component in frame.format.components):
        return False
    small = frame.reformat(width=SMALL, height=SMALL, format="rgba")
    return any(bytes(small.planes[0])[3::4])


def _flat_share(frame: VideoFrame) -> float:
    layout = frame.format
    plain = layout.is_planar and not layout.is_rgb and layout.components[0].bits == 8
    grey = (frame if plain else frame.reformat(format="gray")).planes[0]
    return flat_share(bytes(grey), grey.line_size, frame.width, frame.height)


def _name(names: tuple[str, ...], number: int) -> str | None:
    name = names[number] if number < len(names) else "-"
    return None if name == "-" else name


def _decoded(found: "Iterable[Packet[Any]]", decoder: VideoCodecContext) -> Iterator[VideoFrame]:
    for packet in islice(found, PACKETS_TRIED):
        try:
            yield from decoder.decode(packet)
        except av_error.InvalidDataError:
            continue
    try:
        yield from decoder.decode(None)
    except (av_error.InvalidDataError, av_error.EOFError):
        return


def _turned(frames: Iterable[VideoFrame]) -> dict[str, Any]:
    """How a player turns the picture, clockwise, after it has mirrored it left to right."""
    for frame in frames:
        sides = cast("Iterable[Any]", frame.side_data)  # PyAV's types take them for strings
        for matrix in (side for side in sides if side.type is Type.DISPLAYMATRIX):
            a, b, _, c, d, *_ = struct.unpack("9i", bytes(matrix))
            mirrored = a * d - b * c < 0
            if mirrored:
                a, b = -a, -b
            quarter = (0 if a > 0 else 2) if abs(a) >= abs(b) else (1 if b > 0 else 3)
            return {"rotation": 90 * quarter, "mirrored": mirrored}
    return {"rotation": 0, "mirrored": False}
