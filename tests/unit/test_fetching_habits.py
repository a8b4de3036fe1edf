"""What is tried again, another way or with another tool, and what of it is told."""

import asyncio
from itertools import count

import pytest

from adapters.fetchers.at_most import AtMost
from adapters.fetchers.by_site import BySite
from adapters.fetchers.fallback import Fallback
from adapters.fetchers.for_all_ages import ForAllAges
from adapters.fetchers.one_after_another import OneAfterAnother
from adapters.fetchers.one_stream import OneStream
from adapters.fetchers.retrying import Retrying
from adapters.fetchers.within_storage import WithinStorage
from application.ports.egress import JobBudget
from application.ports.fetcher import Fetcher
from domain.failures import (
    CellDied,
    ConnectionLost,
    ExternalToolFailed,
    LoginNeeded,
    NoRoom,
    NotForAllAges,
    NotFound,
    NothingThere,
    QuotaExceeded,
    RateLimited,
    ServerError,
    TooMany,
    UnsupportedUrl,
)
from domain.items import Arrived, Found, Skipped
from domain.link import Admission, Link, Site
from domain.metadata import OtherMetadata
from domain.outcome import Failure, Success
from domain.request import Items, MediaRequest
from domain.retries import worth_another_tool, worth_another_way
from tests.fakes.fetchers import AtOnce, FakeFetcher, InTurn, Post
from tests.fakes.media import JPEG
from tests.fakes.telling import Remembers
from tests.unit.fetching import POST, fetched

BROKEN = ExternalToolFailed(tool="gallery-dl")


def retrying(*fetchers, tries=3):
    turns = InTurn(fetchers)
    return Retrying(turns, tries=tries, pause=0), turns


@pytest.mark.parametrize(
    ("failure", "calls"),
    [
        (ConnectionLost(), 3),
        (ServerError(status=500), 3),
        (CellDied(signal=9), 2),
        (NotFound(), 1),
        (RateLimited(), 1),
        (LoginNeeded(), 1),
        (BROKEN, 1),
    ],
    ids=lambda given: getattr(given, "kind", given),
)
async def test_only_what_can_pass_is_tried_again(room, failure, calls):
    fetcher, turns = retrying(FakeFetcher(script=(), ends=failure))
    outcome, _ = await fetched(fetcher, room)
    assert outcome == Failure(failure)
    assert len(turns.requests) == calls


async def test_a_look_is_tried_again_too(room):
    fetcher, turns = retrying(FakeFetcher(ends=ConnectionLost()), FakeFetcher())
    assert isinstance(await fetcher.look(POST, room=room), Success)
    assert len(turns.requests) == 2


async def test_no_more_is_tried_than_the_operator_allows(room):
    fetcher, turns = retrying(FakeFetcher(script=(), ends=ConnectionLost()), tries=1)
    await fetched(fetcher, room)
    assert len(turns.requests) == 1


async def test_an_item_that_came_is_neither_told_nor_asked_for_again(room):
    cut = FakeFetcher(script=(Post("a.jpg"),), ends=ConnectionLost())
    whole = FakeFetcher(script=(Post("a.jpg"), Post("b.jpg")))
    fetcher, turns = retrying(cut, whole)
    outcome, told = await fetched(fetcher, room)
    assert isinstance(outcome, Success)
    assert [(type(item), item.key) for item in told.items] == [
        (Found, "a.jpg"),
        (Arrived, "a.jpg"),
        (Found, "b.jpg"),
        (Arrived, "b.jpg"),
    ]
    assert turns.requests[1].items == Items.parse("2-")


async def test_an_item_that_may_still_come_is_not_given_up_before_the_last_try(room):
    wobbly = FakeFetcher(script=(Post("a.jpg", fails=ConnectionLost()), Post("b.jpg")))
    fetcher, turns = retrying(wobbly, FakeFetcher(script=(Post("a.jpg"),)))
    _, told = await fetched(fetcher, room)
    assert told.failures == []
    assert [item.key for item in told.arrived] == ["b.jpg", "a.jpg"]
    assert turns.requests[1].items == Items.parse("1")


async def test_a_try_that_breaks_off_at_the_last_item_wanted_is_followed_by_one_for_that(room):
    broken = FakeFetcher(
        script=(Post("a.jpg"), Post("b.jpg", fails=CellDied())), ends=CellDied(signal=9)
    )
    fetcher, turns = retrying(broken, FakeFetcher(script=(Post("b.jpg"),)))
    _, told = await fetched(fetcher, room, POST.model_copy(update={"max_items": 2}))
    assert [item.key for item in told.arrived] == ["a.jpg", "b.jpg"]
    assert turns.requests[1].items == Items.parse("2")


