"""Small real media, made when first asked for and the same in every run."""

import io
import tempfile
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random

import av
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame
from PIL import Image

RATE = 10
"""Frames a second."""
SECONDS = 2
SOUND_RATE = 48_000
HEIGHTS = (144, 240, 360, 480, 720, 1080)

FAST = {
    "libx264": {"preset": "ultrafast", "crf": "30", "g": str(RATE)},
    "libvpx-vp9": {"deadline": "realtime", "cpu-used": "8", "crf": "40", "g": str(RATE)},
}
FRAGMENTED = {"movflags": "frag_keyframe+empty_moov+default_base_moof"}
WHOLE = {"movflags": "+faststart"}


def width(height: int) -> int:
    """Of a 16:9 picture, even as H.264 wants it."""
    return round(height * 16 / 9 / 2) * 2


def _picture(seed: str | int, size: tuple[int, int]) -> Image.Image:
    grains = Random(str(seed)).randbytes(16 * 9 * 3)
    return Image.frombytes("RGB", (16, 9), grains).resize(size, Image.Resampling.BICUBIC)


@cache
def image(seed: str, form: str = "JPEG", size: tuple[int, int] = (320, 180)) -> bytes:
    """A picture that belongs to the seed: another seed, other bytes."""
    out = io.BytesIO()
    _picture(seed, size).save(out, form)
    return out.getvalue()


@cache
def animation(seed: str, frames: int = 4) -> bytes:
    """An animated GIF."""
    out = io.BytesIO()
    first, *others = (_picture(f"{seed}{n}", (96, 54)) for n in range(frames))
    first.save(out, "GIF", save_all=True, append_images=others, duration=100, loop=0)
    return out.getvalue()


def _frames(height: int, seconds: int) -> Iterator[VideoFrame]:
    wide = _picture(height, (2 * width(height), height))
    for number in range(seconds * RATE):
        left = width(height) * number // (seconds * RATE)
        frame = VideoFrame.from_image(wide.crop((left, 0, left + width(height), height)))
        frame.pts, frame.time_base = number, Fraction(1, RATE)
        yield frame


def _sounds(seconds: int) -> Iterator[AudioFrame]:
    noise = Random(0)
    for start in range(0, seconds * SOUND_RATE, 1024):
        frame = AudioFrame(format="s16", layout="mono", samples=1024)
        frame.planes[0].update(bytes(noise.randrange(64) if n % 2 == 0 else 0 for n in range(2048)))
        frame.sample_rate, frame.pts, frame.time_base = SOUND_RATE, start, Fraction(1, SOUND_RATE)
        yield frame


def _film(
    name: str,
    *,
    height: int | None = None,
    sound: bool = False,
    seconds: int = SECONDS,
    options: dict[str, str] | None = None,
    codecs: tuple[str, str] = ("libx264", "aac"),
) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        with av.open(f"{folder}/{name}", "w", options=options or {}) as out:
            if height is not None:
                video = out.add_stream(codecs[0], rate=RATE)
                video.width, video.height, video.pix_fmt = width(height), height, "yuv420p"
                video.codec_context.thread_count = 1
                video.options = FAST[codecs[0]]
            if sound:
                audio = out.add_stream(codecs[1], rate=SOUND_RATE, layout="mono")
                audio.bit_rate = 48_000
            if height is not None:
                for frame in (*_frames(height, seconds), None):
                    out.mux(video.encode(frame))
            if sound:
                for heard in (*_sounds(seconds), None):
                    out.mux(audio.encode(heard))
        return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}


@cache
def video(height: int, *, sound: bool = True, seconds: int = SECONDS) -> bytes:
    """An MP4 that plays from its first byte: H.264, and AAC where there is sound."""
    made = _film("film.mp4", height=height, sound=sound, seconds=seconds, options=WHOLE)
    return made["film.mp4"]


@cache
def video_track(height: int, *, seconds: int = SECONDS) -> bytes:
    """H.264 alone, in a fragmented MP4 as DASH has it."""
    made = _film("track.mp4", height=height, seconds=seconds, options=FRAGMENTED)
    return made["track.mp4"]


@cache
def audio_track(*, seconds: int = SECONDS) -> bytes:
    """AAC alone, in a fragmented MP4 as DASH has it."""
    return _film("track.m4a", sound=True, seconds=seconds, options=FRAGMENTED)["track.m4a"]


@cache
def webm_track(height: int | None, *, seconds: int = SECONDS) -> bytes:
    """VP9 alone, or Opus alone where there is no height."""
    made = _film(
        "track.webm",
        height=height,
        sound=height is None,
        seconds=seconds,
        codecs=("libvpx-vp9", "libopus"),
    )
    return made["track.webm"]


@cache
def hls(height: int | None, *, sound: bool) -> dict[str, bytes]:
    """An HLS rendition by file name: `index.m3u8` and its MPEG-TS segments of one second."""
    parts = {"hls_time": "1", "hls_list_size": "0", "hls_playlist_type": "vod"}
    return _film("index.m3u8", height=height, sound=sound, options=parts)


@cache
def mp3() -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=SOUND_RATE, layout="mono")
        for frame in _sounds(1):
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return out.getvalue()
