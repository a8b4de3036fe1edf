"""Small files that ask for a lot: of memory, of time, or of both."""

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from tests.media.films import Film
from tests.media.library import Library

Tamper = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Bomb:
    """`excess`: of what there is too much; None where it is merely damaged."""

    content: Callable[[Library], bytes]
    suffix: str
    excess: str | None = None


def _chunk(kind: bytes, content: bytes) -> bytes:
    whole = kind + content
    return struct.pack(">I", len(content)) + whole + struct.pack(">I", zlib.crc32(whole))


def _png(width: int, height: int, *before: bytes, after: bytes = b"") -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(10_000_000), 9)
    rest = [_chunk(b"IDAT", pixels), after, _chunk(b"IEND", b"")]
    return b"".join([b"\x89PNG\r\n\x1a\n", _chunk(b"IHDR", head), *before, *rest])


def _apng(frames: int) -> bytes:
    control = struct.pack(">IIIIIHHBB", 0, 1, 1, 0, 0, 1, 10, 0, 0)
    told = _chunk(b"acTL", struct.pack(">II", frames, 0)) + _chunk(b"fcTL", control)
    more = _chunk(b"fcTL", control) + _chunk(b"fdAT", bytes(12))
    return _png(1, 1, told, after=more * (frames - 1))


def _gif(width: int, height: int, frames: int) -> bytes:
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + bytes(6)
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x4c\x01\x00"
    timed = b"\x21\xf9\x04\x04\x0a\x00\x00\x00" + frame
    return head + timed * 2 + frame * (frames - 2) + b"\x3b"


def _webp(width: int, height: int, frames: int) -> bytes:
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    lossless = b"\x2f" + struct.pack("<I", 0) + bytes(8)
    image = b"VP8L" + struct.pack("<I", len(lossless)) + lossless + b"\0" * (len(lossless) % 2)
    place = bytes(6) + bytes(6) + (40).to_bytes(3, "little") + b"\0"
    frame = b"ANMF" + struct.pack("<I", len(place + image)) + place + image
    extended = b"VP8X" + struct.pack("<I", 10) + b"\x02\0\0\0" + size
    loops = b"ANIM" + struct.pack("<I", 6) + bytes(6)
    inside = b"WEBP" + extended + loops + frame * frames
    return b"RIFF" + struct.pack("<I", len(inside)) + inside


def _jpeg(library: Library, name: str, width: int, height: int, *, progressive: bool) -> bytes:
    whole = library[name].read_bytes()
    frame = whole.index(b"\xff\xc0")
    marker = b"\xff\xc2" if progressive else b"\xff\xc0"
    told = marker + whole[frame + 2 : frame + 5] + struct.pack(">HH", height, width)
    return whole[:frame] + told + whole[frame + 9 :]


def _bmp(width: int, height: int) -> bytes:
    head = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54, 0, 0, 54) + head + bytes(1000)


def _table(kind: bytes, at: int, layout: str, *numbers: int) -> Tamper:
    """Overwrite numbers in each box of a kind, `at` so many bytes after its name."""

    def tampered(whole: bytes) -> bytes:
        changed = bytearray(whole)
        place = whole.find(kind)
        assert place > 0, kind
        while place > 0:
            struct.pack_into(layout, changed, place + 4 + at, *numbers)
            place = whole.find(kind, place + 4)
        return bytes(changed)

    return tampered


@dataclass(frozen=True)
class _Lying:
    """A small film in whose boxes the numbers are other people's."""

    lies: list[Tamper] = field(default_factory=list)
    name: str = "lying.mp4"
    film: Film = field(default_factory=lambda: Film(container={"movflags": "+faststart"}))

    def __call__(self, library: Library) -> bytes:
        whole = library.film(self.name, self.film).read_bytes()
        for lie in self.lies:
            whole = lie(whole)
        return whole


