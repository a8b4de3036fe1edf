import pytest

from domain.fitting import after_miss, plan, what_would_work
from domain.limits import Aim, UploadLimits
from domain.media import AudioTrack, MediaInfo, MediaKind, VideoTrack
from domain.plans import CopyVideo, EncodeVideo, Keep, Refuse, Remux, Wish
from domain.request import Clip

MIB = 1024 * 1024


def video(*, container="mp4", faststart=True, codec="h264", sound="aac", mib=8.0, seconds=60.0):
    size = int(mib * MIB)
    sound_bytes = int(seconds * 16_000)
    return MediaInfo(
        kind=MediaKind.VIDEO,
        size_bytes=size,
        container=container,
        duration=seconds,
        faststart=faststart,
        video=VideoTrack(
            codec=codec,
            width=1280,
            height=720,
            coded_width=1280,
            coded_height=720,
            pixel_format="yuv420p",
            frames=int(seconds * 30),
            frames_per_second=30,
            bytes=size - sound_bytes - 30_000,
            key_frames=int(seconds / 4),
        ),
        audio=AudioTrack(
            codec=sound,
            channels=2,
            sample_rate=48_000,
            bytes=sound_bytes,
            packets=2820,
        ),
    )


def aim(mib):
    size = int(mib * MIB)
    return Aim(limits=UploadLimits(bytes_per_file=size, bytes_per_message=size))


def test_a_file_that_fits_and_plays_is_kept():
    assert plan(video(), aim(10), Wish()) == Keep()


def test_the_right_tracks_in_the_wrong_container_are_copied():
    assert plan(video(container="matroska"), aim(10), Wish()) == Remux(max_bytes=10 * MIB)
    assert plan(video(faststart=False), aim(10), Wish()) == Remux(max_bytes=10 * MIB)


def test_a_picture_that_fits_beside_smaller_sound_is_copied():
    assert isinstance(plan(video(sound="opus"), aim(10), Wish()), CopyVideo)


def test_what_is_too_large_is_encoded():
    found = plan(video(), aim(4), Wish())
    assert isinstance(found, EncodeVideo)
    assert found.max_bytes == 4 * MIB


def test_a_refusal_names_a_limit_and_a_clip_that_work():
    refused = plan(video(), aim(0.5), Wish())
    assert isinstance(refused, Refuse)
    assert refused.failure == what_would_work(video(), aim(0.5))
    assert refused.failure.smallest_limit
    assert refused.failure.longest_clip
    limit = refused.failure.smallest_limit / MIB
    assert isinstance(plan(video(), aim(limit), Wish()), EncodeVideo)
    clip = Wish(clip=Clip(end=refused.failure.longest_clip))
    assert isinstance(plan(video(), aim(0.5), clip), EncodeVideo)


@pytest.mark.parametrize("limit", [1, 1024, 8192, 65536])
def test_a_limit_that_leaves_the_picture_no_bits_is_refused(limit):
    refused = plan(video(), aim(limit / MIB), Wish())
    assert isinstance(refused, Refuse)
    assert refused.failure.smallest_limit > limit


def test_a_miss_is_followed_by_a_smaller_plan():
    first = plan(video(), aim(4), Wish())
    second = after_miss(first, info=video(), got_bytes=5 * MIB)
    assert isinstance(second, EncodeVideo)
    assert second.max_bytes < 4 / 5 * 4 * MIB
