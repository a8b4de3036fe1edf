"""The arithmetic of bits, sizes, rates and moments."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import budget
from domain.analysis import Figures, analysis_size, best_size, quality, usual_motion
from domain.frame_clock import FrameClock
from domain.frame_times import gaps_between
from domain.ladders import SIDES, Size, frame_rate, scaled, sizes, thinned, usual_rate

sides = st.integers(2, 8000)
rates = st.floats(1, 240)
kbps = st.floats(1, 20_000)


@given(kbps, st.floats(0, 500))
def test_a_picture_never_gets_less_out_of_more(total, more):
    first, _ = budget.sound_beside_picture(total, 32)
    second, _ = budget.sound_beside_picture(total + more, 32)
    assert first <= second
    assert total - first <= total + more - second + 1


@pytest.mark.parametrize(
    ("total", "sound"),
    [(100, (32, 1)), (300, (48, 1)), (500, (64, 2)), (1000, (96, 2)), (5000, (128, 2))],
)
def test_sound_has_its_part_of_the_bits(total, sound):
    assert budget.sound_beside_picture(total, 32) == sound


def test_a_higher_least_rate_of_sound_holds_everywhere():
    assert budget.sound_beside_picture(100, 100) == (100, 1)
    assert budget.sound_beside_picture(5000, 100) == (128, 2)


@given(st.floats(0.1, 10_000))
def test_some_bytes_are_left_as_a_margin(seconds):
    assert 0.95 < budget.fill(seconds) < 1


@given(st.integers(1, 10**9), st.floats(0.1, 10_000))
def test_a_file_of_sound_is_promised_no_more_than_it_has(size, seconds):
    rate, channels = budget.sound_alone(size, seconds)
    assert budget.size_bytes(rate, seconds) <= size
    assert channels == (2 if rate >= budget.STEREO_FROM_KBPS else 1)


@given(sides, sides, st.none() | st.integers(2, 3000))
def test_the_ladder_goes_down_in_even_sizes_of_one_shape(width, height, most):
    ladder = sizes(width, height, most)
    assert [size.side for size in ladder] == sorted({size.side for size in ladder}, reverse=True)
    for size in ladder:
        assert size.width % 2 == size.height % 2 == 0
        assert size.width <= width
        assert size.height <= height
        assert size.side <= min(SIDES[0], most or SIDES[0])
        assert size.pixels == size.width * size.height


@given(sides, sides, st.floats(0.05, 1))
def test_a_side_is_at_most_a_pixel_from_its_share(width, height, factor):
    size = scaled(width, height, factor)
    for length, whole in zip(size, (width, height), strict=True):
        assert abs(length - whole * factor) <= 1 or length == 2 or length == whole - whole % 2


@pytest.mark.parametrize(
    ("measured", "meant"), [(29.9, 30000 / 1001), (30.01, 30), (23.98, 24000 / 1001), (17.3, 17.3)]
)
def test_a_rate_near_a_usual_one_is_that_one(measured, meant):
    assert usual_rate(measured) == meant


@pytest.mark.parametrize(
    ("source", "rate", "shown"),
    [
        (60, 3000, 60),
        (60, 1000, 30),
        (50, 1000, 25),
        (24, 1000, 24),
        (30, 100, 15),
        (24, 50, 12),
        (31, 1000, 30),
        (10, 10, 10),
        (120, 9000, 60),
        (0.6, 1000, 0.6),
        (0.4, 1000, 1),
        (0.0003, 10, 1),
    ],
)
def test_frames_are_left_out_evenly(source, rate, shown):
    assert frame_rate(source, rate) == shown


@given(rates, kbps, st.floats(0, 5000))
def test_more_bits_never_mean_fewer_frames(source, rate, more):
    assert frame_rate(source, rate) <= frame_rate(source, rate + more)
    assert frame_rate(source, rate) <= source * 1.01


def test_even_moments_have_a_usual_rate():
    gaps = gaps_between([round(n / 30, 3) for n in range(90)])
    assert gaps is not None
    assert (gaps.rate, gaps.varies, gaps.regular) == (30, False, True)


def test_frames_that_were_left_out_do_not_change_the_rate():
    gaps = gaps_between([n / 25 for n in range(100) if n % 7])
    assert gaps is not None
    assert (gaps.rate, gaps.varies) == (25, True)


def test_moments_without_a_rule_have_their_mean_rate():
    gaps = gaps_between([0, 0.03, 0.075, 0.11, 0.17, 0.2, 0.26, 0.29, 0.34])
    assert gaps is not None
    assert gaps.varies
    assert gaps.rate == pytest.approx(8 / 0.34)


def test_short_gaps_of_a_usual_rate_tell_it_whatever_lies_between():
    gaps = gaps_between([0, 1 / 30, 2 / 30, 3 / 30, 0.187, 0.187 + 1 / 30])
    assert gaps is not None
    assert (gaps.rate, gaps.regular) == (30, False)


def test_one_moment_has_no_gaps():
    assert gaps_between([1.0]) is None


def shown(clock, moments, end):
    ticks = []
    for at in moments:
        pause, tick = clock.take(at)
        ticks += [*pause, *([] if tick is None else [tick])]
    return [*ticks, *clock.rest(end)]


@given(st.lists(st.floats(0.001, 0.4), min_size=1, max_size=60), rates, rates, st.booleans())
def test_ticks_go_up_and_stay_with_the_moments(gaps, rate, source, keeps):
    moments = [sum(gaps[:n]) for n in range(len(gaps))]
    clock = FrameClock(min(rate, source), source, keeps)
    one = float(1 / clock.ticks_a_second)
    for at in moments:
        before = clock.last
        pause, tick = clock.take(at)
        assert all(before < again < (tick or 0) for again in pause)
        if tick is not None and before >= 0:
            assert tick > before
            assert abs(tick * one - at) <= one
    assert list(clock.rest(moments[-1])) == [] or clock.last < moments[-1] / one


def test_every_second_frame_is_left_out_however_clocks_round():
    moments = [round(n / 60, 3) for n in range(60)]
    assert shown(FrameClock(30, 60, keeps_times=False), moments, 1.0) == list(range(30))


def test_a_pause_is_filled_and_the_end_is_reached():
    clock = FrameClock(10, 10, keeps_times=False)
    assert shown(clock, [0, 0.1, 0.5], 1.0) == list(range(10))


def test_a_film_that_starts_late_is_shown_from_the_start():
    clock = FrameClock(10, 10, keeps_times=False)
    assert shown(clock, [0.3, 0.4], 0.5) == [0, 1, 2, 3, 4]


def test_moments_are_kept_and_only_thinned():
    moments = [0, 0.03, 0.08, 0.11, 0.16]
    kept = FrameClock(25, 25, keeps_times=True)
    assert shown(kept, moments, 0.2) == [0, 2700, 7200, 9900, 14400]
    thinned = FrameClock(10, 25, keeps_times=True)
    assert shown(thinned, moments, 0.2) == [0, 7200, 14400]


def test_ticks_of_american_television_are_exact():
    clock = FrameClock(30000 / 1001, 30000 / 1001, keeps_times=False)
    assert clock.ticks_a_second == Fraction(30000, 1001)


FIGURES = Figures(size=Size(480, 270), bits_per_second=150_000, crf=30)
LADDER = sizes(1920, 1080)


@given(kbps, kbps)
def test_more_bits_look_better_and_never_make_it_smaller(one, other):
    few, many = sorted((one * 1000, other * 1000))
    assert quality(FIGURES, LADDER[0], few) >= quality(FIGURES, LADDER[0], many)
    assert best_size(FIGURES, LADDER, few).pixels <= best_size(FIGURES, LADDER, many).pixels


@given(st.floats(0, 1))
def test_flat_pictures_stay_large(flat):
    flatter = FIGURES.model_copy(update={"flat_share": flat})
    size = best_size(flatter, LADDER, 300_000)
    assert size.pixels >= best_size(FIGURES, LADDER, 300_000).pixels


def test_no_bits_at_all_are_the_smallest_picture():
    assert best_size(FIGURES, LADDER, 0) == LADDER[-1]


def first_look(width, height, *, flat_share=0.1, frames=1000):
    return analysis_size(Size(width, height), flat_share=flat_share, frames=frames)


def test_the_first_look_is_small_but_no_smaller_than_a_quarter():
    assert first_look(1280, 720) == (480, 270)
    assert first_look(1920, 1080) == (480, 270)
    assert first_look(4096, 2160) == (1024, 540)
    assert first_look(200, 100) == (200, 100)


def test_short_films_are_looked_at_closer_and_screens_in_full_size():
    assert first_look(1920, 1080, frames=119) == (960, 540)
    assert first_look(1920, 1080, frames=120) == (480, 270)
    assert first_look(1920, 1080, flat_share=0.6) == (1920, 1080)


def test_a_closer_look_sees_more_motion_which_is_taken_off_again():
    assert usual_motion(0.2, Size(480, 270)) == 0.2
    assert usual_motion(0.2, Size(240, 135)) == 0.2
    assert usual_motion(0.2, Size(960, 540)) == pytest.approx(0.2 - 2 * 0.043)
    assert usual_motion(0.01, Size(1920, 1080)) == 0


def test_a_screen_keeps_its_size_where_a_film_would_shrink():
    figures = FIGURES.model_copy(update={"size": LADDER[0], "bits_per_second": 400_000})
    screen = figures.model_copy(update={"flat_share": 0.8})
    assert best_size(figures, LADDER, 200_000) != LADDER[0]
    assert best_size(screen, LADDER, 200_000) == LADDER[0]
    assert best_size(screen, LADDER, 20_000) != LADDER[0]


def test_of_more_than_720_lines_less_is_missed():
    figures = FIGURES.model_copy(update={"size": LADDER[0], "bits_per_second": 400_000})
    assert best_size(figures, LADDER, 400_000).side < 1080
    smaller = figures.model_copy(update={"size": Size(1280, 720)})
    assert best_size(smaller, sizes(1280, 720), 500_000).side == 720


@pytest.mark.parametrize(
    ("rate", "left"), [(24.0, 24.0), (60.0, 60.0), (100.0, 50.0), (1e9, 60.0), (1e300, 60.0)]
)
def test_a_film_of_a_moment_may_have_any_rate(rate: float, left: float) -> None:
    assert thinned(rate, 60.0) == pytest.approx(left)
