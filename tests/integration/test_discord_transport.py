"""The transport delivers once, obeys every limit, and says what it cannot know."""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from adapters.sinks.discord.answers import Refusal
from adapters.sinks.discord.calls import Call
from adapters.sinks.discord.transport import Patience, Transport, open_transport
from adapters.sinks.discord.uploads import Upload, attachments, open_all
from domain.failures import ChatDown, ChatUnknown, NoRoom
from domain.outcome import Failure, Success
from tests.discord_stand_in.discord import Discord, running_discord
from tests.discord_stand_in.faults import (
    Drop,
    Fault,
    ServerError,
    Stall,
    TooMany,
)
from tests.discord_stand_in.faults import (
    Refusal as Refuses,
)
from tests.discord_stand_in.invocation import Invocation

HASTE = Patience(tries=4, waiting=5.0, pause=0.01, connecting=2.0, answering=5.0)
PASSING = [
    Drop(),
    ServerError(500),
    ServerError(503),
    ServerError(502, html=True),
    TooMany(),
    TooMany(everywhere=True),
    TooMany(shared=True),
    TooMany(headers=False),
    TooMany(html=True),
]


class Caller:
    """A job that answers one interaction, without the bot's token."""

    def __init__(self, discord: Discord, transport: Transport, asked: Invocation) -> None:
        self.discord = discord
        self.transport = transport
        self.asked = asked
        self.root = f"/webhooks/{discord.world.application_id}/{asked.token}"

    async def edit(self, json: dict[str, Any], *uploads: Upload) -> Any:
        path = f"{self.root}/messages/@original"
        return await self.transport.send(Call("PATCH", path, json, uploads))

    async def follow_up(self, json: dict[str, Any]) -> Any:
        return await self.transport.send(Call("POST", self.root, json))

    def respond(self) -> Call:
        return Call(
            "POST", f"/interactions/{self.asked.id}/{self.asked.token}/callback", {"type": 5}
        )


async def new_caller(discord: Discord, transport: Transport, *, deferred: bool = True) -> Caller:
    discord.world.commands[""] = [{"id": "5", "type": 1, "name": "help", "options": []}]
    caller = Caller(discord, transport, await discord.slash("help"))
    if deferred:
        assert await transport.send(caller.respond()) == Success(None)
    return caller


@asynccontextmanager
async def one_caller(**how: Any) -> AsyncIterator[tuple[Discord, Caller]]:
    async with (
        running_discord() as discord,
        open_transport(url=discord.url, patience=HASTE) as transport,
    ):
        yield discord, await new_caller(discord, transport, **how)
        assert discord.violations == []


def film(folder: Path, size: int = 300_000) -> tuple[Upload, str]:
    path = folder / "film.mp4"
    path.write_bytes(b"f" * size)
    upload = Upload(path, "film.mp4", "video/mp4", description="A film", spoiler=True)
    return upload, hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("link", ["folder", "file", "second name"])
def test_no_link_is_followed_to_a_file_outside(link: str, tmp_path: Path) -> None:
    room, outside = tmp_path / "room", tmp_path / "outside"
    for folder in (room, outside):
        folder.mkdir()
    film(outside)
    if link == "folder":
        (room / "inside").symlink_to(outside)
    else:
        (room / "inside").mkdir()
        if link == "file":
            (room / "inside" / "film.mp4").symlink_to(outside / "film.mp4")
        else:
            (room / "inside" / "film.mp4").hardlink_to(outside / "film.mp4")
    upload = Upload(room / "inside" / "film.mp4", "film.mp4", "video/mp4", below=room)
    with pytest.raises(OSError, match="no regular file"):
        open_all([upload])
    (room / "film.mp4").write_bytes(bytes(300_000))
    stack, (file,) = open_all([replace(upload, source=room / "film.mp4")])
    with stack:
        assert len(file.read()) == 300_000


@pytest.mark.parametrize("after_effect", [False, True])
@pytest.mark.parametrize("fault", PASSING, ids=repr)
async def test_an_upload_arrives_whole_and_once_whatever_passes(
    fault: Fault, after_effect: bool, tmp_path: Path
) -> None:
    upload, digest = film(tmp_path)
    async with one_caller() as (discord, caller):
        planned = discord.faults.plan("PATCH *", fault, after_effect=after_effect)

        outcome = await caller.edit({"attachments": attachments((), [upload])}, upload)

        answer = await caller.asked.answer()
    assert isinstance(outcome, Success)
    assert planned.happened == 1
    assert [
        (it.sha256, it.content_type, it.description, it.spoiler) for it in answer.attachments
    ] == [(digest, "video/mp4", "A film", True)]
    assert len(discord.transcript.of("PATCH *")) == 2
    assert len(discord.messages) == 1


