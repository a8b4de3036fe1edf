"""Plain links to files, fetched from hosts that behave and hosts that do not."""

import asyncio
import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.fetchers.direct import Direct
from adapters.workspaces.room import FolderRoom
from domain.failures import (
    Blocked,
    ConnectionLost,
    Corrupt,
    DownloadTimedOut,
    FetchFailure,
    LinkRefused,
    LoginNeeded,
    NotFound,
    NothingThere,
    RateLimited,
    ServerError,
    TooLarge,
    UnsupportedUrl,
)
from domain.items import Arrived, Found, Origin
from domain.link import Admission
from domain.media import MediaKind
from domain.outcome import Failure, Success
from entrypoints.words import sentence
from tests.fakes.telling import Remembers
from tests.integration.fetchers.conftest import asking, bounded
from tests.simulator import faults, media
from tests.simulator.messages import Response
from tests.simulator.sites import files


@pytest.fixture
def direct(visitor) -> Direct:
    return Direct(admission=Admission(), visitor=visitor)


def the_file(room: FolderRoom, told: Remembers) -> bytes:
    [arrived] = told.arrived
    return (room.folder / arrived.file.filepath).read_bytes()


@pytest.mark.parametrize(
    ("url", "content", "kind"),
    [
        (files.JPEG, media.image("lake.jpg"), MediaKind.IMAGE),
        (files.MP4, media.video(360), MediaKind.VIDEO),
        (files.PLAIN, media.image("lake.jpg"), MediaKind.IMAGE),
        (files.NOT_ASCII, media.image("gr%C3%B6%C3%9Fe%E2%9C%93.jpg"), MediaKind.IMAGE),
        (files.REDIRECTED, media.image("lake.jpg"), MediaKind.IMAGE),
    ],
)
async def test_a_file_arrives_byte_for_byte(direct, simulator, room, url, content, kind):
    told = Remembers()
    match await direct.fetch(asking(url), room=room, aim=None, tell=told):
        case Success(Origin(method="direct", engine="direct", metadata=metadata)):
            assert metadata.title == url.rpartition("/")[2]
        case other:
            pytest.fail(str(other))
    assert [type(item) for item in told.items] == [Found, Arrived]
    assert told.found[0].kind is kind
    assert told.found[0].size_bytes == len(content)
    assert told.arrived[0].file.checksum == hashlib.sha256(content).hexdigest()
    assert the_file(room, told) == content
    assert {seen.request.user_agent for seen in simulator.asked()} == {"a-browser"}


@pytest.mark.parametrize(
    ("url", "failure"),
    [
        (files.MISSING, NotFound()),
        (files.EMPTY, NothingThere()),
        (files.PAGE, UnsupportedUrl()),
        (files.PAGE_NAMED_JPEG, UnsupportedUrl()),
        (files.PAGE_CALLED_JPEG, Corrupt()),
        (files.CIRCLE, NotFound()),
        ("https://nowhere.invalid/lake.jpg", ConnectionLost()),
    ],
)
async def test_what_is_no_file_is_said_at_once(direct, room, url, failure: FetchFailure):
    told = Remembers()
    assert await direct.fetch(asking(url), room=room, aim=None, tell=told) == Failure(failure)
    assert told.items == []
    assert not list((room.folder / room.work).iterdir())


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        (401, LoginNeeded()),
        (403, Blocked()),
        (404, NotFound()),
        (429, RateLimited()),
        (500, ServerError(status=500)),
    ],
)
async def test_a_refusal_is_asked_once_only(direct, simulator, room, status, failure):
    simulator.fail(faults.status(status))
    outcome = await direct.fetch(asking(files.JPEG), room=room, aim=None, tell=Remembers())
    assert outcome == Failure(failure)
    assert len(simulator.asked(host="files.example")) == 1


async def test_a_site_that_is_asked_too_often_says_when_to_come_back(direct, simulator, room):
    simulator.fail(faults.status(429, retry_after=60))
    match await direct.fetch(asking(files.JPEG), room=room, aim=None, tell=Remembers()):
        case Failure(RateLimited(until=until)):
            assert until is not None
        case other:
            pytest.fail(str(other))


@pytest.mark.parametrize(
    "when",
    [
        "-1",
        "1e9",
        "9" * 5000,
        f"Mon, 01 Jan {'9' * 30} 00:00:00 GMT",
        f"1 Jan 2026 {'9' * 30}:00:00 GMT",
        "31 Dec 9999 23:59:59 -2359",
        "1 Jan 0001 00:00:00 +2359",
    ],
    ids=range(7),
)
async def test_whatever_a_site_says_of_when_to_come_back_it_is_within_a_day(
    direct, simulator, room, when
):
    simulator.fail(faults.says(Response(429, b"", {"retry-after": when})))
    match await direct.fetch(asking(files.JPEG), room=room, aim=None, tell=Remembers()):
        case Failure(RateLimited(until=until) as failure):
            assert until is None or until < datetime.now(UTC) + timedelta(days=1)
            assert "Ask again" in sentence(failure)
        case other:
            pytest.fail(str(other))


