import pytest

from domain.limits import Aim, UploadLimits
from domain.media import AudioTrack, MediaInfo, MediaKind, Picture, VideoTrack
from domain.plans import (
    EncodeAudio,
    EncodeImage,
    EncodeVideo,
    Keep,
    Plan,
    Remux,
    Strip,
)
from domain.without_metadata import without_metadata

MIB = 1 << 20
AIM = Aim(limits=UploadLimits(bytes_per_file=MIB, bytes_per_message=MIB))


def _picture(form: str, orientation: int = 1) -> MediaInfo:
    shown = Picture(format=form, width=9, height=9, mode="RGB", orientation=orientation)
    return MediaInfo(kind=MediaKind.IMAGE, size_bytes=9, container=form.lower(), picture=shown)


def _film(codec: str, sound: str | None = "aac") -> MediaInfo:
    return MediaInfo(
        kind=MediaKind.VIDEO,
        size_bytes=MIB,
        container="mp4",
        duration=4,
        video=VideoTrack(
            codec=codec,
            width=64,
            height=36,
            coded_width=64,
            coded_height=36,
            pixel_format="yuv420p",
            frames=100,
            frames_per_second=25,
        ),
        audio=AudioTrack(codec=sound) if sound else None,
    )


def _song(codec: str, container: str) -> MediaInfo:
    return MediaInfo(
        kind=MediaKind.AUDIO,
        size_bytes=MIB,
        container=container,
        duration=4,
        audio=AudioTrack(codec=codec, channels=2),
    )


@pytest.mark.parametrize(
    ("info", "kind"),
    [
        (_picture("PNG"), Strip),
        (_picture("AVIF"), EncodeImage),
        (_film("h264"), Remux),
        (_film("h264", None), Remux),
        (_film("h264", "opus"), EncodeVideo),
        (_film("vp9"), EncodeVideo),
        (_song("mp3", "mp3"), Remux),
        (_song("pcm_s16le", "wav"), EncodeAudio),
    ],
    ids=lambda given: getattr(given, "container", getattr(given, "__name__", None)),
)
def test_what_would_be_kept_is_written_anew_without_what_else_is_in_it(
    info: MediaInfo, kind: type[Plan]
):
    assert isinstance(without_metadata(Keep(), info, AIM), kind)


def test_a_picture_stays_as_it_was_turned():
    plan = without_metadata(Keep(), _picture("JPEG", orientation=6), AIM)
    assert plan == Strip(max_bytes=MIB, orientation=6, min_quality=AIM.minima.image_quality)


def test_a_song_that_is_copied_loses_its_tags():
    plan = Remux(max_bytes=9, audio_only=True, keeps_tags=True)
    assert without_metadata(plan, _song("mp3", "mp3"), AIM) == Remux(max_bytes=9, audio_only=True)


def test_what_is_encoded_has_none_anyway():
    plan = EncodeImage(max_bytes=9, min_quality=10)
    assert without_metadata(plan, _picture("PNG"), AIM) == plan
