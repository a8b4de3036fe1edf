"""A GIF that has to shrink and stay one, made by an encoder that is only simulated."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.encoding import next_step, usual_steps
from domain.failures import CannotFit
from domain.fitting import after_miss, plan
from domain.gif_plan import ENOUGH, LEAST_SIDE, MOST_GIFS
from domain.media import MediaKind
from domain.plans import EncodeGif, EncodeVideo, Keep, Wish
from domain.request import Clip
from domain.steps import Done, Made, MakeGif
from tests.unit.fitting.media import MIB, aim, animation, animations, film

STAYS = Wish(gif=True)


def carried_out(doable, info, *, slope=0.85, frame_bytes=1000.0):
    """The GIFs that are made, where all pixels of a whole frame come to so many bytes."""
    whole, done = 480 * 270, []
    while True:
        step = next_step(doable, info, done)
        if not isinstance(step, MakeGif):
            return [(one.step, one.made.bytes) for one in done], step
        frames = step.frames_per_second * info.seconds * info.share_of(doable.clip)
        size = int(frames * frame_bytes * (step.size.pixels / whole) ** slope)
        done.append(Done(step=step, made=Made(bytes=size)))


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_an_animation_becomes_a_film_or_where_asked_a_smaller_gif(form):
    info = animation(form=form)
    assert isinstance(plan(info, aim(MIB), Wish()), EncodeVideo)
    assert isinstance(plan(info, aim(MIB), STAYS), EncodeGif)
    assert plan(info, aim(4 * MIB), STAYS) == Keep()


def test_what_is_no_animation_is_not_concerned():
    for kind in (film(), film(sound=None)):
        assert kind.kind is not MediaKind.ANIMATION
        assert plan(kind, aim(4 * MIB), STAYS) == plan(kind, aim(4 * MIB), Wish())


def test_it_takes_a_guess_or_two_where_the_source_is_a_gif():
    info = animation(mib=3.0)
    doable = plan(info, aim(MIB), STAYS)
    assert usual_steps(doable) == ("gif", "gif")
    made, end = carried_out(doable, info, frame_bytes=3 * MIB / 40)
    assert end is None
    assert len(made) <= 2
    assert (made[0][0].size, made[0][0].frames_per_second) == (
        (doable.width, doable.height),
        doable.frames_per_second,
    )


@given(animations, st.integers(30_000, 10 * MIB), st.floats(0.5, 1.1), st.floats(20, 200_000))
@settings(max_examples=200, deadline=None)
def test_whatever_pixels_take_it_ends_and_well_if_any_fits(info, limit, slope, frame_bytes):
    doable = plan(info, aim(limit), STAYS)
    if not isinstance(doable, EncodeGif):
        return
    made, end = carried_out(doable, info, slope=slope, frame_bytes=frame_bytes)
    assert 1 <= len(made) <= MOST_GIFS
    fitting = [size for _, size in made if size <= limit]
    assert end == (None if fitting else CannotFit())
    assert all(step.size.width <= 480 and step.size.height <= 270 for step, _ in made)
    if fitting and len(made) == 1:
        whole = made[0][0].size == (480, 270)
        assert whole or max(fitting) >= ENOUGH * limit


def test_what_fits_hardly_at_all_has_fewer_frames_before_it_has_no_size():
    info = animation(mib=20.0, seconds=4.0, frames=200)
    rates = [
        plan(info, aim(limit), STAYS).frames_per_second for limit in (15 * MIB, 4 * MIB, MIB // 4)
    ]
    assert rates == sorted(rates, reverse=True)
    assert rates[0] == 50
    assert 5 <= rates[-1] <= 8


def test_what_is_too_large_at_its_smallest_cannot_fit():
    info = animation()
    made, end = carried_out(plan(info, aim(2000), STAYS), info, frame_bytes=1e6)
    assert end == CannotFit()
    assert made[-1][0].size.side == LEAST_SIDE


def test_a_clip_has_room_for_more():
    info, clip = animation(seconds=4.0), Clip(start=1, end=2)
    whole = plan(info, aim(MIB // 2), STAYS)
    part = plan(info, aim(MIB // 2), Wish(gif=True, clip=clip))
    assert part.clip == clip
    assert part.width > whole.width


def test_a_miss_is_answered_with_a_smaller_one():
    info = animation()
    first = plan(info, aim(MIB), Wish(gif=True, max_height=200))
    second = after_miss(first, info=info, got_bytes=2 * MIB)
    assert isinstance(second, EncodeGif)
    assert (second.max_height, second.max_bytes < first.max_bytes) == (200, True)
    assert second.width < first.width
