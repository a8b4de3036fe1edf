import math

from hypothesis import given
from hypothesis import strategies as st

from adapters.compressors.quality_search_inside import (
    JPEG,
    LAST_RESORTS,
    MOST_QUALITY,
    TRIES,
    WEBP,
    Codec,
    Trial,
    search,
)

codecs = st.sampled_from([JPEG, WEBP])


def _tried(
    codec: Codec,
    *,
    pixels: int,
    limit: int,
    bits: float,
    least: int = 10,
    shrinks: bool = True,
    slope: float = 1.0,
) -> list[tuple[Trial, int]]:
    """Plays an encoder whose bytes follow the codec's curve at another height and slope."""

    def size(trial: Trial) -> int:
        coarser = codec.coarseness(trial.quality) - codec.coarseness(75)
        scaled = (pixels * trial.side**2) ** 0.85 * pixels**0.15
        return round(scaled * bits / 8 * math.exp(-slope * codec.slope * coarser))

    trials = search(codec, pixels=pixels, limit=limit, least=least, shrinks=shrinks, known=None)
    tried: list[tuple[Trial, int]] = []
    trial = next(trials, None)
    while trial is not None:
        tried.append((trial, size(trial)))
        try:
            trial = trials.send(tried[-1][1])
        except StopIteration:
            trial = None
    return tried


@given(
    codecs,
    st.integers(10_000, 50_000_000),
    st.floats(0.05, 8),
    st.floats(0.02, 3),
    st.floats(0.6, 1.8),
    st.integers(1, 60),
    st.booleans(),
)
def test_a_search_ends_and_never_asks_for_what_it_may_not(
    codec: Codec,
    pixels: int,
    bits: float,
    room: float,
    slope: float,
    least: int,
    shrinks: bool,
) -> None:
    limit = max(1000, int(pixels * bits / 8 * room))
    tried = _tried(
        codec, pixels=pixels, limit=limit, bits=bits, slope=slope, least=least, shrinks=shrinks
    )
    assert 1 <= len(tried) <= TRIES + LAST_RESORTS
    assert all(least <= trial.quality <= MOST_QUALITY for trial, _ in tried)
    assert all(0 < trial.side <= 1 for trial, _ in tried)


@given(codecs, st.floats(0.3, 3), st.floats(0.05, 0.6), st.floats(0.8, 1.3))
def test_a_photo_fills_the_limit_in_a_few_encodes(
    codec: Codec, bits: float, room: float, slope: float
) -> None:
    pixels = 3_000_000
    limit = int(pixels * bits / 8 * room)
    tried = _tried(codec, pixels=pixels, limit=limit, bits=bits, slope=slope)
    best = max(size for _, size in tried if size <= limit)
    assert best >= 0.9 * limit
    assert len(tried) <= TRIES + 1


def test_a_photo_gets_fewer_pixels_rather_than_an_ugly_quality() -> None:
    tried = _tried(JPEG, pixels=12_000_000, limit=100_000, bits=1.0)
    assert min(trial.quality for trial, _ in tried) >= 30
    assert max(trial.side for trial, _ in tried) < 0.6


def test_a_screen_keeps_its_pixels_until_the_least_quality_is_too_much() -> None:
    kept = _tried(WEBP, pixels=3_000_000, limit=150_000, bits=1.0, shrinks=False)
    assert {trial.side for trial, _ in kept} == {1.0}
    shrunk = _tried(WEBP, pixels=3_000_000, limit=5_000, bits=1.0, shrinks=False)
    assert shrunk[0][0].side == 1.0
    assert any(size <= 5_000 for _, size in shrunk)
