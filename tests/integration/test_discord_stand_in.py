"""The stand-in serves the real client library as Discord does, and refuses what Discord refuses."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from typing import Any

import aiohttp
import interactions
import pytest
from interactions.api.http.route import Route

from tests.discord_stand_in.discord import Discord, running_discord
from tests.discord_stand_in.faults import Drop, Refusal, ServerError, Stall, TooMany
from tests.discord_stand_in.invocation import Invocation
from tests.discord_stand_in.openapi import Description
from tests.discord_stand_in.people import SEND_MESSAGES, VIEW_CHANNEL
from tests.discord_stand_in.violations import Rule

NOBODY = {"allowed_mentions": {"parse": []}}
DEFER = {"type": 5}
COMMAND = {
    "name": "download",
    "description": "Post what stands behind a link",
    "options": [{"name": "url", "description": "Link", "type": 3, "required": True}],
}


class Bare:
    """A client that does exactly what a test says."""

    def __init__(self, discord: Discord, session: aiohttp.ClientSession) -> None:
        self.discord = discord
        self.session = session

    async def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        files: dict[str, bytes] | None = None,
        content_type: str = "application/octet-stream",
        bot: bool | None = None,
    ) -> tuple[int, Any]:
        bot = bot if bot is not None else not path.startswith(("/webhooks", "/interactions"))
        headers = {"Authorization": f"Bot {self.discord.token}"} if bot else {}
        sent: dict[str, Any] = {"json": body}
        if files:
            form = aiohttp.FormData()
            form.add_field("payload_json", json.dumps(body))
            for index, (name, data) in enumerate(files.items()):
                field = f"files[{index}]"
                form.add_field(field, BytesIO(data), filename=name, content_type=content_type)
            sent = {"data": form}
        url = self.discord.url + path
        async with self.session.request(method, url, headers=headers, **sent) as response:
            return response.status, await response.json() if response.content_length else None

    async def slash(self, *, deferred: bool = True, flags: int = 0, **where: Any) -> Invocation:
        self.discord.world.commands[""] = [COMMAND | {"id": "5", "type": 1}]
        invocation = await self.discord.slash("download", {"url": "https://x.com/1"}, **where)
        if deferred:
            status, _ = await self.respond(invocation, DEFER | {"data": {"flags": flags}})
            assert status == 204
        return invocation

    async def respond(self, invocation: Invocation, body: dict[str, Any]) -> tuple[int, Any]:
        path = f"/interactions/{invocation.id}/{invocation.token}/callback"
        return await self.call("POST", path, body)

    def webhook(self, invocation: Invocation, rest: str = "") -> str:
        return f"/webhooks/{self.discord.world.application_id}/{invocation.token}{rest}"

    async def edit(
        self, invocation: Invocation, body: dict[str, Any], **sent: Any
    ) -> tuple[int, Any]:
        path = self.webhook(invocation, "/messages/@original")
        return await self.call("PATCH", path, NOBODY | body, **sent)


@asynccontextmanager
async def bare_client(**options: Any) -> AsyncIterator[tuple[Discord, Bare]]:
    async with running_discord(**options) as discord, aiohttp.ClientSession() as session:
        yield discord, Bare(discord, session)


@asynccontextmanager
async def started(client: interactions.Client, discord: Discord) -> AsyncIterator[None]:
    """The client until the block ends; cancelled, since its own stop() can spin for ever."""
    running = asyncio.create_task(client.astart(discord.token))
    try:
        await discord.gateway.ready()
        async with asyncio.timeout(10):
            await client.wait_until_ready()
        yield
    finally:
        running.cancel()
        await asyncio.wait([running], timeout=10)
        assert running.done()


def listed(*names: str) -> dict[str, Any]:
    return {"attachments": [{"id": str(n), "filename": name} for n, name in enumerate(names)]}


@pytest.mark.filterwarnings("ignore:parameter 'timeout' of type 'float':DeprecationWarning")
async def test_the_real_client_logs_in_registers_a_command_and_answers_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with running_discord(tolerated=frozenset({Rule.TOKEN_ON_WEBHOOK})) as discord:
        monkeypatch.setattr(Route, "BASE", discord.url)
        client = interactions.Client(
            intents=interactions.Intents.GUILDS, disable_dm_commands=False, sync_interactions=True
        )

        answered = asyncio.Semaphore(0)

        @interactions.slash_command("download", description="Post what stands behind a link")
        @interactions.slash_option("url", "Link", interactions.OptionType.STRING, required=True)
        async def download(ctx: interactions.SlashContext, url: str) -> None:
            await ctx.defer(ephemeral=True)
            button = interactions.Button(style=1, label="Cancel", custom_id="cancel")
            await ctx.edit(
                content=f"looking at {url}", components=button, allowed_mentions={"parse": []}
            )
            answered.release()

        @interactions.component_callback("cancel")
        async def cancel(ctx: interactions.ComponentContext) -> None:
            await ctx.edit_origin(
                content="cancelled", components=[], allowed_mentions={"parse": []}
            )
            answered.release()

        client.add_interaction(download)
        client.add_component_callback(cancel)
        async with started(client, discord):
            asked = await discord.slash("download", {"url": "https://x.com/1"})
            ack = await asked.acknowledged()
            answer = await asked.answer()
            click = await discord.click(answer, "cancel")
            await click.answer(lambda message: message.content == "cancelled")

            await discord.gateway.close(4000)
            again = await discord.slash("download", {"url": "https://x.com/2"})
            resumed = await again.answer()
            async with asyncio.timeout(10):
                for _ in range(3):
                    await answered.acquire()

    assert ack.ephemeral
    assert answer.ephemeral
    assert [state.content for state in answer.states] == ["looking at https://x.com/1", "cancelled"]
    assert resumed.content == "looking at https://x.com/2"
    assert (discord.gateway.identified, discord.gateway.resumed) == (1, 1)
    assert discord.violations == []
    assert len(discord.transcript.of("PUT /applications/*/commands")) == 1


async def test_a_late_response_finds_no_interaction() -> None:
    async with bare_client() as (discord, client):
        asked = await client.slash(deferred=False)
        discord.clock.advance(3.1)

        status, body = await client.respond(asked, DEFER)

    assert (status, body["code"]) == (404, 10062)


async def test_a_second_response_is_refused() -> None:
    async with bare_client() as (_, client):
        asked = await client.slash()

        status, body = await client.respond(asked, DEFER)

    assert (status, body["code"]) == (400, 40060)


async def test_a_token_dies_after_its_life() -> None:
    async with bare_client() as (discord, client):
        asked = await client.slash()
        discord.clock.advance(discord.limits.token_life + 1)

        status, body = await client.edit(asked, {"content": "late"})

    assert (status, body["code"]) == (401, 50027)


async def test_files_are_measured_and_shown() -> None:
    data = b"a film" * 100_000
    async with bare_client() as (discord, client):
        asked = await client.slash()

        status, _ = await client.edit(
            asked, listed("a.mp4"), files={"a.mp4": data}, content_type="video/mp4"
        )

        sent = discord.transcript[-1].files[0]
        answer = await asked.answer()
    assert status == 200
    assert (sent.size, sent.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert [it.sha256 for it in answer.attachments] == [sent.sha256]
    assert discord.violations == []


@pytest.mark.parametrize(
    ("limits", "count", "code"),
    [
        ({}, 11, 30015),
        ({"request_bytes": 150}, 2, 40005),
    ],
)
async def test_too_many_files_and_too_large_requests_are_refused(
    limits: dict[str, int], count: int, code: int
) -> None:
    async with bare_client() as (discord, client):
        for name, number in limits.items():
            setattr(discord.limits, name, number)
        asked = await client.slash()
        names = [f"{n}.bin" for n in range(count)]

        _, body = await client.edit(asked, listed(*names), files=dict.fromkeys(names, b"x" * 100))

    assert body["code"] == code
    assert len(discord.transcript[-1].files) == count


async def test_a_file_over_the_limit_that_is_really_taken_is_too_large() -> None:
    async with bare_client() as (_, client):
        asked = await client.slash(attachment_size_limit=500_000, accepts=200)

        status, body = await client.edit(asked, listed("a.bin"), files={"a.bin": b"x" * 201})

        assert (status, body["code"]) == (413, 40005)
        assert asked.payload["attachment_size_limit"] == 500_000


async def test_an_attachment_that_an_edit_forgets_is_a_violation() -> None:
    async with bare_client() as (discord, client):
        asked = await client.slash()
        await client.edit(asked, listed("a.bin"), files={"a.bin": b"1"})
        await client.edit(asked, listed("a.bin"), files={"a.bin": b"1"})
        assert discord.violations == []

        await client.edit(asked, listed("b.bin"), files={"b.bin": b"2"})

    assert [it.rule for it in discord.violations] == [Rule.ATTACHMENT_DROPPED]
    assert [it.filename for it in (await asked.answer()).attachments] == ["b.bin"]


async def test_an_attachment_that_is_listed_stays() -> None:
    async with bare_client() as (discord, client):
        asked = await client.slash()
        _, body = await client.edit(asked, listed("a.bin"), files={"a.bin": b"1"})
        kept = {"id": body["attachments"][0]["id"]}
        new = {"id": "0", "filename": "b.bin", "description": "a bee", "is_spoiler": True}

        await client.edit(asked, {"attachments": [kept, new]}, files={"b.bin": b"2"})

        first, second = (await asked.answer()).attachments
    assert (first.filename, second.filename) == ("a.bin", "b.bin")
    assert (second.description, second.spoiler) == ("a bee", True)
    assert discord.violations == []


@pytest.mark.parametrize(
    ("body", "name", "content_type", "rule"),
    [
        ({"allowed_mentions": None}, "a.bin", "image/png", Rule.ALLOWED_MENTIONS),
        ({"allowed_mentions": {"parse": ["users"]}}, "a.bin", "image/png", Rule.ALLOWED_MENTIONS),
        ({"attachments": []}, "a.bin", "image/png", Rule.ATTACHMENT_UNLISTED),
        ({}, "a.mp4", "application/octet-stream", Rule.CONTENT_TYPE),
        ({}, "a b.bin", "image/png", Rule.FILE_NAME),
        ({"flags": 1 << 15}, "a.bin", "image/png", Rule.ATTACHMENT_INVISIBLE),
    ],
)
async def test_what_discord_lets_pass_and_we_do_not_is_a_violation(
    body: dict[str, Any], name: str, content_type: str, rule: Rule
) -> None:
    async with bare_client() as (discord, client):
        asked = await client.slash()

        status, _ = await client.edit(
            asked, listed(name) | body, files={name: b"1"}, content_type=content_type
        )

    assert status == 200
    assert [it.rule for it in discord.violations] == [rule]


async def test_the_bots_token_on_a_webhook_is_a_violation() -> None:
    async with bare_client() as (discord, client):
        asked = await client.slash()

        await client.call("GET", client.webhook(asked, "/messages/@original"), bot=True)

    assert [it.rule for it in discord.violations] == [Rule.TOKEN_ON_WEBHOOK]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"content": "x" * 2001}, 50035),
        ({"content": ""}, 50006),
        ({"attachments": [{"id": "7"}]}, 50035),
        ({"content": "words", "flags": 1 << 15}, 50035),
    ],
)
async def test_malformed_messages_are_refused(body: dict[str, Any], code: int) -> None:
    async with bare_client() as (_, client):
        asked = await client.slash()

        status, answer = await client.edit(asked, body)

    assert (status, answer["code"]) == (400, code)


async def test_follow_ups_of_an_application_installed_by_a_user_are_five() -> None:
    async with bare_client() as (discord, client):
        private = discord.new_private_channel(discord.alice)
        asked = await client.slash(channel=private)
        await client.edit(asked, {"content": "the answer"})
        body = NOBODY | {"content": "more"}

        answers = [await client.call("POST", client.webhook(asked), body) for _ in range(6)]

        _, missing = await client.call("POST", f"/channels/{private.id}/messages", body)
    assert asked.payload["context"] == 2
    assert asked.payload["authorizing_integration_owners"] == {"1": discord.alice.id}
    assert [status for status, _ in answers] == [200] * 5 + [400]
    assert answers[-1][1]["code"] == 40094
    assert missing["code"] == 50001


async def test_a_follow_up_directly_after_a_defer_is_the_answer_and_stays_private() -> None:
    async with bare_client() as (_, client):
        asked = await client.slash(flags=64)

        await client.call("POST", client.webhook(asked), NOBODY | {"content": "here", "flags": 0})

        answer = await asked.answer()
    assert (answer.content, answer.ephemeral, asked.follow_ups) == ("here", True, [])


async def test_a_deleted_answer_is_unknown() -> None:
    async with bare_client() as (_, client):
        asked = await client.slash()
        path = client.webhook(asked, "/messages/@original")
        assert (await client.call("DELETE", path))[0] == 204

        status, body = await client.edit(asked, {"content": "gone"})

    assert (status, body["code"], asked.messages) == (404, 10008, [])


async def test_an_enforced_nonce_gives_the_first_message_again() -> None:
    async with bare_client() as (discord, client):
        path = f"/channels/{discord.home.channels[0].id}/messages"
        body = NOBODY | {"content": "once", "nonce": "job-1", "enforce_nonce": True}

        _, first = await client.call("POST", path, body)
        _, second = await client.call("POST", path, body)
        discord.clock.advance(discord.limits.nonce_remembered + 1)
        _, third = await client.call("POST", path, body)

    assert first["id"] == second["id"] != third["id"]


async def test_a_bot_without_permissions_is_refused() -> None:
    async with bare_client() as (discord, client):
        mute = discord.new_guild("mute", permissions=VIEW_CHANNEL).channels[0]
        blind = discord.new_guild("blind", permissions=0).channels[0]
        no_files = discord.new_guild("text", permissions=VIEW_CHANNEL | SEND_MESSAGES).channels[0]

        answers = [
            await client.call("POST", f"/channels/{it.id}/messages", NOBODY | listed("a"), files=f)
            for it, f in ((mute, None), (blind, None), (no_files, {"a": b"1"}))
        ]
        unauthorised, _ = await client.call("GET", "/users/@me", bot=False)

    assert [body["code"] for _, body in answers] == [50013, 50001, 50013]
    assert unauthorised == 401
    assert discord.rate_limits.invalid_requests == 4


async def test_reactions_and_own_messages_come_and_go() -> None:
    async with bare_client() as (discord, client):
        said = await discord.say("https://x.com/1")
        path = f"/channels/{said.channel_id}/messages/{said.id}"

        await client.call("PUT", f"{path}/reactions/%E2%9D%8C/@me")
        _, refused = await client.call("PATCH", path, NOBODY | {"content": "mine now"})
        reacted = list(said.reactions)
        await client.call("DELETE", f"{path}/reactions/%E2%9D%8C/@me")

    assert (reacted, said.reactions) == (["❌"], [])
    assert refused["code"] == 50005


@pytest.mark.parametrize("after_effect", [False, True])
async def test_a_dropped_connection_has_or_has_not_taken_effect(after_effect: bool) -> None:
    async with bare_client() as (discord, client):
        asked = await client.slash()
        planned = discord.faults.plan("PATCH *@original", Drop(), nth=2, after_effect=after_effect)
        await client.edit(asked, {"content": "first"})

        with pytest.raises(aiohttp.ClientConnectionError):
            await client.edit(asked, {"content": "second"})

        assert planned.happened == 1
        assert (await asked.answer()).content == ("second" if after_effect else "first")
        assert discord.transcript[-1].took_effect is after_effect


async def test_an_upload_is_dropped_in_its_middle() -> None:
    async with bare_client() as (discord, client):
        asked = await client.slash()
        discord.faults.plan("PATCH *", Drop(after_bytes=100_000))

        with pytest.raises(aiohttp.ClientConnectionError):
            await client.edit(asked, listed("a.bin"), files={"a.bin": b"x" * 4_000_000})

    assert discord.transcript[-1].status == 0


@pytest.mark.parametrize(
    ("fault", "status", "content_type", "headers"),
    [
        (TooMany(), 429, "application/json", {"X-RateLimit-Scope": "user"}),
        (TooMany(everywhere=True), 429, "application/json", {"X-RateLimit-Global": "true"}),
        (TooMany(headers=False), 429, "application/json", {"X-RateLimit-Reset-After": None}),
        (TooMany(html=True), 429, "text/html; charset=utf-8", {"X-RateLimit-Reset-After": None}),
        (ServerError(502), 502, "application/json", {}),
        (ServerError(503, html=True), 503, "text/html; charset=utf-8", {}),
        (Refusal(200000), 400, "application/json", {}),
        (Stall(0.01), 200, "application/json", {}),
    ],
)
async def test_planned_faults_look_like_discords(
    fault: Any, status: int, content_type: str, headers: dict[str, str | None]
) -> None:
    async with bare_client() as (discord, client):
        discord.faults.plan("GET /users/@me", fault)
        authorized = {"Authorization": f"Bot {discord.token}"}
        async with client.session.get(f"{discord.url}/users/@me", headers=authorized) as response:
            assert response.status == status
            assert response.headers["Content-Type"] == content_type
            assert {name: response.headers.get(name) for name in headers} == headers


async def test_a_bucket_and_the_global_limit_run_dry() -> None:
    async with bare_client() as (discord, client):
        discord.rate_limits.limit("* /webhooks/*", requests=2, seconds=60)
        discord.rate_limits.limit_everything(requests=1, seconds=60)
        asked, other = await client.slash(), await client.slash()

        edits = [(await client.edit(asked, {"content": str(n)}))[0] for n in range(3)]
        elsewhere, _ = await client.edit(other, {"content": "a bucket of its own"})
        whole = [(await client.call("GET", "/users/@me"))[0] for _ in range(2)]

    assert edits == [200, 200, 429]
    assert elsewhere == 200
    assert whole == [200, 429]


async def test_a_call_before_the_named_time_is_a_violation() -> None:
    async with bare_client() as (discord, client):
        discord.faults.plan("GET /users/@me", TooMany(retry_after=5))
        await client.call("GET", "/users/@me")
        discord.clock.advance(1)

        await client.call("GET", "/users/@me")

    assert [it.rule for it in discord.violations] == [Rule.EARLY_AFTER_429]


async def test_a_route_that_is_not_there_is_a_violation() -> None:
    async with bare_client() as (discord, client):
        status, _ = await client.call("GET", "/voice/regions")

    assert (status, [it.rule for it in discord.violations]) == (404, [Rule.UNKNOWN_ROUTE])


async def test_shards_get_their_guilds_events() -> None:
    async with running_discord(shards=2) as discord, aiohttp.ClientSession() as session:
        url = f"{discord.gateway.url}?encoding=json&v=10"
        async with session.ws_connect(url) as one, session.ws_connect(url) as two:
            for socket, shard in ((one, 0), (two, 1)):
                assert (await socket.receive_json())["op"] == 10
                d = {"token": discord.token, "intents": 1, "shard": [shard, 2]}
                await socket.send_json({"op": 2, "d": d})
            await discord.gateway.ready()
            mine = (int(discord.home.id) >> 22) % 2
            sockets = [one, two]

            ready = await sockets[mine].receive_json()
            created = await sockets[mine].receive_json()
            other = await sockets[1 - mine].receive_json()

    assert (ready["t"], created["t"], created["d"]["id"]) == (
        "READY",
        "GUILD_CREATE",
        discord.home.id,
    )
    assert (other["t"], other["d"]["guilds"]) == ("READY", [])


async def test_a_wrong_token_is_shown_the_door() -> None:
    async with (
        running_discord() as discord,
        aiohttp.ClientSession() as session,
        session.ws_connect(discord.gateway.url) as socket,
    ):
        await socket.receive_json()
        await socket.send_json({"op": 2, "d": {"token": "wrong", "intents": 1}})
        await socket.receive()

        assert socket.close_code == 4004


def test_a_description_finds_what_is_wrong_with_a_body() -> None:
    description = Description(
        {
            "paths": {
                "/a/{id}": {
                    "patch": {
                        "requestBody": {
                            "content": {"application/json": {"schema": {"$ref": "#/schemas/Body"}}}
                        }
                    }
                }
            },
            "schemas": {
                "Body": {
                    "type": "object",
                    "required": ["kind"],
                    "properties": {
                        "kind": {"type": "integer", "enum": [1, 2]},
                        "content": {"type": ["string", "null"], "maxLength": 3},
                        "parts": {
                            "type": "array",
                            "maxItems": 1,
                            "items": {"oneOf": [{"type": "null"}, {"$ref": "#/schemas/Part"}]},
                        },
                    },
                },
                "Part": {
                    "type": "object",
                    "properties": {"id": {"type": "string", "pattern": "^[0-9]+$"}},
                },
            },
        }
    )

    def mistakes(body: Any) -> list[str]:
        return description.mistakes("PATCH", "/a/{other}", body)

    assert mistakes({"kind": 1, "content": None, "tts": False, "parts": [{"id": "1"}]}) == []
    assert mistakes({}) == ["body.kind is missing"]
    assert mistakes({"kind": 3}) == ["body.kind: 3 is none of [1, 2]"]
    assert mistakes({"kind": 1, "content": "long"}) == ["body.content: 4 is no allowed length"]
    assert mistakes({"kind": 1, "more": 1}) == ["body.more is not described"]
    assert mistakes({"kind": 1, "parts": [{"id": "x"}]}) == [
        "body.parts[0].id: 'x' does not match ^[0-9]+$"
    ]
    assert mistakes([]) == ["body: [] is no object"]