async def test_an_upload_that_breaks_in_its_middle_is_sent_again_from_its_start(
    tmp_path: Path,
) -> None:
    upload, digest = film(tmp_path, 4_000_000)
    async with one_caller() as (discord, caller):
        discord.faults.plan("PATCH *", Drop(after_bytes=500_000), times=2)

        outcome = await caller.edit({"attachments": attachments((), [upload])}, upload)

        assert [it.sha256 for it in (await caller.asked.answer()).attachments] == [digest]
    assert isinstance(outcome, Success)


@pytest.mark.parametrize("after_effect", [False, True])
@pytest.mark.parametrize("fault", [Drop(), ServerError(502)], ids=repr)
async def test_a_follow_up_without_an_answer_is_unknown_and_not_repeated(
    fault: Fault, after_effect: bool
) -> None:
    async with one_caller() as (discord, caller):
        await caller.edit({"content": "the answer"})
        discord.faults.plan("POST /webhooks/*", fault, after_effect=after_effect)

        outcome = await caller.follow_up({"content": "a placeholder"})

    assert outcome == Failure(ChatUnknown())
    assert len(discord.transcript.of("POST /webhooks/*")) == 1
    assert len(caller.asked.follow_ups) == int(after_effect)


async def test_a_follow_up_that_was_only_limited_is_repeated() -> None:
    async with one_caller() as (discord, caller):
        await caller.edit({"content": "the answer"})
        discord.faults.plan("POST /webhooks/*", TooMany(), times=2)

        outcome = await caller.follow_up({"content": "a placeholder"})

    assert isinstance(outcome, Success)
    assert len(caller.asked.follow_ups) == 1


async def test_a_follow_up_that_was_never_sent_is_no_riddle() -> None:
    async with open_transport(url="http://127.0.0.1:1", patience=HASTE) as transport:
        outcome = await transport.send(Call("POST", "/webhooks/1/token", {"content": "hello"}))

    assert outcome == Failure(ChatDown())


async def test_a_first_response_that_arrived_unheard_is_a_success() -> None:
    async with one_caller(deferred=False) as (discord, caller):
        discord.faults.plan("POST /interactions/*", Drop(), after_effect=True)

        outcome = await caller.transport.send(caller.respond())

        again = await caller.transport.send(caller.respond())
    assert outcome == Success(None)
    assert isinstance(again, Failure)
    assert again.failure().code == 40060


async def test_a_message_that_was_deleted_unheard_is_deleted() -> None:
    async with one_caller() as (discord, caller):
        discord.faults.plan("DELETE *", Drop(), after_effect=True)
        delete = Call("DELETE", f"{caller.root}/messages/@original")

        outcome = await caller.transport.send(delete)

    assert outcome == Success(None)
    assert discord.messages == []


async def test_a_channel_message_with_an_enforced_nonce_is_repeated_and_there_once() -> None:
    async with (
        running_discord() as discord,
        open_transport(url=discord.url, token=discord.token, patience=HASTE) as transport,
    ):
        discord.faults.plan("POST *", Drop(), after_effect=True)
        path = f"/channels/{discord.home.channels[0].id}/messages"
        body = {"content": "the answer", "nonce": "job-1-1", "enforce_nonce": True}

        outcome = await transport.send(Call("POST", path, body))

    assert isinstance(outcome, Success)
    assert len(discord.transcript.of("POST *")) == 2
    assert len(discord.messages) == 1
    assert discord.violations == []


@pytest.mark.parametrize("code", [40005, 50027, 10008, 50013, 50035, 40094, 200000])
async def test_a_refusal_is_an_answer_and_never_repeated(code: int) -> None:
    async with one_caller() as (discord, caller):
        discord.faults.plan("PATCH *", Refuses(code))

        outcome = await caller.edit({"content": "words"})

    assert isinstance(outcome, Failure)
    assert outcome.failure().code == code
    assert len(discord.transcript.of("PATCH *")) == 1


async def test_a_large_upload_hears_an_early_refusal(tmp_path: Path) -> None:
    upload, _ = film(tmp_path, 8_000_000)
    async with one_caller() as (discord, caller):
        discord.faults.plan("PATCH *", Refuses(40005))

        outcome = await caller.edit({"attachments": attachments((), [upload])}, upload)

    assert isinstance(outcome, Failure)
    assert outcome.failure().status == 413


async def test_what_never_passes_ends_as_down() -> None:
    async with one_caller() as (discord, caller):
        discord.faults.plan("PATCH *", ServerError(), times=99)

        outcome = await caller.edit({"content": "words"})

    assert outcome == Failure(ChatDown())
    assert len(discord.transcript.of("PATCH *")) == HASTE.tries


async def test_a_limit_beyond_all_patience_is_not_waited_for() -> None:
    async with one_caller() as (discord, caller):
        discord.faults.plan("PATCH *", TooMany(retry_after=HASTE.waiting + 60))

        async with asyncio.timeout(HASTE.waiting):
            outcome = await caller.edit({"content": "words"})

    assert outcome == Failure(ChatDown())


