import asyncio

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.compressors import meter as meters
from adapters.compressors.meter import WEIGHTS, Meter
from application.onwards import Onwards
from domain.progress import Fitting, Looking, Progress
from tests.fakes.chats import FakeSink
from tests.media.fitting import Shown
from tests.unit.nouns import media_file

USUAL = ("sound", "analyse", "picture", "join")


def meter(shown: Shown) -> Meter:
    return Meter(shown, media_file(), 10)


@given(
    st.lists(st.sampled_from(sorted(WEIGHTS)), min_size=1, max_size=9),
    st.lists(st.floats(0, 1), max_size=5).map(sorted),
)
@example(["analyse", "sound", "join", "analyse"], [])
def test_progress_never_goes_back_whatever_is_done_again(
    steps: list[str], shares: list[float]
) -> None:
    shown = Shown()
    told = meter(shown)
    told.expect(USUAL)
    for step in steps:
        told.begin(step)
        for share in shares:
            told.come(share)
    assert shown.fractions == sorted(shown.fractions)
    assert shown.fractions[-1] <= 1


def test_a_picture_that_is_made_again_has_most_of_what_was_left() -> None:
    shown = Shown()
    told = meter(shown)
    told.expect(USUAL)
    for step in USUAL[:3]:
        told.begin(step)
    told.come(1.0)
    first = shown.fractions[-1]
    told.begin("picture")
    told.come(1.0)
    assert 0.8 < first < 0.9
    assert 0.95 < shown.fractions[-1] < 1


def test_copying_that_was_given_up_does_not_take_progress_back() -> None:
    shown = Shown()
    told = meter(shown)
    for steps in (("sound", "join"), USUAL):
        told.expect(steps)
        for step in steps:
            told.begin(step)
            told.come(1.0)
    told.end()
    assert shown.fractions == sorted(shown.fractions)
    assert shown.fractions[-1] == 1


def test_work_that_begins_again_shares_what_was_left() -> None:
    shown = Shown()
    onwards = Onwards(shown)
    for tried in range(3):
        if tried:
            onwards.begin_again()
        for fraction in (0.0, 0.5, 0.8):
            onwards.progress(
                Fitting(filename="a", original_bytes=2, limit_bytes=1, fraction=fraction)
            )
    assert shown.fractions == sorted(shown.fractions)
    assert 0.95 < shown.fractions[-1] < 1


def test_what_is_no_fitting_is_shown_as_it_is() -> None:
    sink = FakeSink()
    Onwards(sink).progress(Looking())
    assert sink.shown == [Looking()]


class Awaited(Shown):
    """Says when it was shown enough."""

    def __init__(self, enough: int) -> None:
        super().__init__()
        self.left: list[float | None] = []
        self.enough = enough
        self.shown_enough = asyncio.Event()

    def progress(self, progress: Progress) -> None:
        super().progress(progress)
        assert isinstance(progress, Fitting)
        self.left.append(progress.remaining_seconds)
        if len(self.left) >= self.enough:
            self.shown_enough.set()


@pytest.mark.parametrize("share", [0.0, 1.0])
async def test_while_a_child_is_silent_the_last_word_is_told_again(
    share: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meters, "AT_LEAST_EVERY", 0.01)
    shown = Awaited(6)
    told = meter(shown)
    async with told.ticking():
        told.begin("encode")
        told.come(share)
        await shown.shown_enough.wait()
    assert shown.fractions[2:] == [shown.fractions[1]] * (len(shown.fractions) - 2)
    left = shown.left[1:]
    known = [seconds for seconds in left if seconds is not None]
    assert known == sorted(known, reverse=True)
    assert len(known) == (len(left) if share else 0)
    told_by_then = len(shown.left)
    await asyncio.sleep(0.03)
    assert len(shown.left) == told_by_then


async def test_nothing_is_told_before_anything_has_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meters, "AT_LEAST_EVERY", 0.0)
    shown = Shown()
    async with meter(shown).ticking():
        for _ in range(9):
            await asyncio.sleep(0)
    assert shown.fractions == []


def test_a_single_step_leaves_something_for_its_repetition() -> None:
    shown = Shown()
    told = meter(shown)
    told.begin("encode")
    told.come(1.0)
    assert 0.85 < shown.fractions[-1] < 0.95
    told.begin("encode")
    told.come(1.0)
    assert shown.fractions[-1] < 1
    told.end()
    assert shown.fractions[-1] == 1
