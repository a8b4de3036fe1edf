"""A site that wants no more questions is asked none, and everybody is told when it will be."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from adapters.fetchers.resting import MOST_RESTS, Resting
from application.ports.fetcher import Fetcher
from domain.failures import RateLimited
from domain.link import Link
from domain.outcome import Failure, Success
from domain.request import MediaRequest
from domain.retries import REST
from tests.fakes.fetchers import FakeFetcher, Post
from tests.unit.fetching import POST, fetched

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


class Clock:
    """Stands still until it is moved."""

    now = NOON

    def __call__(self):
        return self.now


def asking(url):
    return MediaRequest(link=Link(url=url))


@pytest.mark.parametrize("by_look", [True, False])
async def test_a_site_that_wants_no_more_questions_is_asked_none_for_a_while(room, by_look):
    clock, tool = Clock(), FakeFetcher(script=(), ends=RateLimited())
    resting = Resting(tool, now=clock)
    if by_look:
        assert await resting.look(POST, room=room) == Failure(RateLimited())
    else:
        assert (await fetched(resting, room))[0] == Failure(RateLimited())
    rests = Failure(RateLimited(until=NOON + REST))
    clock.now = NOON + REST - timedelta(seconds=1)
    assert await resting.look(POST, room=room) == rests
    assert (await fetched(resting, room, asking("https://twitter.com/b/status/2")))[0] == rests
    assert tool.calls == 1
    clock.now = NOON + REST
    tool.ends = None
    assert isinstance((await fetched(resting, room))[0], Success)


async def test_where_one_site_rests_others_are_asked(room):
    tool = FakeFetcher(script=(), ends=RateLimited())
    resting = Resting(tool, now=Clock())
    urls = [
        "https://x.com/a/status/1",
        "https://i.redd.it/a.jpg",
        "https://a.example/",
        "https://b.example/",
    ]
    for url in urls:
        assert (await fetched(resting, room, asking(url)))[0] == Failure(RateLimited())
    assert tool.calls == len(urls)


async def test_where_a_link_led_to_another_site_it_is_that_which_rests(room):
    tool = FakeFetcher(script=(), ends=RateLimited(by="www.youtube.com"))
    resting = Resting(tool, now=Clock())
    assert (await fetched(resting, room))[0] == Failure(tool.ends)
    rests = Failure(RateLimited(until=NOON + REST))
    assert (await fetched(resting, room, asking("https://youtu.be/a")))[0] == rests
    assert tool.calls == 1
    tool.ends = None
    assert isinstance((await fetched(resting, room))[0], Success)


async def test_of_two_jobs_that_were_under_way_the_later_moment_holds(room):
    later, sooner = NOON + timedelta(hours=2), NOON + timedelta(hours=1)
    both = asyncio.Barrier(2)

    async def say(resting, until):
        turn.ends = RateLimited(until=until)
        return await fetched(resting, room)

    class Turn(Fetcher):
        ends = None

        async def look(self, request, *, room):
            raise AssertionError("nobody looks")

        async def fetch(self, request, *, room, aim, tell):
            ends = self.ends
            await both.wait()
            return Failure(ends)

    turn = Turn()
    resting = Resting(turn, now=Clock())
    await asyncio.gather(say(resting, later), say(resting, sooner))
    assert await resting.look(POST, room=room) == Failure(RateLimited(until=later))


async def test_a_file_of_a_post_that_may_lie_anywhere_silences_no_site(room):
    tool = FakeFetcher(script=(Post("a.jpg", fails=RateLimited()),))
    resting = Resting(tool, now=Clock())
    _, told = await fetched(resting, room)
    assert told.failures == ["rate_limited"]
    await fetched(resting, room)
    assert tool.calls == 2


async def test_another_host_to_which_a_post_led_silences_no_site(room):
    tool = FakeFetcher(script=(), ends=RateLimited(until=NOON + REST, by="anybodys.example"))
    resting = Resting(tool, now=Clock())
    await fetched(resting, room)
    await resting.look(POST, room=room)
    assert tool.calls == 2


@pytest.mark.parametrize("name", ["youtube", "Mediasite"])
async def test_a_tools_name_for_a_page_to_which_a_post_led_is_no_site(room, name):
    tool = FakeFetcher(script=(), ends=RateLimited(by=name))
    resting = Resting(tool, now=Clock())
    await fetched(resting, room)
    await fetched(resting, room, asking("https://youtu.be/a"))
    assert tool.calls == 2


async def test_of_too_many_rests_the_hosts_that_is_over_first_is_forgotten(room):
    tool = FakeFetcher(script=(), ends=RateLimited(until=NOON + timedelta(seconds=1)))
    resting = Resting(tool, now=Clock())
    await fetched(resting, room)
    tool.ends = RateLimited(until=NOON + timedelta(seconds=2))
    first = asking("https://first.example/")
    await fetched(resting, room, first)
    tool.ends = RateLimited()
    for number in range(MOST_RESTS):
        await fetched(resting, room, asking(f"https://lake{number}.example/"))
    asked = tool.calls
    await fetched(resting, room, asking("https://lake99.example/"))
    await fetched(resting, room)
    assert tool.calls == asked, "a site is not forgotten, whatever else rests"
    await fetched(resting, room, first)
    assert tool.calls == asked + 1