RAW = Film(seconds=0.1, width=64, height=36, codec="rawvideo", options={}, sound=None)
PHOTOS = Film(seconds=0.5, codec="mjpeg", pixels="yuvj420p", options={}, sound=None)
HUGE = Film(seconds=0.1, width=8_194, height=4_320, rate=Fraction(10), sound=None)
WIDE = Film(seconds=0.5, aspect=Fraction(4, 3), sound=None)
MOST = 0xFFFFFFFF
SAMPLES = _table(b"stsz", 4, ">II", 1, MOST)
"""Each of one byte: it takes no table to say so."""
IN_ONE_CHUNK = _table(b"stsc", 12, ">I", MOST // 2)
AS_LONG = _table(b"stts", 8, ">II", MOST, 1)


def _film(name: str, film: Film) -> Callable[[Library], bytes]:
    return lambda library: library.film(name, film).read_bytes()


def _many_tracks(library: Library) -> bytes:
    path = library.film("quiet-one.mkv", Film(seconds=0.5, loud=False))
    whole = path.with_name("many-tracks.mkv")
    if not whole.exists():
        _copy_sound(path, whole, times=20)
    return whole.read_bytes()


def _copy_sound(source, target, *, times: int) -> None:
    import av  # noqa: PLC0415 - the other bombs need no tool

    with av.open(str(source)) as given, av.open(str(target), "w") as out:
        (sound,) = given.streams.audio
        copies = [out.add_stream_from_template(sound) for _ in range(times)]
        for packet in given.demux(sound):
            if packet.dts is None:
                continue
            for copy in copies:
                packet.stream = copy
                out.mux(packet)


BOMBS = {
    "a PNG of 50,000 x 50,000": Bomb(lambda _: _png(50_000, 50_000), "png", "pixels"),
    "a PNG of 8,001 x 8,000": Bomb(lambda _: _png(8_001, 8_000), "png", "pixels"),
    "a PNG with 500 MB of packed text": Bomb(
        lambda _: _png(9, 9, _chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(500_000_000), 1))),
        "png",
    ),
    "an APNG of 100,000 frames": Bomb(lambda _: _apng(100_000), "png", "frames"),
    "a GIF of a million frames": Bomb(lambda _: _gif(1, 1, 1_000_000), "gif", "frames"),
    "a GIF of 1,000 frames of 8,000 x 8,000": Bomb(
        lambda _: _gif(8_000, 8_000, 1_000), "gif", "pixels"
    ),
    "a GIF of 65,535 x 65,535": Bomb(lambda _: _gif(65_535, 65_535, 2), "gif", "pixels"),
    "a WebP of 100,000 frames": Bomb(lambda _: _webp(16, 16, 100_000), "webp", "frames"),
    "a WebP of 12,000 x 12,000": Bomb(lambda _: _webp(12_000, 12_000, 2), "webp", "pixels"),
    "a JPEG of 65,500 x 65,500": Bomb(
        lambda library: _jpeg(library, "photo.jpg", 65_500, 65_500, progressive=False),
        "jpg",
        "pixels",
    ),
    "a progressive JPEG of 11,000 x 11,000": Bomb(
        lambda library: _jpeg(library, "photo.jpg", 11_000, 11_000, progressive=True),
        "jpg",
        "pixels",
    ),
    "a BMP of 50,000 x 50,000": Bomb(lambda _: _bmp(50_000, 50_000), "bmp", "pixels"),
    "a raw film of 30,000 x 30,000": Bomb(
        _Lying([_table(b"strf", 8, "<ii", 30_000, 30_000)], "raw.avi", RAW), "avi", "pixels"
    ),
    "a film of 8,194 x 4,320": Bomb(_film("wider.mp4", HUGE), "mp4", "pixels"),
    "a film of frames of 65,500 x 65,500": Bomb(
        _Lying([_table(b"\xff\xc0", 1, ">HH", 65_500, 65_500)], "photos.avi", PHOTOS), "avi"
    ),
    "a film of pixels 65,535 times as wide as high": Bomb(
        _Lying([_table(b"pasp", 0, ">II", 65_535, 1)], "wide.mp4", WIDE), "mp4", "pixels"
    ),
    "an MP4 of 4 billion samples": Bomb(_Lying([SAMPLES]), "mp4"),
    "an MP4 of 4 billion samples in a chunk": Bomb(_Lying([SAMPLES, IN_ONE_CHUNK]), "mp4"),
    "an MP4 of 4 billion timed samples in a chunk": Bomb(
        _Lying([SAMPLES, IN_ONE_CHUNK, AS_LONG]), "mp4"
    ),
    "an MP4 of 4 billion entries of each table": Bomb(
        _Lying([_table(kind, 4, ">I", MOST) for kind in (b"stts", b"stsc", b"stco", b"stss")]),
        "mp4",
    ),
    "an MP4 that lasts for hours": Bomb(
        _Lying([_table(b"mdhd", 12, ">I", 1), _table(b"edts", -4, "4s", b"free")]), "mp4", "seconds"
    ),
    "a film of 240 frames a second": Bomb(
        _film("fast.mp4", Film(width=64, height=36, rate=Fraction(240), sound=None)), "mp4", "rate"
    ),
    "a film with 20 tracks of sound": Bomb(_many_tracks, "mkv", "streams"),
}