@pytest.mark.parametrize(
    "wishes", [{"max_items": 2}, {"items": Items.parse("1-2")}], ids=["at most", "items"]
)
async def test_where_all_that_is_wanted_came_a_try_that_breaks_is_the_last(room, wishes):
    broken = FakeFetcher(script=(Post("a.jpg"), Post("b.jpg")), ends=ConnectionLost())
    fetcher, turns = retrying(broken, FakeFetcher())
    outcome, told = await fetched(fetcher, room, POST.model_copy(update=wishes))
    assert outcome == Failure(ConnectionLost())
    assert [item.key for item in told.arrived] == ["a.jpg", "b.jpg"]
    assert len(turns.requests) == 1


async def test_of_items_that_were_named_those_that_were_not_reached_are_asked_for(room):
    broken = FakeFetcher(
        script=(Post("a.jpg"), Post("b.jpg", fails=CellDied())), ends=CellDied(signal=9)
    )
    fetcher, turns = retrying(broken, FakeFetcher(script=(Post("b.jpg"), Post("c.jpg"))))
    wanted = Items.parse("4-5,1-2")
    await fetched(fetcher, room, POST.model_copy(update={"items": wanted}))
    assert turns.requests[1].items == Items.parse("2,4-5")


async def test_no_more_items_come_in_all_tries_than_a_job_may_take(room):
    room.budget = JobBudget(items=3)
    cut = FakeFetcher(script=(Post("a.jpg"), Post("b.jpg")), ends=ConnectionLost())
    more = FakeFetcher(script=(Post("c.jpg"),), ends=TooMany(allowed=1))
    fetcher, turns = retrying(cut, more)
    outcome, told = await fetched(fetcher, room)
    assert [each.budget.items for each in turns.rooms] == [3, 1]
    assert len(told.arrived) == 3
    assert outcome == Failure(TooMany(allowed=3))


async def test_a_job_that_has_all_the_items_it_may_take_is_not_tried_again(room):
    room.budget = JobBudget(items=2)
    cut = FakeFetcher(script=(Post("a.jpg"), Post("b.jpg")), ends=ConnectionLost())
    fetcher, turns = retrying(cut, FakeFetcher())
    outcome, _ = await fetched(fetcher, room)
    assert outcome == Failure(ConnectionLost())
    assert len(turns.requests) == 1


async def test_an_item_that_never_comes_is_skipped_once(room):
    fetcher, turns = retrying(FakeFetcher(script=(Post("a.jpg", fails=ConnectionLost()),)))
    outcome, told = await fetched(fetcher, room)
    assert isinstance(outcome, Success)
    assert told.failures == ["connection_lost"]
    assert len(turns.requests) == 3


async def test_an_item_may_still_come_though_the_post_has_more_than_is_allowed(room):
    room.budget = JobBudget(items=2)
    wobbly = (Post("a.jpg", fails=ConnectionLost()), Post("b.jpg"))
    cut_short = FakeFetcher(script=wobbly, ends=TooMany(allowed=2))
    fetcher, turns = retrying(cut_short, FakeFetcher(script=(Post("a.jpg"),)))
    outcome, told = await fetched(fetcher, room)
    assert [item.key for item in told.arrived] == ["b.jpg", "a.jpg"]
    assert told.failures == []
    assert turns.requests[1].items == Items.parse("1")
    assert outcome == Failure(TooMany(allowed=2))


async def test_an_item_is_not_asked_for_again_where_the_site_then_said_no(room):
    refused = FakeFetcher(script=(Post("a.jpg", fails=ConnectionLost()),), ends=RateLimited())
    fetcher, turns = retrying(refused)
    outcome, told = await fetched(fetcher, room)
    assert len(turns.requests) == 1
    assert told.failures == ["connection_lost"]
    assert outcome == Failure(RateLimited())


async def test_an_item_that_a_further_try_no_longer_finds_ends_all_the_same(room):
    fetcher, _ = retrying(
        FakeFetcher(script=(Post("a.jpg", fails=ConnectionLost()),)), FakeFetcher(script=())
    )
    _, told = await fetched(fetcher, room)
    assert told.failures == ["connection_lost"]


