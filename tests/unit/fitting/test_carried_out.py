"""The result tells what came out, not what was expected."""

import pytest

from domain.carried_out import carried_out
from domain.ladders import Size
from domain.plans import (
    CopySound,
    CopyVideo,
    EncodeAudio,
    EncodeGif,
    EncodeSound,
    EncodeVideo,
    Remux,
)
from domain.request import Clip
from domain.steps import Analyse, Done, Join, Made, MakeGif, MakePicture, MakeSound
from tests.unit.fitting.media import film

TEN_SECONDS = film(seconds=10)
PLANNED = EncodeVideo(
    max_bytes=10**6,
    width=1280,
    height=720,
    frames_per_second=30,
    video_kbps=700,
    sound=EncodeSound(kbps=96, channels=2),
    may_copy=True,
)
SOUND = Done(step=MakeSound(kbps=64, channels=1), made=Made(bytes=75_000))
LOOKED = Done(
    step=Analyse(size=Size(1280, 720), frames_per_second=30, keeps_times=False, crf=23),
    made=Made(bytes=10**6),
)


def picture(size: Size, bytes_: int) -> Done:
    step = MakePicture(
        size=size, frames_per_second=15, keeps_times=True, kbps=500, most_bytes=10**6
    )
    return Done(step=step, made=Made(bytes=bytes_))


def joined(picture: str | None, sound: str | None) -> Done:
    return Done(step=Join(picture=picture, sound=sound), made=Made(bytes=10**6))


def test_the_last_picture_and_the_last_sound_are_told():
    done = [
        SOUND,
        LOOKED,
        picture(Size(960, 540), 900_000),
        picture(Size(640, 360), 625_000),
        joined("made", "made"),
    ]
    told = carried_out(PLANNED, TEN_SECONDS, done)
    assert told == PLANNED.model_copy(
        update={
            "width": 640,
            "height": 360,
            "frames_per_second": 15,
            "keeps_times": True,
            "video_kbps": 500.0,
            "sound": EncodeSound(kbps=60, channels=1),
        }
    )


def test_of_a_clip_the_rates_are_those_of_the_clip():
    plan = PLANNED.model_copy(update={"clip": Clip(start=1, end=6), "sound": CopySound()})
    done = [LOOKED, picture(Size(640, 360), 625_000), joined("made", "source")]
    told = carried_out(plan, TEN_SECONDS, done)
    assert (told.video_kbps, told.sound) == (1000.0, CopySound())


def test_a_picture_that_fitted_after_all_was_copied():
    told = carried_out(PLANNED, TEN_SECONDS, [SOUND, joined("source", "made")])
    assert told == CopyVideo(max_bytes=10**6, sound=EncodeSound(kbps=60, channels=1))
    plan = PLANNED.model_copy(update={"sound": CopySound()})
    assert carried_out(plan, TEN_SECONDS, [joined("source", "source")]) == Remux(max_bytes=10**6)


@pytest.mark.parametrize("kind", [CopyVideo, EncodeAudio])
def test_sound_is_told_at_its_real_rate(kind):
    plan = kind(max_bytes=10**6, sound=EncodeSound(kbps=64, channels=2))
    done = [SOUND, joined("source" if kind is CopyVideo else None, "made")]
    assert carried_out(plan, TEN_SECONDS, done).sound == EncodeSound(kbps=60, channels=1)


def test_of_several_gifs_the_largest_that_fits_is_told():
    plan = EncodeGif(max_bytes=1000, width=640, height=480, frames_per_second=20)
    tried = [(Size(320, 240), 900), (Size(400, 300), 1100), (Size(200, 150), 500)]
    done = [
        Done(
            step=MakeGif(size=size, frames_per_second=10, most_bytes=1000),
            made=Made(bytes=bytes_),
        )
        for size, bytes_ in tried
    ]
    told = carried_out(plan, TEN_SECONDS, done)
    assert (told.width, told.height, told.frames_per_second) == (320, 240, 10)
    assert carried_out(plan, TEN_SECONDS, done[1:2]) == plan


def test_what_was_copied_is_told_as_it_was_planned():
    plan = Remux(max_bytes=9, keeps_tags=True)
    assert carried_out(plan, TEN_SECONDS, [joined("source", "source")]) == plan
    no_picture = [SOUND, joined("made", "made")]
    assert carried_out(PLANNED, TEN_SECONDS, no_picture).video_kbps == PLANNED.video_kbps
