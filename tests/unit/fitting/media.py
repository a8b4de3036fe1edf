"""Measured media for the pure decisions: written by hand, and of any sort."""

from hypothesis import strategies as st

from domain.limits import Aim, Minima, UploadLimits
from domain.media import AudioTrack, MediaInfo, MediaKind, Picture, VideoTrack
from domain.plans import Wish
from domain.request import Clip

MIB = 1024 * 1024


def aim(size: float, minima: Minima | None = None) -> Aim:
    limits = UploadLimits(bytes_per_file=int(size), bytes_per_message=int(size))
    return Aim(limits=limits, minima=minima or Minima())


def film(
    *,
    container="mp4",
    faststart=True,
    codec="h264",
    sound="aac",
    mib=8.0,
    seconds=60.0,
    width=1280,
    height=720,
    rate=30.0,
    sound_kbps=128,
    **more,
) -> MediaInfo:
    size = int(mib * MIB)
    sound_bytes = int(seconds * sound_kbps * 125) if sound else 0
    video = {
        "codec": codec,
        "width": width,
        "height": height,
        "coded_width": width,
        "coded_height": height,
        "pixel_format": "yuv420p",
        "frames": max(1, int(seconds * rate)),
        "frames_per_second": rate,
        "bytes": max(1, int(0.99 * size) - sound_bytes),
        "key_frames": int(seconds / 4) + 1,
    }
    return MediaInfo(
        kind=MediaKind.VIDEO,
        size_bytes=size,
        container=container,
        duration=seconds,
        faststart=faststart,
        video=VideoTrack.model_validate(video | more),
        audio=AudioTrack(
            codec=sound,
            channels=2,
            sample_rate=48_000,
            bytes=sound_bytes,
            packets=int(seconds * 47),
        )
        if sound
        else None,
    )


def song(*, container="mp3", codec="mp3", kbps=192, seconds=180.0, **more) -> MediaInfo:
    size = int(seconds * kbps * 125)
    track = {"codec": codec, "channels": 2, "bytes": size, "packets": int(seconds * 40)}
    return MediaInfo(
        kind=MediaKind.AUDIO,
        size_bytes=size + 5000,
        container=container,
        duration=seconds,
        audio=AudioTrack.model_validate(track | more),
    )


def picture(*, form="JPEG", mib=3.0, **more) -> MediaInfo:
    return MediaInfo(
        kind=MediaKind.IMAGE,
        size_bytes=int(mib * MIB),
        container=form.lower(),
        picture=Picture(format=form, width=4000, height=3000, mode="RGB", **more),
    )


def animation(*, form="GIF", mib=3.0, seconds=4.0, frames=40) -> MediaInfo:
    return MediaInfo(
        kind=MediaKind.ANIMATION,
        size_bytes=int(mib * MIB),
        container=form.lower(),
        duration=seconds,
        picture=Picture(format=form, width=480, height=270, mode="P", frames=frames),
    )


films = st.builds(
    film,
    container=st.sampled_from(["mp4", "mov", "matroska", "webm", "mpegts"]),
    faststart=st.booleans(),
    codec=st.sampled_from(["h264", "hevc", "vp9", "mpeg2video", "gif"]),
    sound=st.sampled_from(["aac", "mp3", "opus", None]),
    mib=st.floats(0.01, 200),
    seconds=st.floats(0.05, 4000),
    width=st.integers(1, 4000),
    height=st.integers(1, 4000),
    rate=st.floats(1, 120) | st.floats(0.0003, 0.5),
    sound_kbps=st.integers(1, 400),
    flat_share=st.floats(0, 1),
    variable_rate=st.booleans(),
    shortest_gap=st.floats(0.01, 0.1),
    longest_gap=st.floats(0.1, 1),
)
songs = st.builds(
    song,
    container=st.sampled_from(["mp3", "mp4", "ogg", "flac", "wav", "aac"]),
    codec=st.sampled_from(["mp3", "aac", "opus", "vorbis", "flac", "pcm_s16le", "alac"]),
    kbps=st.integers(6, 1400),
    seconds=st.floats(0.1, 8000),
    channels=st.sampled_from([1, 2, 6, None]),
)
pictures = st.builds(
    picture, form=st.sampled_from(["JPEG", "PNG", "TIFF"]), mib=st.floats(0.001, 60)
)
animations = st.builds(
    animation,
    form=st.sampled_from(["GIF", "WEBP", "PNG"]),
    mib=st.floats(0.01, 60),
    seconds=st.floats(0.1, 60),
    frames=st.integers(2, 900),
)
everything = st.one_of(films, songs, pictures, animations)
sizes = st.integers(1, 500 * MIB)
clips = st.builds(
    lambda start, length: Clip(start=start, end=start + length),
    st.floats(0, 100),
    st.floats(0.1, 100),
)
wishes = st.builds(
    Wish,
    audio_only=st.booleans(),
    clip=st.none() | clips,
    max_height=st.none() | st.integers(2, 2000),
    gif=st.booleans(),
)
