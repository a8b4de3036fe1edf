from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.failures import (
    Blocked,
    CellDied,
    ConnectionLost,
    DownloadTimedOut,
    ExternalToolFailed,
    FetchFailure,
    LinkRefused,
    LoginNeeded,
    NoRoom,
    NotFound,
    NothingThere,
    OutOfMemory,
    OverBudget,
    QuotaExceeded,
    RateLimited,
    ServerError,
    TooLarge,
    TooMany,
    UnsupportedUrl,
)
from domain.link import Site
from domain.retries import (
    LONGEST_REST,
    REST,
    TRIES,
    more_telling,
    pause_before_try,
    rest_after,
    tries_worth,
    worth_another_tool,
    worth_another_try,
    worth_another_way,
)

FULL = {
    LinkRefused: LinkRefused(why="scheme"),
    DownloadTimedOut: DownloadTimedOut(after=1),
    ExternalToolFailed: ExternalToolFailed(tool="gallery-dl"),
    TooLarge: TooLarge(allowed=1),
    OverBudget: OverBudget(allowed=1),
    TooMany: TooMany(allowed=1),
    QuotaExceeded: QuotaExceeded(whose="job", used=1, allowed=1),
    NoRoom: NoRoom(why="full"),
}
EVERY = [FULL.get(kind) or kind() for kind in get_args(FetchFailure)]
PASSING = [DownloadTimedOut(after=1), ConnectionLost(), ServerError(status=503)]
failures = st.sampled_from(EVERY)
sites = st.sampled_from(list(Site))
moments = st.datetimes(
    min_value=datetime(2000, 1, 1),  # noqa: DTZ001 - hypothesis puts the zone
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@pytest.mark.parametrize("failure", PASSING, ids=lambda failure: failure.kind)
def test_what_can_pass_is_tried_three_times_in_all(failure):
    assert [worth_another_try(failure, tried=tried) for tried in (1, 2, 3)] == [True, True, False]


@pytest.mark.parametrize("failure", [CellDied(), OutOfMemory()], ids=lambda failure: failure.kind)
def test_a_dead_cell_is_tried_once_more(failure):
    assert tries_worth(failure) == 2


def test_only_an_unexpected_break_deserves_the_other_way():
    assert [each.kind for each in EVERY if worth_another_way(each, Site.OTHER)] == ["tool_failed"]


@given(site=sites)
def test_what_one_tool_does_not_know_another_may(site):
    assert worth_another_tool(UnsupportedUrl(), site)
    assert worth_another_tool(NothingThere(), site)


@given(site=sites)
def test_a_locked_door_is_tried_by_another_tool_on_reddit_and_instagram_only(site):
    opened = site in (Site.REDDIT, Site.INSTAGRAM)
    assert worth_another_tool(LoginNeeded(), site) is opened
    assert worth_another_tool(Blocked(), site) is opened


@given(failure=failures, site=sites)
def test_no_failure_is_answered_in_two_ways(failure, site):
    answers = [
        worth_another_try(failure, tried=1),
        worth_another_way(failure, site),
        worth_another_tool(failure, site),
    ]
    assert sum(answers) <= 1


@given(failure=failures, tried=st.integers(1, 100))
def test_no_failure_is_tried_for_ever(failure, tried):
    assert not worth_another_try(failure, tried=max(tried, TRIES))


@given(site=sites)
def test_a_site_that_said_no_is_left_alone(site):
    for failure in (NotFound(), TooLarge(allowed=1), LinkRefused(why="port")):
        assert not worth_another_try(failure, tried=1)
        assert not worth_another_way(failure, site)
        assert not worth_another_tool(failure, site)


@given(first=st.floats(0, 60), number=st.integers(2, 12))
def test_each_pause_is_twice_the_one_before(first, number):
    assert pause_before_try(2, first=first) == first
    assert pause_before_try(number + 1, first=first) == 2 * pause_before_try(number, first=first)


@given(failure=failures, most=st.integers(1, 9))
def test_nothing_is_tried_more_often_than_the_operator_allows(failure, most):
    assert 1 <= tries_worth(failure, most=most) <= most


@given(first=failures, other=failures)
def test_of_two_answers_one_is_told_and_never_the_emptier(first, other):
    told = more_telling(first, other)
    assert told in (first, other)
    if UnsupportedUrl() in (first, other) and first != other:
        assert told != UnsupportedUrl()


def test_of_two_answers_that_say_as_much_the_first_is_told():
    assert more_telling(LoginNeeded(), NotFound()) == LoginNeeded()


def test_an_empty_page_says_more_than_a_tool_that_broke():
    broken = ExternalToolFailed(tool="gallery-dl")
    assert more_telling(broken, NothingThere()) == NothingThere()
    assert more_telling(UnsupportedUrl(), broken) == broken


def test_a_site_that_wants_to_be_left_alone_says_more_than_one_that_is_locked():
    assert more_telling(LoginNeeded(), RateLimited()) == RateLimited()


@given(now=moments)
def test_a_site_that_does_not_say_how_long_rests_a_little(now):
    assert rest_after(RateLimited(), now) == now + REST


@given(now=moments, seconds=st.integers(0, LONGEST_REST // timedelta(seconds=1)))
def test_a_site_rests_as_long_as_it_says(now, seconds):
    until = now + timedelta(seconds=seconds)
    assert rest_after(RateLimited(until=until), now) == until


@given(now=moments, until=moments)
def test_whatever_a_site_says_it_is_asked_again_after_a_day(now, until):
    assert rest_after(RateLimited(until=until), now) <= now + LONGEST_REST


@given(now=moments, ago=st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=1000)))
def test_a_rest_that_is_over_keeps_nobody_waiting(now, ago):
    assert rest_after(RateLimited(until=now - ago), now) <= now
