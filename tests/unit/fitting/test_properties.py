"""What holds for every plan, whatever the file, the limit and the wish."""

from hypothesis import HealthCheck, assume, given, settings

from domain import budget
from domain.failures import CannotFit
from domain.fitting import after_miss, plan, what_would_work
from domain.ladders import SMALLEST_SIDE
from domain.media import MediaInfo
from domain.plans import (
    CopyVideo,
    EncodeAudio,
    EncodeGif,
    EncodeSound,
    EncodeVideo,
    Keep,
    Plan,
    Refuse,
    Remux,
    Wish,
)
from domain.request import Clip
from domain.sound_beside import bytes_of
from tests.unit.fitting.media import aim, animations, everything, films, sizes, songs, wishes

BETTER = {Refuse: 0, EncodeVideo: 1, EncodeAudio: 1, CopyVideo: 2, Remux: 3, Keep: 4}

ignored = [HealthCheck.too_slow, HealthCheck.filter_too_much]
some = settings(max_examples=60, deadline=None, suppress_health_check=ignored)


def promised(found: Plan, info: MediaInfo) -> float:
    """The bytes that come out when every rate is met."""
    seconds = info.seconds * info.share_of(getattr(found, "clip", None))
    match found:
        case EncodeVideo(video_kbps=kbps, sound=sound, frames_per_second=rate, clip=clip):
            return (
                budget.size_bytes(kbps, seconds)
                + bytes_of(sound, info, clip)
                + budget.mp4_bytes(
                    frames=rate * seconds, key_frames=0, sound_packets=0, seconds=seconds
                )
            )
        case EncodeAudio(sound=EncodeSound(kbps=kbps)):
            return budget.size_bytes(kbps, seconds)
        case Keep():
            return info.size_bytes
        case _:
            return 0


@given(everything, sizes, wishes)
@some
def test_no_more_bytes_are_promised_than_there_are(info, size, wish):
    assert promised(plan(info, aim(size), wish), info) <= size


@given(everything, sizes, wishes)
@some
def test_the_same_question_has_the_same_answer(info, size, wish):
    assert plan(info, aim(size), wish) == plan(info, aim(size), wish)


@given(films, sizes, sizes)
@some
def test_a_larger_limit_never_makes_a_plan_worse(info, size, other):
    small, large = sorted((size, other))
    first, second = plan(info, aim(small), Wish()), plan(info, aim(large), Wish())
    kept_for_want_of_bytes = isinstance(first, Keep)
    assert BETTER[type(first)] <= BETTER[type(second)] or kept_for_want_of_bytes
    if isinstance(first, EncodeVideo) and isinstance(second, EncodeVideo):
        assert promised(first, info) <= budget.SOUND_SPREAD * promised(second, info) + 1
        assert first.frames_per_second <= second.frames_per_second


@given(songs, sizes, sizes)
@some
def test_a_larger_limit_never_makes_sound_worse(info, size, other):
    small, large = sorted((size, other))
    first, second = plan(info, aim(small), Wish()), plan(info, aim(large), Wish())
    kept_for_want_of_bytes = isinstance(first, Keep)
    assert BETTER[type(first)] <= BETTER[type(second)] or kept_for_want_of_bytes
    if isinstance(first, EncodeAudio) and isinstance(second, EncodeAudio):
        assert first.sound.kbps <= second.sound.kbps


@given(films | animations, sizes, wishes)
@some
def test_a_picture_is_never_enlarged_and_stays_in_shape(info, size, wish):
    found = plan(info, aim(size), wish)
    assume(isinstance(found, EncodeVideo | EncodeGif))
    shown = info.video or info.picture
    assert found.width % 2 == found.height % 2 == 0
    assert found.width <= max(SMALLEST_SIDE, shown.width)
    assert found.height <= max(SMALLEST_SIDE, shown.height)
    assert min(found.width, found.height) <= max(SMALLEST_SIDE, wish.max_height or 4000)
    assume(min(found.width, found.height) > SMALLEST_SIDE)
    factor = max(found.width / shown.width, found.height / shown.height)
    assert abs(found.width - shown.width * factor) <= 2
    assert abs(found.height - shown.height * factor) <= 2


@given(everything, sizes, wishes)
@some
def test_what_is_said_to_work_works_and_nothing_less_does(info, size, wish):
    found = plan(info, aim(size), wish)
    assume(isinstance(found, Refuse) and isinstance(found.failure, CannotFit))
    told = found.failure
    assert told == what_would_work(info, aim(size), wish)
    if told.smallest_limit is not None:
        assert not isinstance(plan(info, aim(told.smallest_limit), wish), Refuse)
        assert isinstance(plan(info, aim(told.smallest_limit - 1), wish), Refuse)
    start = wish.clip.start if wish.clip is not None else 0
    if told.longest_clip is not None:
        clip = Clip(start=start, end=start + told.longest_clip)
        shorter = wish.model_copy(update={"clip": clip})
        assert not isinstance(plan(info, aim(size), shorter), Refuse)
    if told.audio_bytes is not None:
        assert told.audio_bytes <= size
        sound = Wish(audio_only=True, clip=wish.clip)
        assert not isinstance(plan(info, aim(size), sound), Refuse)


@given(everything, sizes, wishes)
@some
def test_a_miss_is_never_answered_with_the_same_or_more(info, size, wish):
    first = plan(info, aim(size), wish)
    assume(not isinstance(first, Keep | Refuse))
    second = after_miss(first, info=info, got_bytes=size + size // 10 + 1)
    assert second.max_bytes <= first.max_bytes
    assert second != first
    assert promised(second, info) <= size


@given(everything, sizes)
@some
def test_a_file_that_fits_is_never_refused(info, more):
    assert not isinstance(plan(info, aim(info.size_bytes + more), Wish()), Refuse)
