"""The client library on our transport: each hazard of its own that was seen, and cannot happen."""

import asyncio
import hashlib
import os
import tracemalloc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import interactions
import pytest
from interactions.api.http.route import Route
from interactions.client.errors import DiscordError, Forbidden, HTTPException, LoginError, NotFound

from adapters.sinks.discord.http_client import TransportedHTTPClient
from adapters.sinks.discord.transport import Patience, open_transport
from tests.discord_stand_in.discord import Discord, running_discord
from tests.discord_stand_in.faults import Drop, Fault, Refusal, ServerError, Stall, TooMany
from tests.discord_stand_in.invocation import Invocation

HASTE = Patience(tries=3, waiting=10.0, pause=0.01, connecting=2.0, answering=10.0)
MIB = 1024 * 1024


class Bot:
    """The library's HTTP client on our transport, and what a command would do with it."""

    def __init__(self, discord: Discord, http: TransportedHTTPClient) -> None:
        self.discord = discord
        self.http = http

    async def asked(self) -> Invocation:
        self.discord.world.commands[""] = [{"id": "5", "type": 1, "name": "help", "options": []}]
        invocation = await self.discord.slash("help")
        await self.http.post_initial_response({"type": 5}, invocation.id, invocation.token)
        return invocation

    async def edit(self, asked: Invocation, files: Any = None, **payload: Any) -> Any:
        return await self.http.edit_interaction_message(
            payload, self.discord.world.application_id, asked.token, files=files
        )


@asynccontextmanager
async def a_bot() -> AsyncIterator[tuple[Discord, Bot]]:
    async with (
        running_discord() as discord,
        open_transport(url=discord.url, token=discord.token, patience=HASTE) as transport,
    ):
        http = TransportedHTTPClient(transport)
        await http.login(discord.token)
        yield discord, Bot(discord, http)
        assert discord.violations == []


async def test_jobs_that_edit_at_once_never_hang_although_their_limits_change() -> None:
    async with a_bot() as (discord, bot):
        discord.rate_limits.limit("PATCH /webhooks/*", requests=3, seconds=0.2)
        discord.faults.plan("PATCH *", Stall(0.02), times=80)
        jobs = [await bot.asked() for _ in range(8)]

        async with asyncio.timeout(30):
            await asyncio.gather(
                *(bot.edit(job, content=str(n)) for job in jobs for n in range(10))
            )

    assert [len(job.messages) for job in jobs] == [1] * 8
    assert [call.status for call in discord.transcript.of("PATCH *")] == [200] * 80


async def test_calls_that_wait_for_one_bucket_wait_again_when_it_is_dry_again() -> None:
    async with a_bot() as (discord, bot):
        discord.rate_limits.limit("POST /webhooks/*", requests=2, seconds=0.3)
        asked = await bot.asked()
        await bot.edit(asked, content="the answer")

        async def follow_up(number: int) -> Any:
            application_id = discord.world.application_id
            return await bot.http.post_followup(
                {"content": str(number)}, application_id, asked.token
            )

        await follow_up(0)
        await follow_up(1)
        async with asyncio.timeout(10):
            messages = await asyncio.gather(*map(follow_up, range(2, 7)))

    assert [message["content"] for message in messages] == ["2", "3", "4", "5", "6"]
    assert len(asked.follow_ups) == 7
    assert discord.rate_limits.invalid_requests == 0


@pytest.mark.parametrize(
    "fault", [ServerError(503), ServerError(500), Drop(), TooMany(html=True)], ids=repr
)
async def test_what_failed_as_often_as_it_was_tried_is_told(fault: Fault) -> None:
    async with a_bot() as (discord, bot):
        asked = await bot.asked()
        discord.faults.plan("PATCH *", fault, times=99)

        with pytest.raises(DiscordError):
            await bot.edit(asked, content="the answer")

    assert len(discord.transcript.of("PATCH *")) == HASTE.tries
    assert asked.original is not None
    assert asked.original.loading


