"""Tries the tools that work on a stranger's bytes; runs in a child process, as they do."""

import io
import socket
import subprocess
from collections.abc import Mapping
from pathlib import Path

from adapters.cells.inside.talk import Talk
from adapters.cells.json_value import Json

VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


def encode(job: Json, talk: Talk) -> Json:
    """Encode a frame of H.264 and a packet of AAC into an MP4: the encoders' names."""
    import av  # noqa: PLC0415 - a tool that cannot be imported is one of the things to find out

    del job, talk
    held = io.BytesIO()
    with av.open(held, "w", format="mp4") as out:
        video = out.add_stream("libx264", rate=25)
        video.width, video.height, video.pix_fmt = 64, 64, "yuv420p"
        audio = out.add_stream("aac", rate=48000, layout="stereo")
        picture = av.VideoFrame(64, 64, "yuv420p")
        sound = av.AudioFrame(format="fltp", layout="stereo", samples=1024)
        sound.sample_rate = 48000
        for plane in (*picture.planes, *sound.planes):  # what lies in there may be no number
            plane.update(bytes(plane.buffer_size))
        out.mux(video.encode(picture))
        out.mux(audio.encode(sound))
        out.mux(video.encode(None))
        out.mux(audio.encode(None))
    held.seek(0)
    with av.open(held) as made:
        kinds = " and ".join(stream.codec_context.name for stream in made.streams)
    return f"PyAV {av.__version__}, {kinds}"


def save_pictures(job: Json, talk: Talk) -> Json:
    """Save a picture in each format that chats show, and read it back."""
    import PIL  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    del job, talk
    formats = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
    for name in formats:
        held = io.BytesIO()
        Image.new("RGB", (64, 64), "teal").save(held, name)
        Image.open(held, formats=[name]).load()
    return f"Pillow {PIL.__version__}, {', '.join(formats)}"


def know_sites(job: Json, talk: Talk) -> Json:
    """Let gallery-dl find the extractor of a link."""
    import gallery_dl.version  # noqa: PLC0415
    from gallery_dl import extractor  # noqa: PLC0415

    del job, talk
    if extractor.find("https://x.com/nasa/status/1") is None:
        raise LookupError("no extractor for x.com")
    known = sum(1 for _ in extractor.extractors())
    return f"gallery-dl {gallery_dl.version.__version__}, {known} extractors"


def know_videos(job: Json, talk: Talk) -> Json:
    """Let yt-dlp find the extractor of a link."""
    import yt_dlp.version  # noqa: PLC0415
    from yt_dlp.extractor import gen_extractor_classes  # noqa: PLC0415

    del job, talk
    known = gen_extractor_classes()
    if not any(each.IE_NAME == "youtube" and each.suitable(VIDEO) for each in known):
        raise LookupError("no extractor for youtube.com")
    return f"yt-dlp {yt_dlp.version.__version__}, {len(known)} extractors"


def run_javascript(job: Json, talk: Talk) -> Json:
    """Let the runtime that YouTube needs work out 1 + 1."""
    import deno  # noqa: PLC0415

    del job, talk
    runtime = deno.find_deno_bin()
    program = "console.log(Deno.version.deno, 1 + 1)"
    ran = subprocess.run(  # noqa: S603 - our own words
        [runtime, "eval", "--no-config", program], capture_output=True, text=True, check=True
    )
    version, _, answer = ran.stdout.strip().partition(" ")
    if answer != "2":
        raise ArithmeticError(ran.stdout)
    return f"deno {version}"


def try_the_fence(job: Mapping[str, str], talk: Talk) -> Json:
    """Try what is forbidden: the level that is in force."""
    del talk
    try:
        Path(job["secret"]).read_bytes()
    except PermissionError:
        return "full" if _is_kept_from_a_port() else "files"
    return "limits"


def _is_kept_from_a_port() -> bool:
    """Nobody listens on the port, and nothing leaves the machine."""
    try:
        socket.create_connection(("127.0.0.1", 1), timeout=1).close()
    except PermissionError:
        return True
    except OSError:
        return False
    return False