async def test_an_item_that_cannot_come_is_skipped_at_once(room):
    fetcher, turns = retrying(FakeFetcher(script=(Post("a.jpg", fails=NotFound()),)))
    _, told = await fetched(fetcher, room)
    assert told.failures == ["not_found"]
    assert len(turns.requests) == 1


async def test_each_try_works_in_a_folder_of_its_own(room):
    fetcher, turns = retrying(FakeFetcher(script=(), ends=ConnectionLost()))
    await fetched(fetcher, room)
    assert len({each.work for each in turns.rooms}) == 3
    assert all(each.work.is_relative_to(room.work) for each in turns.rooms)


async def test_a_job_whose_time_is_used_up_is_not_tried_again(room):
    room.budget = room.budget.model_copy(update={"seconds": 0.01})
    slow = FakeFetcher(
        script=(Post("a.jpg", after=lambda: asyncio.sleep(0.05), fails=ConnectionLost()),)
    )
    fetcher, turns = retrying(slow)
    _, told = await fetched(fetcher, room)
    assert len(turns.requests) == 1
    assert told.failures == ["connection_lost"]


async def test_time_that_the_listener_takes_is_not_the_sites(room):
    room.budget = room.budget.model_copy(update={"seconds": 0.2})
    fetcher, turns = retrying(FakeFetcher(ends=ConnectionLost()), FakeFetcher())
    told = Remembers(waits=lambda _item: asyncio.sleep(0.15))
    await fetcher.fetch(POST, room=room, aim=None, tell=told)
    assert len(turns.requests) == 2


@pytest.mark.parametrize("failure", [UnsupportedUrl(), NothingThere()], ids=lambda one: one.kind)
async def test_another_tool_is_asked_where_one_knows_nothing(room, failure):
    first, other = FakeFetcher(script=(), ends=failure), FakeFetcher()
    outcome, told = await fetched(Fallback(first, other, worth_another_tool), room)
    assert isinstance(outcome, Success)
    assert [type(item) for item in told.items] == [Found, Arrived]


@pytest.mark.parametrize("failure", [NotFound(), RateLimited(), ConnectionLost(), BROKEN])
async def test_no_other_tool_is_asked_where_the_site_has_answered(room, failure):
    first, other = FakeFetcher(script=(), ends=failure), FakeFetcher()
    outcome, _ = await fetched(Fallback(first, other, worth_another_tool), room)
    assert outcome == Failure(failure)
    assert other.calls == 0


@pytest.mark.parametrize(
    ("url", "calls"), [("https://x.com/a/status/1", 0), ("https://reddit.com/comments/1", 1)]
)
async def test_a_locked_door_is_tried_by_the_other_tool_where_that_helps(room, url, calls):
    first, other = FakeFetcher(script=(), ends=LoginNeeded()), FakeFetcher()
    request = MediaRequest(link=Link(url=url))
    await fetched(Fallback(first, other, worth_another_tool), room, request)
    assert other.calls == calls


async def test_the_other_way_is_taken_only_after_a_break(room):
    broken, lost = FakeFetcher(script=(), ends=BROKEN), FakeFetcher(script=(), ends=NotFound())
    command = FakeFetcher()
    outcome, _ = await fetched(Fallback(broken, command, worth_another_way), room)
    assert isinstance(outcome, Success)
    await fetched(Fallback(lost, command, worth_another_way), room)
    assert command.calls == 1


async def test_once_a_file_has_arrived_the_tool_stays(room):
    first = FakeFetcher(script=(Post("a.jpg"), Post("b.jpg", fails=UnsupportedUrl())))
    other = FakeFetcher()
    _, told = await fetched(Fallback(first, other, worth_another_tool), room)
    assert other.calls == 0
    assert told.failures == ["unsupported"]


async def test_what_the_first_tool_could_only_skip_is_told_by_the_second_alone(room):
    first = FakeFetcher(script=(Post("a.jpg", fails=UnsupportedUrl()),))
    other = FakeFetcher(script=(Post("b.mp4"),))
    _, told = await fetched(Fallback(first, other, worth_another_tool), room)
    assert [item.key for item in told.items] == ["b.mp4", "b.mp4"]


async def test_what_the_first_tool_skipped_is_told_where_the_second_finds_nothing(room):
    first = FakeFetcher(script=(Post("a.jpg", fails=UnsupportedUrl()),))
    other = FakeFetcher(script=(), ends=NothingThere())
    outcome, told = await fetched(Fallback(first, other, worth_another_tool), room)
    assert isinstance(outcome, Success)
    assert [type(item) for item in told.items] == [Found, Skipped]


