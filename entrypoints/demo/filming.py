"""Videos and sounds for the sample site, made from its pictures."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
from av import AudioFrame, VideoFrame
from av.filter import Graph
from av.filter.context import FilterContext
from PIL import Image

RATE = 24
"""Frames a second, as in the cinema."""
MELODY = (
    "0.2*sin(2*PI*220*t*pow(1.5,mod(floor(2*t)*3,4)))*exp(-3*mod(t,0.5))"
    "+0.1*sin(2*PI*110*t*pow(1.25,mod(floor(t/4),3)))"
)
"""Half-second notes over a slow bass: enough to hear that the sound survived."""


def film(
    panorama: Image.Image, to: Path, *, seconds: int, size: tuple[int, int], kbps: int
) -> None:
    """A grainy flight along the panorama, with the melody; the name's ending says the container.

    An ending of .m3u8 leaves two-second segments of MPEG-TS beside it.
    """
    options = {"hls_time": "2", "hls_playlist_type": "vod"} if to.suffix == ".m3u8" else {}
    with av.open(str(to), "w", options=options) as out:
        video = out.add_stream("libx264", rate=RATE)
        video.width, video.height = size
        video.pix_fmt = "yuv420p"
        video.bit_rate = kbps * 1000
        video.options = {"preset": "ultrafast", "g": str(2 * RATE)}
        audio = out.add_stream("aac", rate=44100, layout="stereo")
        sound = _melody(seconds)
        for number, frame in enumerate(_flight(panorama, size, seconds * RATE)):
            out.mux(video.encode(frame))
            while (heard := next(sound, None)) is not None:
                out.mux(audio.encode(heard))
                if (heard.time or 0) > number / RATE:
                    break
        out.mux(video.encode(None))
        out.mux(audio.encode(None))


def song(to: Path, *, seconds: int) -> None:
    """The melody alone, as an MP3."""
    with av.open(str(to), "w") as out:
        audio = out.add_stream("libmp3lame", rate=44100, layout="stereo")
        audio.bit_rate = 192_000
        for heard in _melody(seconds):
            out.mux(audio.encode(heard))
        out.mux(audio.encode(None))


def turning(panorama: Image.Image, to: Path, *, size: tuple[int, int], frames: int) -> None:
    """A GIF that looks around."""
    width, height = size
    small = panorama.resize((panorama.width * height // panorama.height, height))
    palette = small.quantize(96)
    step = (small.width - width) / (frames - 1)
    views = [
        small.crop((round(at * step), 0, round(at * step) + width, height)).quantize(
            palette=palette
        )
        for at in range(frames)
    ]
    views[0].save(to, save_all=True, append_images=views[1:], duration=80, loop=0)


def _flight(panorama: Image.Image, size: tuple[int, int], frames: int) -> Iterator[VideoFrame]:
    width, height = size
    picture = VideoFrame.from_image(panorama)  # type: ignore[no-untyped-call] # PyAV's stub
    whole = picture.reformat(format="yuv420p")
    graph = Graph()
    source = graph.add_buffer(
        width=whole.width, height=whole.height, format=whole.format, time_base=Fraction(1, RATE)
    )
    across = f"(iw-{width})*n/{frames}"
    filters = (
        ("crop", f"w={width}:h={height}:x='{across}':y='(ih-{height})/2'"),
        ("noise", "alls=9:allf=t"),
    )
    sink = _chain(graph, source, filters, "buffersink")
    for number in range(frames):
        whole.pts = number
        whole.time_base = Fraction(1, RATE)
        source.push(whole)
        frame = sink.pull()
        assert isinstance(frame, VideoFrame)  # noqa: S101 - what a video sink gives
        yield frame


def _melody(seconds: int) -> Iterator[AudioFrame]:
    graph = Graph()
    source = graph.add("aevalsrc", f"exprs='{MELODY}|{MELODY}':s=44100:d={seconds}:n=1024")
    filters = (("aformat", "sample_fmts=fltp:channel_layouts=stereo"),)
    sink = _chain(graph, source, filters, "abuffersink")
    while True:
        try:
            frame = sink.pull()
        except (EOFError, BlockingIOError):
            return
        assert isinstance(frame, AudioFrame)  # noqa: S101 - what a sound's sink gives
        yield frame


def _chain(
    graph: Graph, source: FilterContext, filters: tuple[tuple[str, str], ...], sink: str
) -> FilterContext:
    last = source
    for name, arguments in (*filters, (sink, None)):
        added = graph.add(name, arguments)
        last.link_to(added)
        last = added
    graph.configure()
    return last
