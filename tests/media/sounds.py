"""Small files of sound, with what people put beside it."""

import io
from fractions import Fraction
from pathlib import Path

import av
from PIL import Image

from tests.media.films import SOUND_RATE, Film, quadrants


def sound(
    path: Path,
    *,
    codec: str = "aac",
    seconds: float = 3.0,
    kbps: int = 128,
    channels: int = 2,
    loud: bool = True,
    tags: dict[str, str] | None = None,
    chapters: bool = False,
    cover: bool = False,
) -> Path:
    film = Film(seconds=seconds, loud=loud)
    with av.open(str(path), "w") as out:
        out.metadata.update(tags or {})
        stream = out.add_stream(codec, rate=SOUND_RATE)
        stream.layout = "stereo" if channels == 2 else "mono"
        if not codec.startswith("pcm_"):
            stream.bit_rate = kbps * 1000
        picture = cover and out.add_stream("mjpeg", rate=1)
        if picture:
            picture.width, picture.height, picture.pix_fmt = 64, 64, "yuvj420p"
            picture.disposition = av.stream.Disposition.attached_pic
        if chapters:
            half = round(seconds * 500)
            out.set_chapters(
                [
                    _chapter(1, 0, half, "First"),
                    _chapter(2, half, 2 * half, "Second"),
                ]
            )
        packets = [p for frame in film.sounds(stream) for p in stream.encode(frame)]
        if picture:
            art = av.Packet(jpeg())
            art.stream, art.pts, art.dts, art.time_base = picture, 0, 0, Fraction(1, 1)
            art.is_keyframe = True
            packets.insert(0, art)
        for packet in [*packets, *stream.encode(None)]:
            out.mux(packet)
    return path


def jpeg() -> bytes:
    out = io.BytesIO()
    quadrants((64, 64), noise=1).save(out, "JPEG")
    return out.getvalue()


def with_cover(path: Path, source: Path, cover: bytes) -> Path:
    """The same tracks, and before them a JPEG as a cover."""
    with av.open(str(source)) as film, av.open(str(path), "w") as out:
        out.metadata.update({key.lower(): value for key, value in film.metadata.items()})
        picture = out.add_stream("mjpeg", rate=1)
        with Image.open(io.BytesIO(cover)) as image:
            picture.width, picture.height = image.size
        picture.pix_fmt = "yuvj420p"
        picture.disposition = av.stream.Disposition.attached_pic
        tracks = {stream.index: out.add_stream_from_template(stream) for stream in film.streams}
        art = av.Packet(cover)
        art.stream, art.pts, art.dts, art.time_base = picture, 0, 0, Fraction(1, 1)
        art.is_keyframe = True
        out.mux(art)
        for packet in film.demux():
            if packet.size:
                packet.stream = tracks[packet.stream_index]
                out.mux(packet)
    return path


def cover_of(path: Path) -> bytes | None:
    """The bytes of the picture that rides along."""
    with av.open(str(path)) as container:
        for packet in container.demux(*container.streams.video):
            if packet.stream.disposition & av.stream.Disposition.attached_pic and packet.size:
                return bytes(packet)
    return None


def _chapter(number: int, start: int, end: int, title: str):
    return {
        "id": number,
        "start": start,
        "end": end,
        "time_base": Fraction(1, 1000),
        "metadata": {"title": title},
    }


def second_is_default(path: Path, first: Path, second: Path) -> Path:
    """Two tracks of sound, of which the file names the second as the one to be heard."""
    with av.open(str(path), "w") as out, av.open(str(first)) as one, av.open(str(second)) as other:
        sounds = [container.streams.audio[0] for container in (one, other)]
        tracks = [out.add_stream_from_template(sound) for sound in sounds]
        tracks[0].disposition = av.stream.Disposition(0)
        tracks[1].disposition = av.stream.Disposition.default
        for container, track in zip((one, other), tracks, strict=True):
            for packet in container.demux(audio=0):
                if packet.size:
                    packet.stream = track
                    out.mux(packet)
    return path


def sound_ahead(path: Path, film: Path, *, seconds: float) -> Path:
    """The same packets, those of the sound so many seconds before the picture that they are of."""
    options = {"max_interleave_delta": "1"}  # or FFmpeg would put them side by side again
    with av.open(str(film)) as source, av.open(str(path), "w", options=options) as out:
        tracks = {stream.index: out.add_stream_from_template(stream) for stream in source.streams}

        def place(packet) -> float:
            ahead = seconds if packet.stream.type == "audio" else 0
            return packet.dts * packet.time_base - ahead

        for packet in sorted((one for one in source.demux() if one.size), key=place):
            packet.stream = tracks[packet.stream_index]
            out.mux(packet)
    return path