async def test_of_two_refusals_the_more_telling_one_is_told(room):
    first = FakeFetcher(script=(), ends=NothingThere())
    for ends, told in ((UnsupportedUrl(), NothingThere()), (NotFound(), NotFound())):
        other = FakeFetcher(script=(), ends=ends)
        fallback = Fallback(first, other, worth_another_tool)
        assert (await fetched(fallback, room))[0] == Failure(told)
        assert await fallback.look(POST, room=room) == Failure(told)


async def test_a_look_asks_the_other_tool_too(room):
    first, other = FakeFetcher(ends=UnsupportedUrl()), FakeFetcher()
    assert isinstance(
        await Fallback(first, other, worth_another_tool).look(POST, room=room), Success
    )


async def test_no_more_downloads_run_than_are_allowed(room):
    work = AtOnce()
    at_most = AtMost(FakeFetcher(script=(Post("a.jpg", after=work),)), 2)
    await asyncio.gather(*(fetched(at_most, room.within("job").unwrap()) for _ in range(6)))
    assert work.most == 2


async def test_a_look_does_not_stand_in_line(room):
    at_most = AtMost(FakeFetcher(script=(Post("a.jpg", after=asyncio.Event().wait),)), 1)
    busy = asyncio.create_task(fetched(at_most, room))
    await asyncio.sleep(0)
    assert isinstance(await at_most.look(POST, room=room), Success)
    busy.cancel()
    with pytest.raises(asyncio.CancelledError):
        await busy


@pytest.mark.parametrize(
    ("url", "goes_to"),
    [
        ("https://x.com/a/status/1", "twitter"),
        ("https://i.redd.it/lake.jpg", "reddit"),
        ("http://127.0.0.1:8000/lake.mp4", "files"),
        ("https://lake.example/a.JPG?width=3", "files"),
        ("https://lake.example/live.m3u8", "streams"),
        ("https://lake.example/post/1", "others"),
    ],
)
async def test_a_link_goes_to_whoever_knows_its_site(room, url, goes_to):
    names = ("twitter", "reddit", "files", "streams", "others")
    known = {name: FakeFetcher() for name in names}
    by_site = BySite(
        sites={Site.TWITTER: known["twitter"], Site.REDDIT: known["reddit"]},
        files=known["files"],
        streams=known["streams"],
        others=known["others"],
    )
    request = MediaRequest(link=Link(url=url))
    await by_site.look(request, room=room)
    await fetched(by_site, room, request)
    assert {name: each.calls for name, each in known.items() if each.calls} == {goes_to: 2}


async def test_files_that_are_too_much_together_are_left_behind(room):
    told = Remembers()
    items = OneAfterAnother(told, allowed=150, most=9)
    for number in (1, 2):
        path = room.work / f"{number}.jpg"
        (room.folder / path).write_bytes(JPEG.ljust(100, b"x"))
        await items.begin(Found(key=f"{number}", number=number))
        await items.end(await room.take(path))
    assert [item.key for item in told.arrived] == ["1"]
    assert [item.failure for item in told.skipped] == [
        QuotaExceeded(whose="job", used=200, allowed=150)
    ]


async def test_what_is_not_open_cannot_end(room):
    told = Remembers()
    await OneAfterAnother(told, allowed=1, most=9).end(Failure(NotFound()))
    assert told.items == []


def streams(fetcher, room):
    return OneStream(fetcher, Admission(), POST, room, None)


FOUND = Found(key="post:3", number=3, url="https://v.redd.it/lake", description="A lake")


async def test_a_stream_is_fetched_by_the_other_tool_and_stays_the_first_tools_item(room):
    told, turns = Remembers(), InTurn([FakeFetcher(script=(Post("a.mp4"),))])
    file = (await streams(turns, room).fetch(FOUND, tell=told)).unwrap()
    assert file.description == "A lake"
    assert told.items == []
    assert {each.item for each in told.shown} == {3}
    assert turns.requests[0].link.url == FOUND.url
    assert turns.rooms[0].work != room.work


@pytest.mark.parametrize(
    ("fetcher", "found", "kind"),
    [
        (None, FOUND, "unsupported"),
        (FakeFetcher(), FOUND.model_copy(update={"url": None}), "unsupported"),
        (FakeFetcher(), FOUND.model_copy(update={"url": "http://10.0.0.1/a"}), "refused_link"),
        (FakeFetcher(script=(), ends=NotFound()), FOUND, "not_found"),
        (FakeFetcher(script=(Post("a.mp4", fails=ConnectionLost()),)), FOUND, "connection_lost"),
        (FakeFetcher(script=()), FOUND, "empty"),
    ],
)
async def test_a_stream_that_does_not_come_says_why(room, fetcher, found, kind):
    outcome = await streams(fetcher, room).fetch(found, tell=Remembers())
    assert outcome.failure().kind == kind


