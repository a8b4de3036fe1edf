"""What real encoders write is known by its first bytes, whatever the file is called."""

import io
from pathlib import Path

import av
import pytest
from PIL import Image

from domain import signatures
from domain.signatures import HEAD_BYTES, Signature, sniff

PICTURES = [
    ("JPEG", False, signatures.JPEG),
    ("PNG", False, signatures.PNG),
    ("PNG", True, signatures.APNG),
    ("GIF", False, signatures.GIF),
    ("GIF", True, signatures.MOVING_GIF),
    ("WEBP", False, signatures.WEBP),
    ("WEBP", True, signatures.MOVING_WEBP),
    ("AVIF", False, signatures.AVIF),
    ("AVIF", True, signatures.MOVING_AVIF),
    ("BMP", False, signatures.BMP),
    ("TIFF", False, signatures.TIFF),
]
SOUND, PICTURE = "aac", "mpeg4"
STREAMS = [
    ("mp4", SOUND, PICTURE, signatures.MP4),
    ("ipod", SOUND, None, signatures.M4A),
    ("mov", SOUND, PICTURE, signatures.MOV),
    ("3gp", SOUND, PICTURE, signatures.GP3),
    ("webm", "libopus", "libvpx", signatures.WEBM),
    ("webm", "libopus", None, signatures.WEBM_SOUND),
    ("matroska", SOUND, PICTURE, signatures.MATROSKA),
    ("matroska", "flac", None, signatures.MATROSKA_SOUND),
    ("mpegts", SOUND, "mpeg2video", signatures.MPEGTS),
    ("flv", SOUND, "flv", signatures.FLV),
    ("avi", "libmp3lame", PICTURE, signatures.AVI),
    ("ogg", "flac", None, signatures.OGG),
    ("opus", "libopus", None, signatures.OPUS),
    ("mp3", "libmp3lame", None, signatures.MP3),
    ("wav", "pcm_s16le", None, signatures.WAV),
    ("flac", "flac", None, signatures.FLAC),
    ("adts", "aac", None, signatures.AAC),
]


@pytest.mark.parametrize(("format_name", "moves", "expected"), PICTURES)
def test_pillow_writes_what_we_know(format_name: str, moves: bool, expected: Signature) -> None:
    frames = [Image.new("RGB", (32, 32), colour) for colour in ("red", "green", "blue")]
    file = io.BytesIO()
    more = {"save_all": True, "append_images": frames[1:], "duration": 100} if moves else {}
    frames[0].save(file, format_name, **more)
    assert sniff(file.getvalue()[:HEAD_BYTES]) == expected


@pytest.mark.parametrize(("container", "sound", "picture", "expected"), STREAMS)
def test_ffmpeg_writes_what_we_know(
    tmp_path: Path, container: str, sound: str, picture: str | None, expected: Signature
) -> None:
    path = tmp_path / "file"
    with av.open(str(path), "w", format=container) as output:
        audio = output.add_stream(sound, rate=44100 if sound == "aac" else 48000, layout="mono")
        if picture is not None:
            video = output.add_stream(picture, rate=25, width=64, height=64, pix_fmt="yuv420p")
            for number in range(5):
                frame = av.VideoFrame(64, 64, "yuv420p")
                frame.pts = number
                for plane in frame.planes:
                    plane.update(bytes(plane.buffer_size))
                output.mux(video.encode(frame))
        for number in range(20):
            silence = av.AudioFrame(format="s16", layout="mono", samples=1024)
            silence.sample_rate, silence.pts = audio.rate, number * 1024
            silence.planes[0].update(bytes(silence.planes[0].buffer_size))
            output.mux(audio.encode(silence))
        for stream in output.streams:
            output.mux(stream.encode(None))
    assert sniff(path.read_bytes()[:HEAD_BYTES]) == expected