@pytest.mark.parametrize(
    ("fault", "failure"),
    [
        (faults.cut(), ConnectionLost()),
        (faults.claims(1_000_000), ConnectionLost()),
        (faults.garbage(), Corrupt()),
    ],
)
async def test_a_file_that_breaks_off_is_skipped(direct, simulator, room, fault, failure):
    simulator.fail(fault)
    told = Remembers()
    await direct.fetch(asking(files.JPEG), room=room, aim=None, tell=told)
    assert told.failures == [failure.kind]


async def test_a_file_that_is_said_to_be_too_large_is_not_begun(direct, room):
    room = bounded(room, file_bytes=1000)
    match await direct.fetch(asking(files.MP4), room=room, aim=None, tell=Remembers()):
        case Failure(TooLarge(bytes=size, allowed=1000)):
            assert size == len(media.video(360))
        case other:
            pytest.fail(str(other))


async def test_a_file_without_end_is_cut_off_at_the_limit(direct, simulator, room):
    simulator.fail(faults.endless(every=0))
    room = bounded(room, file_bytes=300_000)
    told = Remembers()
    await direct.fetch(asking(files.JPEG), room=room, aim=None, tell=told)
    assert [item.failure for item in told.skipped] == [TooLarge(allowed=300_000)]
    sizes = [path.stat().st_size for path in (room.folder / room.work).iterdir()]
    assert max(sizes) <= 300_000


async def test_a_site_that_never_answers_is_given_up(direct, simulator, room):
    simulator.fail(faults.hang())
    room = bounded(room, idle_seconds=0.3)
    outcome = await direct.fetch(asking(files.JPEG), room=room, aim=None, tell=Remembers())
    assert outcome == Failure(DownloadTimedOut(after=0.3))


async def test_a_site_that_drips_is_given_up_when_the_time_is_over(direct, simulator, room):
    simulator.fail(faults.drip(every=0.02))
    room = bounded(room, seconds=0.8, idle_seconds=0.5)
    told = Remembers()
    await direct.fetch(asking(files.JPEG), room=room, aim=None, tell=told)
    assert [item.failure for item in told.skipped] == [DownloadTimedOut(after=0.8)]
    assert told.shown


async def test_a_redirect_is_admitted_like_a_link(direct, simulator, room):
    simulator.fail(faults.says(files.redirect("http://169.254.169.254/latest")), times=1)
    outcome = await direct.fetch(asking(files.JPEG), room=room, aim=None, tell=Remembers())
    assert outcome == Failure(LinkRefused(why="internal_host"))
    assert len(simulator.asked()) == 1


async def test_a_redirect_to_no_address_at_all_is_refused(direct, simulator, room):
    simulator.fail(faults.says(files.redirect("http://[")), times=1)
    outcome = await direct.fetch(asking(files.JPEG), room=room, aim=None, tell=Remembers())
    assert outcome == Failure(LinkRefused(why="not_a_link"))


async def test_a_cancelled_fetch_writes_no_more(direct, simulator, room):
    simulator.fail(faults.endless(every=0.001))
    began = asyncio.Event()

    async def begin(_item: object) -> None:
        began.set()

    fetch = asyncio.create_task(
        direct.fetch(asking(files.JPEG), room=room, aim=None, tell=Remembers(waits=begin))
    )
    await began.wait()
    await asyncio.sleep(0.05)
    fetch.cancel()
    with pytest.raises(asyncio.CancelledError):
        await fetch
    [path] = (room.folder / room.work).iterdir()
    size = path.stat().st_size
    await asyncio.sleep(0.05)
    assert path.stat().st_size == size


async def test_a_look_downloads_nothing(direct, room):
    match await direct.look(asking(files.MP4), room=room):
        case Success(look):
            assert [item.kind for item in look.items] == [MediaKind.VIDEO]
        case other:
            pytest.fail(str(other))
    assert not list((room.folder / room.work).iterdir())


async def test_a_disk_that_takes_nothing_has_no_room(direct, room, tmp_path: Path):
    room = replace(room, folder=tmp_path / "gone")
    told = Remembers()
    await direct.fetch(asking(files.JPEG), room=room, aim=None, tell=told)
    assert told.failures == ["no_room"]