FOR_ALL = POST.model_copy(update={"for_all_ages": True})


async def test_what_is_marked_is_not_even_downloaded_where_it_is_not_wanted(room):
    marked = FakeFetcher(nsfw=True)
    outcome, told = await fetched(ForAllAges(marked), room, FOR_ALL)
    assert outcome == Failure(NotForAllAges())
    assert told.items == []
    assert not marked.finished


@pytest.mark.parametrize(("nsfw", "request_"), [(True, POST), (False, FOR_ALL), (None, FOR_ALL)])
async def test_what_is_wanted_or_not_marked_comes(room, nsfw, request_):
    outcome, told = await fetched(ForAllAges(FakeFetcher(nsfw=nsfw)), room, request_)
    assert isinstance(outcome, Success)
    assert [item.key for item in told.arrived] == ["a.jpg"]


async def test_what_came_before_the_marked_stays_and_what_was_found_is_left_behind(room):
    class Mixed(Fetcher):
        async def look(self, request, *, room):
            raise AssertionError("nobody looks")

        async def fetch(self, request, *, room, aim, tell):
            await FakeFetcher(script=(Post("a.jpg"),)).fetch(request, room=room, aim=aim, tell=tell)
            await tell.item(Found(key="b", number=2))
            marked = OtherMetadata(url=request.link.url, nsfw=True)
            await tell.item(Found(key="c", number=3, metadata=marked))
            raise AssertionError("the fetch goes on")

    outcome, told = await fetched(ForAllAges(Mixed()), room, FOR_ALL)
    assert outcome == Failure(NotForAllAges())
    assert [item.key for item in told.arrived] == ["a.jpg"]
    assert told.items[-1] == Skipped(key="b", failure=NotForAllAges())


class Fills(Fetcher):
    """Brings file after file, for as long as it is let."""

    async def look(self, request, *, room):
        raise AssertionError("nobody looks")

    async def fetch(self, request, *, room, aim, tell):
        for number in count(1):
            await tell.item(Found(key=f"{number}", number=number))
            (room.folder / room.work / f"{number}.jpg").write_bytes(bytes(1000))
            await asyncio.sleep(0.001)


async def test_a_job_that_takes_too_much_of_the_disk_is_stopped_while_it_arrives(room):
    room.budget = JobBudget(disk_bytes=10_000)
    outcome, told = await fetched(WithinStorage(Fills(), every=0.001), room)
    assert outcome.failure().whose == "job"
    assert told.failures == ["quota"] * len(told.found)
    assert sum(path.stat().st_size for path in room.folder.rglob("*.jpg")) < 1_000_000


async def test_a_file_of_a_known_size_that_has_no_room_is_not_even_downloaded(room):
    room.budget = JobBudget(disk_bytes=10_000)
    large = FakeFetcher(script=(Post("a.jpg"), Post("b.jpg", size=20_000, tells_size=True)))
    outcome, told = await fetched(WithinStorage(large), room)
    assert outcome.failure().whose == "job"
    assert told.failures == ["quota", "quota"]
    assert list(room.folder.rglob("*.jpg")) == []


@pytest.mark.parametrize("stops", [asyncio.CancelledError, LookupError])
async def test_what_ends_a_fetch_from_outside_is_not_taken_for_a_full_store(room, stops):
    fetcher = WithinStorage(FakeFetcher(breaks=stops()))
    with pytest.raises(stops):
        await fetched(fetcher, room)


@pytest.mark.parametrize(
    "habit",
    [
        Retrying(FakeFetcher(), pause=0),
        Fallback(FakeFetcher(), FakeFetcher(), worth_another_tool),
    ],
    ids=lambda habit: type(habit).__name__,
)
async def test_where_there_is_no_room_for_a_try_that_is_said(habit, room):
    room.full = True
    outcome, told = await fetched(habit, room)
    assert outcome == await habit.look(POST, room=room) == Failure(NoRoom(why="full"))
    assert told.items == []


async def test_where_there_is_no_room_for_a_stream_that_is_said(room):
    room.full = True
    came = await streams(FakeFetcher(), room).fetch(FOUND, tell=Remembers())
    assert came == Failure(NoRoom(why="full"))
