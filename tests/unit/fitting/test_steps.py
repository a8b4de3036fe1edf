"""The steps of carrying out a plan, taken with an encoder that is only simulated."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain import budget
from domain.encoding import next_step, usual_steps
from domain.failures import CannotFit
from domain.fitting import plan
from domain.ladders import Size, sizes
from domain.picture_steps import MOST_ALIKE, MOST_PICTURES, PictureSteps
from domain.plans import CopySound, EncodeAudio, EncodeVideo, Remux, Wish
from domain.steps import Analyse, Done, Join, Made, MakePicture, MakeSound
from domain.video_budget import LOSSLESS_CRF
from tests.unit.fitting.media import MIB, aim, film, song

SOUND = Made(bytes=400_000, packets=2800)
WELL = 0.98


def planned(info, size, **wish):
    return plan(info, aim(size), Wish(**wish))


def carried_out(doable, info, answer):
    """The steps, where `answer` says what comes of each."""
    done = []
    while True:
        step = next_step(doable, info, done)
        if step is None or isinstance(step, CannotFit):
            return [one.step for one in done], step
        done.append(Done(step=step, made=answer(step)))
        assert len(done) < 20


def well(step):
    match step:
        case MakeSound():
            return SOUND
        case Analyse():
            return Made(bytes=900_000, packets=1800)
        case MakePicture(kbps=None):
            return Made(bytes=int(0.5 * step.most_bytes), packets=1800)
        case MakePicture(kbps=kbps):
            return Made(bytes=int(budget.size_bytes(kbps, 60.0) * WELL), packets=1800)
        case Join():
            return Made(bytes=1)


def names(steps):
    return [step.do for step in steps]


def test_copying_takes_one_step():
    steps, end = carried_out(planned(film(container="matroska"), 10 * MIB), film(), well)
    assert steps == [Join(picture="source", sound="source")]
    assert end is None


def test_sound_alone_is_copied_with_its_tags():
    info = song(container="aac", codec="aac")
    steps, _ = carried_out(planned(info, 10 * MIB), info, well)
    assert steps == [Join(picture=None, sound="source", keeps_tags=True)]
    silent = film(sound=None, container="matroska")
    steps, _ = carried_out(planned(silent, 10 * MIB), silent, well)
    assert steps == [Join(picture="source", sound=None)]


def test_smaller_sound_is_put_beside_the_picture():
    info = film(sound="opus")
    steps, _ = carried_out(planned(info, 10 * MIB), info, well)
    assert names(steps) == ["sound", "join"]
    assert steps[-1] == Join(picture="source", sound="made")


def test_sound_that_came_out_too_large_beside_a_copied_picture_is_made_once_more():
    info = film(sound="opus", mib=9.5)
    found = planned(info, 10 * MIB)
    loud = Made(bytes=int(1.4 * found.sound.kbps * 125 * 60), packets=2800)
    steps, end = carried_out(found, info, lambda step: loud if step.do == "sound" else well(step))
    assert names(steps) == ["sound", "sound", "join"]
    assert steps[1].kbps < steps[0].kbps
    assert end is None


def test_a_picture_that_stands_for_an_hour_is_encoded():
    info = film(mib=12.6, seconds=3700.0, rate=1 / 3700, codec="vp9", sound="opus", sound_kbps=27)
    steps, end = carried_out(planned(info, 100 * MIB), info, well)
    assert end is None
    assert {step.frames_per_second for step in steps if step.do == "picture"} == {1}


def test_an_encode_takes_sound_a_look_and_one_picture():
    steps, end = carried_out(planned(film(), 4 * MIB), film(), well)
    assert names(steps) == ["sound", "analyse", "picture", "join"]
    assert steps[-1] == Join(picture="made", sound="made")
    assert end is None


def test_what_the_sound_does_not_need_goes_to_the_picture():
    quiet = Made(bytes=5000, packets=2800)
    loud, _ = carried_out(planned(film(), 4 * MIB), film(), well)
    soft, _ = carried_out(
        planned(film(), 4 * MIB),
        film(),
        lambda step: quiet if isinstance(step, MakeSound) else well(step),
    )
    assert soft[2].kbps > loud[2].kbps


def test_a_picture_that_fits_after_all_is_copied():
    quiet = Made(bytes=5000, packets=2800)
    info = film(mib=8, sound_kbps=300)
    found = planned(info, 6.2 * MIB)
    assert isinstance(found, EncodeVideo)
    steps, _ = carried_out(
        found, info, lambda step: quiet if isinstance(step, MakeSound) else well(step)
    )
    assert steps[-1] == Join(picture="source", sound="made")
    assert names(steps) == ["sound", "join"]


def test_copied_sound_is_counted_as_it_is():
    info = film(sound_kbps=40)
    steps, _ = carried_out(planned(info, 4 * MIB), info, well)
    assert names(steps) == ["analyse", "picture", "join"]
    assert steps[-1].sound == "source"


@pytest.mark.parametrize("odd", [{"flat_share": 0.8}, {"seconds": 2.0, "mib": 3.0}])
def test_screens_and_short_films_are_looked_at_closer(odd):
    info = film(sound=None, **odd)
    steps, _ = carried_out(planned(info, 2 * MIB), info, well)
    look = steps[0]
    assert look.size.pixels > Size(480, 270).pixels


def test_a_short_film_is_looked_at_in_about_the_quality_it_will_have_and_keeps_to_its_rate():
    short, long = film(seconds=2.0, mib=3.0, sound=None), film(sound=None)
    (look, picture, *_), _ = carried_out(planned(short, 2 * MIB), short, well)
    assert 12 <= look.crf < 30
    assert picture.strictly
    (look, picture, _), _ = carried_out(planned(long, 4 * MIB), long, well)
    assert look.crf == 30
    assert not picture.strictly


def test_a_short_film_whose_rate_tells_nothing_is_looked_at_in_a_middling_quality():
    moving = film(seconds=2.0, mib=30.0, sound=None, codec="gif", container="gif")
    (look, *_), _ = carried_out(planned(moving, MIB), moving, well)
    assert look.crf == LOSSLESS_CRF


def first_picture(info, mib, *, key_share):
    def answer(step):
        if isinstance(step, Analyse):
            return Made(bytes=900_000, key_bytes=int(900_000 * key_share), packets=60)
        return well(step)

    steps, _ = carried_out(planned(info, mib * MIB), info, answer)
    return next(step for step in steps if isinstance(step, MakePicture))


def first_rate(info, mib, *, key_share):
    return first_picture(info, mib, key_share=key_share).kbps


def test_a_short_film_is_held_to_its_rate_unless_it_was_seen_in_its_size_and_key_frames_are_few():
    seen = film(seconds=2.0, mib=3.0, width=480, height=270, sound=None)
    larger = film(seconds=2.0, mib=3.0, sound=None)
    assert not first_picture(seen, 1, key_share=0.05).strictly
    assert first_picture(seen, 1, key_share=0.3).strictly
    assert first_picture(larger, 2, key_share=0.05).strictly


def test_a_short_film_is_asked_for_less_the_more_its_key_frames_take():
    short, long = film(seconds=2.0, mib=3.0, sound=None), film(sound=None)
    assert first_rate(short, 2, key_share=0.5) < first_rate(short, 2, key_share=0)
    assert first_rate(long, 4, key_share=0.5) == first_rate(long, 4, key_share=0)


def test_a_short_film_is_asked_for_less_where_it_was_seen_much_smaller():
    seen = film(seconds=2.0, mib=3.0, width=480, height=270, sound=None)
    larger = film(seconds=2.0, mib=3.0, sound=None)
    for info, mib, share in ((seen, 1, 1.0), (larger, 2, 0.965)):
        asked, left = first_rate(info, mib, key_share=0), planned(info, mib * MIB).video_kbps
        assert asked == pytest.approx(share * left, rel=0.001)


def test_an_easy_picture_is_made_at_a_quality_and_at_a_rate_if_that_is_too_much():
    def easy(step):
        match step:
            case Analyse():
                return Made(bytes=20_000, packets=1800)
            case MakePicture(kbps=None):
                return Made(bytes=step.most_bytes + 1, packets=600, stopped=True)
        return well(step)

    info = film(sound=None)
    steps, _ = carried_out(planned(info, 4 * MIB), info, easy)
    assert [(s.crf, s.kbps is None) for s in steps if isinstance(s, MakePicture)] == [
        (17, True),
        (None, False),
    ]


def test_a_picture_that_is_little_over_is_made_once_more_at_less():
    seen = []

    def over_once(step):
        if isinstance(step, MakePicture):
            seen.append(step)
            share = 1.03 if len(seen) == 1 else 0.98
            return Made(bytes=int(budget.size_bytes(step.kbps, 60.0) * share), packets=1800)
        return well(step)

    steps, end = carried_out(planned(film(), 4 * MIB), film(), over_once)
    assert names(steps) == ["sound", "analyse", "picture", "picture", "join"]
    assert steps[2].size == steps[3].size
    assert steps[3].kbps < steps[2].kbps
    assert end is None


def test_a_picture_that_misses_twice_in_one_size_is_made_in_a_smaller_one():
    shares = iter([1.03, 1.06, 0.98])

    def over_twice(step):
        if isinstance(step, MakePicture):
            size = budget.size_bytes(step.kbps, 60.0) * next(shares)
            return Made(bytes=int(size), packets=1800)
        return well(step)

    steps, end = carried_out(planned(film(), 4 * MIB), film(), over_twice)
    first, second, third = [step for step in steps if isinstance(step, MakePicture)]
    assert first.size == second.size
    assert third.size.side < second.size.side
    assert end is None


@pytest.mark.parametrize(("more", "pictures"), [(0, 1), (1, 2)])
def test_a_picture_fits_to_the_last_byte_with_the_container_that_it_takes(more, pictures):
    info, container = film(sound=None), 3000
    left = int(4 * MIB - budget.joined_bytes(container, info.seconds))
    seen = []

    def nearly_over(step):
        if isinstance(step, MakePicture):
            seen.append(step)
            if len(seen) == 1:
                return Made(bytes=left + more, packets=1800, container=container)
        return well(step)

    carried_out(planned(info, 4 * MIB), info, nearly_over)
    assert len(seen) == pictures


def test_a_picture_that_is_far_over_is_looked_at_in_its_own_size_and_chosen_anew():
    seen = []

    def misled(step):
        match step:
            case MakePicture():
                seen.append(step)
                share = 1.4 if len(seen) == 1 else 0.98
                return Made(bytes=int(budget.size_bytes(step.kbps, 60.0) * share), packets=1800)
            case Analyse(size=size) if size != (480, 270):
                return Made(bytes=20_000_000, packets=1800)
        return well(step)

    steps, _ = carried_out(planned(film(), 4 * MIB), film(), misled)
    assert names(steps) == ["sound", "analyse", "picture", "analyse", "picture", "join"]
    assert steps[3].size == steps[2].size
    assert steps[4].size.pixels < steps[2].size.pixels


def test_a_rate_that_is_too_low_is_answered_by_smaller_sizes_until_there_are_none():
    def refuses(step):
        return Made(bytes=0, too_low=True) if isinstance(step, MakePicture) else well(step)

    tiny = film(width=320, height=180, sound=None)
    steps, end = carried_out(planned(tiny, 4 * MIB), tiny, refuses)
    assert end == CannotFit()
    sizes = [step.size for step in steps if isinstance(step, MakePicture)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1].side == 144


def test_sound_that_leaves_nothing_for_the_picture_cannot_fit():
    def greedy(step):
        return Made(bytes=MIB - 5000, packets=10) if isinstance(step, MakeSound) else well(step)

    doable = planned(film(seconds=40, sound_kbps=500), MIB)
    _, end = carried_out(doable, film(seconds=40), greedy)
    assert end == CannotFit()


def test_sound_alone_that_is_over_is_made_once_more():
    info = song()
    doable = planned(info, 2 * MIB)
    seen = []

    def over(step):
        if isinstance(step, MakeSound):
            seen.append(step.kbps)
            return Made(bytes=int(2.1 * MIB), packets=100)
        return well(step)

    steps, end = carried_out(doable, info, over)
    assert names(steps) == ["sound", "sound", "join"]
    assert seen[1] < seen[0]
    assert end is None


@pytest.mark.parametrize(
    ("doable", "steps"),
    [
        (Remux(max_bytes=1), ("join",)),
        (planned(film(sound="opus"), 10 * MIB), ("sound", "join")),
        (planned(song(), 2 * MIB), ("sound", "join")),
        (planned(film(), 4 * MIB), ("sound", "analyse", "picture", "join")),
        (planned(film(sound_kbps=40), 4 * MIB), ("analyse", "picture", "join")),
    ],
)
def test_the_usual_steps_are_known_beforehand(doable, steps):
    assert usual_steps(doable) == steps


def test_only_looks_and_pictures_come_before_a_picture():
    joined = Done(step=Join(picture="made", sound=None), made=Made(bytes=1))
    doable = planned(film(), 4 * MIB)
    with pytest.raises(ValueError, match="only"):
        PictureSteps(doable, film(), left=MIB, done=[joined]).next()


@given(
    st.integers(1000, 20_000_000),
    st.lists(st.floats(0.3, 3), min_size=10, max_size=10),
    st.sampled_from([0.0, 0.9]),
    st.floats(1, 300),
    st.floats(0.3, 50),
)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
def test_whatever_the_encoder_does_it_ends_and_no_step_is_promised_too_much(
    look, factors, flat, seconds, mib
):
    info = film(seconds=seconds, flat_share=flat, mib=60, sound=None)
    doable = planned(info, mib * MIB)
    if not isinstance(doable, EncodeVideo):
        return
    left = iter(factors)

    def erratic(step):
        match step:
            case Analyse(size=size):
                return Made(bytes=int(look * size.pixels / (480 * 270)), packets=1800)
            case MakePicture(kbps=None):
                return Made(bytes=step.most_bytes * 2, stopped=True)
            case MakePicture(kbps=kbps):
                assert budget.size_bytes(kbps, seconds) <= doable.max_bytes
                size = budget.size_bytes(kbps, seconds) * next(left, 0.9)
                return Made(bytes=int(size), packets=int(seconds * 30))
        return well(step)

    steps, _ = carried_out(doable, info, erratic)
    pictures = [step for step in steps if isinstance(step, MakePicture)]
    assert len(pictures) <= MOST_PICTURES
    alike = Counter(step.size for step in pictures if step.kbps is not None)
    smallest = sizes(info.video.width, info.video.height, None)[-1]
    assert all(times <= MOST_ALIKE for size, times in alike.items() if size != smallest)
    assert sum(isinstance(step, Analyse) for step in steps) <= 1 + MOST_PICTURES
    assert all(step.size <= Size(1280, 720) for step in steps if isinstance(step, Analyse))
    assert not isinstance(doable, EncodeAudio)
    assert doable.sound != CopySound()
