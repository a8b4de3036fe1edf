import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.renditions import EXACT_MARGIN, Rendition, Wanted, by_preference

MIB = 1 << 20


def pair(height, size, *, exact=True, video="avc1.64001f", audio="mp4a.40.2", fps=30.0):
    return Rendition(
        format_id=f"{height}-{video[:4]}+140",
        height=height,
        frames_per_second=fps,
        video_codec=video,
        audio_codec=audio,
        size_bytes=size,
        exact=exact,
    )


LADDER = [pair(height, height * 10_000) for height in (144, 240, 360, 480, 720, 1080)]
SOUND = Rendition(format_id="140", audio_codec="mp4a.40.2", size_bytes=100_000, exact=True)

renditions = st.builds(
    pair,
    height=st.sampled_from([144, 240, 360, 480, 720, 1080, 2160]),
    size=st.none() | st.integers(1, 50 * MIB),
    exact=st.booleans(),
    video=st.sampled_from(["avc1.64001f", "vp9", "av01.0.05M.08"]),
    audio=st.sampled_from([None, "mp4a.40.2", "opus"]),
    fps=st.none() | st.sampled_from([24.0, 30.0, 60.0]),
)
offers = st.lists(renditions, min_size=1, max_size=12)
limits = st.integers(1, 60 * MIB)


def heights(chosen):
    return [each.height for each in chosen]


def test_the_best_that_fits_is_first_and_the_next_lower_follow():
    chosen = by_preference([*LADDER, SOUND], Wanted(limit_bytes=5_000_000))
    assert heights(chosen) == [480, 360, 240, 144]


@pytest.mark.parametrize(("limit", "height"), [(7_343_999, 480), (7_344_000, 720)])
def test_an_exact_size_needs_two_percent_more_room(limit, height):
    assert heights(by_preference(LADDER, Wanted(limit_bytes=limit)))[0] == height


@pytest.mark.parametrize(("limit", "height"), [(8_999_999, 480), (9_000_000, 720)])
def test_an_estimate_needs_a_quarter_more(limit, height):
    ladder = [each.model_copy(update={"exact": False}) for each in LADDER]
    assert heights(by_preference(ladder, Wanted(limit_bytes=limit)))[0] == height


def test_a_height_that_was_asked_for_is_the_greatest():
    chosen = by_preference(LADDER, Wanted(limit_bytes=100 * MIB, max_height=480))
    assert heights(chosen)[0] == 480


def test_where_nothing_is_as_low_as_asked_the_lowest_comes():
    assert heights(by_preference(LADDER, Wanted(max_height=100))) == [144]


def test_a_clip_may_come_from_a_rendition_that_fits_only_in_part():
    chosen = by_preference(LADDER, Wanted(limit_bytes=3_000_000, share=0.25))
    assert heights(chosen)[0] == 720


def test_where_nothing_fits_no_more_is_fetched_than_will_be_encoded():
    chosen = by_preference(LADDER, Wanted(limit_bytes=100_000, height_to_encode=300))
    assert heights(chosen) == [360]


def test_where_nothing_is_high_enough_to_encode_from_the_best_comes():
    chosen = by_preference(LADDER[:2], Wanted(limit_bytes=100_000, height_to_encode=480))
    assert heights(chosen) == [240]


def test_what_no_client_plays_never_counts_as_fitting():
    vp9 = pair(1080, 1000, video="vp9")
    assert by_preference([vp9, pair(360, 2000)], Wanted(limit_bytes=MIB))[0].height == 360


def test_sound_alone_is_taken_where_only_sound_is_wanted():
    chosen = by_preference([*LADDER, SOUND], Wanted(limit_bytes=MIB, audio_only=True))
    assert chosen == (SOUND,)


def test_without_a_limit_the_best_comes():
    assert heights(by_preference(LADDER, Wanted())) == [1080]


def test_nothing_offered_is_nothing_chosen():
    assert by_preference([], Wanted(limit_bytes=1)) == ()


@given(offered=offers, limit=limits, height=st.none() | st.integers(100, 2200))
def test_something_is_always_chosen_and_it_was_offered(offered, limit, height):
    chosen = by_preference(offered, Wanted(limit_bytes=limit, max_height=height))
    assert chosen
    assert all(each in offered for each in chosen)


@given(offered=offers, limit=limits)
def test_several_are_chosen_only_if_each_fits_with_its_margin(offered, limit):
    chosen = by_preference(offered, Wanted(limit_bytes=limit))
    if len(chosen) > 1:
        assert all((each.size_bytes or 0) * EXACT_MARGIN <= limit for each in chosen)


@given(offered=offers, limit=limits)
def test_nothing_higher_that_fits_is_passed_over(offered, limit):
    first = by_preference(offered, Wanted(limit_bytes=limit))[0]
    if first.fits(limit):
        assert not any(
            each.fits(limit) and (each.height or 0) > (first.height or 0) for each in offered
        )


@given(offered=offers, limit=limits)
def test_heights_only_go_down(offered, limit):
    found = heights(by_preference(offered, Wanted(limit_bytes=limit)))
    assert found == sorted(found, reverse=True)