@pytest.mark.parametrize("fault", [ServerError(502), TooMany(), Drop(after_bytes=10)], ids=repr)
async def test_a_file_in_memory_is_sent_again_whole(fault: Fault) -> None:
    async with a_bot() as (discord, bot):
        asked = await bot.asked()
        discord.faults.plan("PATCH *", fault)

        await bot.edit(asked, interactions.File(BytesIO(b"a picture"), "a.png"))

        [shown] = (await asked.answer()).attachments
    assert (shown.size, shown.sha256) == (9, hashlib.sha256(b"a picture").hexdigest())
    assert shown.content_type == "image/png"


async def test_files_are_streamed_and_never_whole_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.touch()
    os.truncate(path, 32 * MIB)
    async with a_bot() as (_, bot):
        jobs = [await bot.asked() for _ in range(4)]
        for job in jobs:
            job.file_bytes = 32 * MIB
        tracemalloc.start()
        try:
            await asyncio.gather(*(bot.edit(job, [path]) for job in jobs))
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()

    sizes = [it.size for job in jobs if job.original for it in job.original.attachments]
    assert sizes == [32 * MIB] * 4
    assert peak < 16 * MIB


async def test_an_edit_with_new_files_keeps_those_that_it_lists(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"a film")
    async with a_bot() as (_, bot):
        asked = await bot.asked()
        first = await bot.edit(asked, [interactions.File(BytesIO(b"a picture"), "a.png")])

        await bot.edit(asked, [path], attachments=first["attachments"])
        await bot.edit(asked, content="words")

        shown = (await asked.answer()).attachments
    assert [(it.filename, it.content_type) for it in shown] == [
        ("a.png", "image/png"),
        ("film.mp4", "video/mp4"),
    ]


@pytest.mark.parametrize(
    ("code", "error"), [(50013, Forbidden), (10008, NotFound), (50035, HTTPException)]
)
async def test_a_refusal_is_the_librarys_own_exception(
    code: int, error: type[HTTPException]
) -> None:
    async with a_bot() as (discord, bot):
        asked = await bot.asked()
        discord.faults.plan("PATCH *", Refusal(code))

        with pytest.raises(error) as raised:
            await bot.edit(asked, content="words")

    assert raised.value.code == code


async def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    async with a_bot() as (_, bot):
        asked = await bot.asked()

        with pytest.raises(FileNotFoundError):
            await bot.edit(asked, [tmp_path / "gone.mp4"])


async def test_a_reason_and_a_query_go_along() -> None:
    async with a_bot() as (discord, bot):
        route = Route("GET", "/applications/{id}/commands", id=discord.world.application_id)

        answer = await bot.http.request(route, params={"with_localizations": True}, reason="why")

    assert answer == []


async def test_a_wrong_token_is_a_login_error() -> None:
    async with (
        running_discord() as discord,
        open_transport(url=discord.url, token="wrong", patience=HASTE) as transport,
    ):
        with pytest.raises(LoginError):
            await TransportedHTTPClient(transport).login("wrong")


@asynccontextmanager
async def a_running_client(
    *extensions: Any, **options: Any
) -> AsyncIterator[tuple[Discord, interactions.Client]]:
    """The real client on our transport; it must end by itself when it is told to stop."""
    async with (
        running_discord() as discord,
        open_transport(url=discord.url, token=discord.token, patience=HASTE) as transport,
    ):
        client = interactions.Client(intents=interactions.Intents.GUILDS, **options)
        client.http = TransportedHTTPClient(transport)
        for command in extensions:
            client.add_interaction(command)
        running = asyncio.create_task(client.astart(discord.token))
        try:
            await discord.gateway.ready()
            async with asyncio.timeout(10):
                await client.wait_until_ready()
            yield discord, client
        finally:
            async with asyncio.timeout(10):
                await client.stop()
                await running
        assert discord.violations == []