async def test_a_call_that_needs_the_bots_token_is_refused_without_one() -> None:
    async with one_caller() as (discord, caller):
        outcome = await caller.transport.send(Call("GET", "/users/@me"))

    assert isinstance(outcome, Failure)
    assert isinstance(outcome.failure(), Refusal)
    assert discord.transcript.of("GET *") == []


async def test_the_bots_token_stays_on_the_bots_routes() -> None:
    async with (
        running_discord() as discord,
        open_transport(url=discord.url, token=discord.token, patience=HASTE) as transport,
    ):
        caller = await new_caller(discord, transport)
        await caller.edit({"content": "words"})
        assert isinstance(await transport.send(Call("GET", "/users/@me")), Success)

    assert [bool(call.authorization) for call in discord.transcript] == [False, False, True]
    assert discord.violations == []


async def test_eight_jobs_with_ten_edits_each_never_meet_a_429() -> None:
    async with (
        running_discord() as discord,
        open_transport(url=discord.url, patience=HASTE) as transport,
    ):
        discord.rate_limits.limit("PATCH /webhooks/*", requests=5, seconds=0.3)
        discord.faults.plan("PATCH *", Stall(0.05), times=5)
        callers = [await new_caller(discord, transport) for _ in range(8)]

        async def job(caller: Caller) -> list[Any]:
            return [await caller.edit({"content": str(n)}) for n in range(10)]

        outcomes = await asyncio.gather(*map(job, callers))

    assert all(isinstance(it, Success) for each in outcomes for it in each)
    assert [call.status for call in discord.transcript.of("PATCH *")] == [200] * 80
    assert [caller.asked.original and caller.asked.original.content for caller in callers] == [
        "9"
    ] * 8
    assert discord.rate_limits.invalid_requests == 0


async def test_the_global_limit_holds_back_the_bot_and_not_the_interactions(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    async with (
        running_discord() as discord,
        open_transport(url=discord.url, token=discord.token, patience=HASTE) as transport,
    ):
        caller = await new_caller(discord, transport)
        discord.faults.plan("GET /users/@me", TooMany(retry_after=1.0, everywhere=True))
        limited = asyncio.create_task(transport.send(Call("GET", "/users/@me")))
        async with asyncio.timeout(10):
            while "GET /users/@me: try 1 failed" not in caplog.text:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        other = asyncio.create_task(transport.send(Call("GET", "/applications/@me")))

        assert isinstance(await caller.edit({"content": "words"}), Success)

        assert not limited.done()
        assert discord.transcript.of("GET /applications/@me") == []
        assert isinstance(await limited, Success)
        assert isinstance(await other, Success)
    assert discord.violations == []


async def test_routes_of_one_bucket_share_a_lane() -> None:
    async with one_caller() as (discord, caller):
        discord.rate_limits.limit("* /webhooks/*", requests=2, seconds=0.2)
        await caller.edit({"content": "0"})
        for number in range(4):
            assert isinstance(await caller.follow_up({"content": str(number)}), Success)
            assert isinstance(await caller.edit({"content": str(number)}), Success)

    statuses = [call.status for call in discord.transcript.of("* /webhooks/*")]
    assert statuses.count(429) <= 1


@pytest.mark.parametrize("kind", ["missing", "link", "folder", "pipe"])
async def test_only_a_regular_file_is_sent(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    match kind:
        case "link":
            path.symlink_to("/etc/passwd")
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
    async with one_caller() as (discord, caller):
        outcome = await caller.edit({"attachments": []}, Upload(path, "film.mp4", "video/mp4"))

    assert outcome == Failure(NoRoom(why="gone"))
    assert discord.transcript.of("PATCH *") == []


async def test_a_cancelled_upload_leaves_the_lane_to_the_next(tmp_path: Path) -> None:
    upload, _ = film(tmp_path)
    async with one_caller() as (discord, caller):
        discord.faults.plan("PATCH *", Stall(0.3))
        first = asyncio.create_task(caller.edit({"attachments": attachments((), [upload])}, upload))
        await discord.world.changes.until(lambda: discord.transcript.of("POST *"))
        await asyncio.sleep(0.05)
        waiting = asyncio.create_task(caller.edit({"content": "never"}))
        await asyncio.sleep(0.05)
        waiting.cancel()
        first.cancel()

        outcome = await caller.edit({"content": "words"})

    assert isinstance(outcome, Success)


async def test_nothing_secret_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    async with one_caller() as (discord, caller):
        discord.faults.plan("PATCH *", ServerError(), times=99)

        await caller.edit({"content": "secret words"})

    assert "PATCH /webhooks/{id}/{token}/messages/{id}" in caplog.text
    assert caller.asked.token not in caplog.text
    assert "secret" not in caplog.text
