"""The small media by name, each written once a run and then only read."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

from tests.media import pictures, sounds
from tests.media.films import BT709, HLG, Colours, Film

X265 = {"preset": "ultrafast", "x265-params": "log-level=none:pools=1:frame-threads=1"}
VP9 = {"deadline": "realtime", "cpu-used": "8", "crf": "30"}
VP8 = {"deadline": "realtime", "cpu-used": "8", "crf": "30"}
TRIED_LITTLE = {"strict": "experimental"}
"""FFmpeg's own Vorbis; there is no encoder of Theora."""
FASTSTART = {"movflags": "+faststart"}

FILMS = {
    "plain.mp4": Film(container=FASTSTART, colours=BT709),
    "index-last.mp4": Film(),
    "mkv.mkv": Film(),
    "turned.mp4": Film(turned=90),
    "odd.mkv": Film(width=191, height=107, pixels="yuv444p"),
    "hlg.mp4": Film(codec="libx265", pixels="yuv420p10le", options=X265, colours=HLG),
    "varies.mp4": Film(gaps=(1 / 30, 1 / 20)),
    "pauses.mkv": Film(gaps=(*(1 / 30,) * 9, 0.5)),
    "silent.mp4": Film(sound=None),
    "quiet.mp4": Film(loud=False),
    "vp9-opus.webm": Film(codec="libvpx-vp9", options=VP9, sound="libopus"),
    "interlaced.ts": Film(
        codec="mpeg2video",
        options={"b": "2000000"},
        rate=Fraction(25),
        sound="libmp3lame",
        interlaced=True,
    ),
    "pcm.mov": Film(sound="pcm_s16le"),
    "wide-pixels.mp4": Film(aspect=Fraction(4, 3)),
    "full-range.mp4": Film(pixels="yuvj420p", colours=Colours(1, 1, 1, full=True)),
    "longer-sound.mp4": Film(sound_seconds=3.0),
    "late-sound.mp4": Film(sound_from=0.4),
    "late-sound.ts": Film(
        codec="mpeg2video", sound="libmp3lame", sound_from=0.4, rate=Fraction(25)
    ),
    "late-picture.mp4": Film(picture_from=0.5),
    "late-picture.mkv": Film(picture_from=0.5, gaps=(1 / 30, 1 / 20)),
}
MADE: dict[str, Callable[[Path], Path]] = {
    "photo.jpg": pictures.photo,
    "turned.jpg": lambda path: pictures.photo(path, orientation=6),
    "cmyk.jpg": lambda path: pictures.photo(path, mode="CMYK"),
    "profile.jpg": pictures.in_swapped_colours,
    "alpha.png": pictures.with_alpha,
    "screen.png": pictures.screen,
    "deep.png": pictures.sixteen_bits,
    "moving.gif": pictures.moving,
    "moving.webp": pictures.moving,
    "moving.png": pictures.moving,
    "song.m4a": lambda path: sounds.sound(path, tags={"title": "Song"}, chapters=True),
    "song.mp3": lambda path: sounds.sound(path, codec="libmp3lame", cover=True),
    "song.wav": lambda path: sounds.sound(path, codec="pcm_s16le"),
    "song.flac": lambda path: sounds.sound(path, codec="flac"),
    "song.ogg": lambda path: sounds.sound(path, codec="libopus"),
}


RARE: dict[str, Callable[[Path], Path]] = {
    "photo.avif": pictures.photo,
    "photo.bmp": pictures.photo,
    "photo.tiff": pictures.photo,
    "moving.avif": pictures.moving,
    "old.avi": Film(codec="mpeg4", options={"b": "800000"}, sound="libmp3lame").write,
    "flash.flv": Film(codec="flv", options={"b": "800000"}, sound="libmp3lame").write,
    "phone.3gp": Film(codec="mpeg4", options={"b": "800000"}).write,
    "film.ogv": Film(codec="libvpx", options=VP8, sound="vorbis", sound_options=TRIED_LITTLE).write,
    "song.aac": lambda path: sounds.sound(path, codec="aac"),
    "song.oga": lambda path: sounds.sound(path, codec="flac"),
}
"""Kinds that people rarely post, and enemies as they like."""


class Library:
    """Below a folder that lives as long as the run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __getitem__(self, name: str) -> Path:
        path = self._folder / name
        if not path.exists():
            film = FILMS.get(name)
            film.write(path) if film else (MADE | RARE)[name](path)
        return path

    def film(self, name: str, film: Film) -> Path:
        """One of a test's own."""
        path = self._folder / name
        return path if path.exists() else film.write(path)