async def test_the_real_client_uploads_keeps_and_mentions_without_pinging(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"a film")

    @interactions.slash_command("download", description="Post what stands behind a link")
    async def download(ctx: interactions.SlashContext) -> None:
        await ctx.defer()
        first = await ctx.send(content="@everyone <@1>", file=interactions.File(path))
        await ctx.edit(
            content="done",
            attachments=first.attachments,
            file=interactions.File(BytesIO(b"a picture"), "a.png"),
            allowed_mentions=interactions.AllowedMentions.none(),
        )
        await ctx.send("more", files=[path, path])

    async with a_running_client(download) as (discord, _):
        asked = await discord.slash("download")

        more = await asked.follow_up()

        assert [it.filename for it in (await asked.answer()).attachments] == ["film.mp4", "a.png"]
        assert [it.filename for it in more.attachments] == ["film.mp4", "film-2.mp4"]


async def test_a_failed_upload_is_never_reported_as_sent(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"a film")
    told: asyncio.Queue[object] = asyncio.Queue()

    @interactions.slash_command("download", description="Post what stands behind a link")
    async def download(ctx: interactions.SlashContext) -> None:
        await ctx.defer()
        try:
            told.put_nowait(await ctx.send(file=interactions.File(path)))
        except HTTPException as error:
            told.put_nowait(error)

    async with a_running_client(download) as (discord, _):
        discord.faults.plan("PATCH *", ServerError(503), times=99)
        await discord.slash("download")

        async with asyncio.timeout(10):
            outcome = await told.get()

    assert isinstance(outcome, DiscordError)


@pytest.mark.parametrize("how", ["close", "drop", "reconnect", "invalidate"])
async def test_the_real_client_comes_back_and_misses_no_command(how: str) -> None:
    @interactions.slash_command("ping", description="Answer")
    async def ping(ctx: interactions.SlashContext) -> None:
        await ctx.send("pong")

    async with a_running_client(ping) as (discord, _):
        match how:
            case "close":
                await discord.gateway.close(4000)
            case "drop":
                discord.gateway.drop()
            case "reconnect":
                await discord.gateway.ask_to_reconnect()
            case "invalidate":
                await discord.gateway.invalidate()
                await discord.gateway.ready()
        asked = await discord.slash("ping")

        assert (await asked.answer()).content == "pong"

    identified = 2 if how == "invalidate" else 1
    assert (discord.gateway.identified, discord.gateway.resumed) == (identified, 2 - identified)


async def test_the_real_client_hears_messages_clicks_and_every_place() -> None:
    heard: list[Any] = []

    @interactions.message_context_menu(name="Download media")
    async def download_media(ctx: interactions.ContextMenuContext) -> None:
        assert isinstance(ctx.target, interactions.Message)
        heard.append((ctx.target.content, ctx.locale, str(ctx.author_id)))
        buttons = interactions.Button(style=1, label="Cancel", custom_id="cancel")
        await ctx.send("looking", components=buttons, ephemeral=True)

    @interactions.component_callback("cancel")
    async def cancel(ctx: interactions.ComponentContext) -> None:
        await ctx.defer(edit_origin=True)
        await ctx.edit_origin(content="cancelled", components=[])

    async with a_running_client(download_media) as (discord, client):
        client.add_component_callback(cancel)
        bob = discord.new_user("bob", locale="de")
        places = [
            discord.home.channels[0],
            discord.new_dm(bob),
            discord.new_private_channel(bob),
        ]
        for place in places:
            said = await discord.say("look: https://x.com/1", user=bob, channel=place)
            asked = await discord.message_command("Download media", said, user=bob, channel=place)
            card = await asked.answer()
            click = await discord.click(card, "cancel", user=bob)
            await click.answer(lambda message: message.content == "cancelled")
            with pytest.raises(LookupError):
                await discord.click(card, "cancel")
            stale = await discord.click(card, "cancel", user=bob, stale=True)
            await stale.acknowledged()

            assert card.ephemeral
            assert asked.payload["context"] == place.context

    assert heard == [("look: https://x.com/1", "de", bob.id)] * 3
