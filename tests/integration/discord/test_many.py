"""Many people at once, several bots, and jobs that change their process."""

import asyncio
import json
import sys
from collections import Counter
from pathlib import Path

from interactions import Client

from adapters.sinks.discord.transport import open_transport
from domain.jobs import JobState
from domain.outcome import Outcome
from tests.discord_stand_in.discord import running_discord
from tests.discord_stand_in.faults import ServerError
from tests.discord_stand_in.invocation import Invocation
from tests.fakes.fetchers import FakeFetcher, Post
from tests.integration.discord.answering import HASTE, answering
from tests.integration.discord.whole_bot import WholeBot, is_over, started

ROOT = Path(__file__).parents[3]


class Watched:
    """Looks, whenever a job fetches, at who is running."""

    def __init__(self) -> None:
        self.bot: WholeBot | None = None
        self.most = Counter[str]()

    async def look(self) -> Outcome[None, None] | None:
        assert self.bot is not None
        for _ in range(3):
            running = await self.bot.wiring.queue().find(state=JobState.RUNNING)
            of_user = Counter(view.spec.actor.user for view in running)
            self.most["all"] = max(self.most["all"], len(running))
            self.most["user"] = max(self.most["user"], *of_user.values())
            await asyncio.sleep(0.01)
        return None


async def test_thirty_jobs_of_six_users_in_three_guilds_finish_within_the_caps(
    tmp_path: Path,
) -> None:
    watched = Watched()
    async with running_discord() as discord:
        guilds = [discord.home, discord.new_guild("b"), discord.new_guild("c")]
        users = [discord.new_user(f"user{n}") for n in range(6)]
        fetcher = FakeFetcher([Post("a.jpg", after=watched.look)])
        async with (
            open_transport(url=discord.url, patience=HASTE, token=discord.token) as transport,
            started(
                discord, transport, tmp_path, fetcher=fetcher, upload_enable_progress_updates=False
            ) as bot,
        ):
            watched.bot = bot
            asked: list[tuple[int, Invocation]] = [
                (
                    n,
                    await bot.download(
                        f"https://a.example/{n}{it}", user=user, guild=guilds[n % 3]
                    ),
                )
                for n, user in enumerate(users)
                for it in range(5)
            ]
            cards = [await each.answer(is_over, within=60) for _, each in asked]
            async with asyncio.timeout(10):
                while len(await bot.wiring.queue().find(state=JobState.OVER)) < 30:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
        assert discord.violations == []
    assert [len(card.attachments) for card in cards] == [1] * 30
    assert len([it for it in discord.messages if it.attachments]) == 30
    assert watched.most["all"] <= 3
    assert watched.most["user"] <= 2
    order = sorted(asked, key=lambda it: it[1].original.states[-1].at)  # type: ignore[union-attr]
    assert {user for user, _ in order[:18]} == set(range(6))


async def test_the_same_link_asked_twice_is_fetched_once_and_answered_twice(tmp_path: Path) -> None:
    go = asyncio.Event()
    async with running_discord() as discord:
        bob = discord.new_user("bob")
        fetcher = FakeFetcher([Post("a.jpg", after=go.wait)])
        async with (
            open_transport(url=discord.url, patience=HASTE, token=discord.token) as transport,
            started(discord, transport, tmp_path, fetcher=fetcher) as bot,
        ):
            one, other, third = (
                await bot.download(),
                await bot.download(user=bob),
                await bot.download(user=discord.new_user("eve")),
            )
            for each in (one, other, third):
                await each.answer()
            async with asyncio.timeout(5):
                while len(await bot.wiring.queue().find(state=JobState.RUNNING)) < 3:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
            card = one.original
            assert card is not None
            (cancel,) = [
                it["custom_id"]
                for it in card.components[0]["components"]
                if it["label"] == "Cancel"
            ]
            await discord.click(card, cancel)
            assert "Cancelled." in (await one.answer(is_over)).content
            go.set()
            assert len((await other.answer(is_over)).attachments) == 1
            assert len((await third.answer(is_over)).attachments) == 1
    assert fetcher.calls == 1


async def test_two_bots_in_one_process_do_not_take_each_others_commands(tmp_path: Path) -> None:
    async with (
        running_discord() as one,
        running_discord() as other,
        open_transport(url=one.url, patience=HASTE, token=one.token) as to_one,
        open_transport(url=other.url, patience=HASTE, token=other.token) as to_other,
        started(one, to_one, tmp_path / "1", fetcher=FakeFetcher([Post("a.jpg")])) as first,
        started(other, to_other, tmp_path / "2", fetcher=FakeFetcher([])) as second,
    ):
        with_file = await (await first.download()).answer(is_over)
        without = await (await second.download()).answer(is_over)
    assert len(with_file.attachments) == 1
    assert without.attachments == []


async def test_a_dropped_gateway_resumes_and_a_dead_one_is_replaced(tmp_path: Path) -> None:
    async with (
        running_discord() as discord,
        open_transport(url=discord.url, patience=HASTE, token=discord.token) as transport,
        started(discord, transport, tmp_path, fetcher=FakeFetcher([Post("a.jpg")])) as bot,
    ):
        await discord.gateway.close(4000)
        assert len((await (await bot.download()).answer(is_over)).attachments) == 1
        assert discord.gateway.resumed == 1
        client = bot.bot.gateway._client
        assert client is not None
        await client.stop()
        await _replaced(bot, client)
        again = await (await bot.download("https://example.com/2")).answer(is_over)
        assert len(again.attachments) == 1


async def test_a_gateway_that_cannot_be_had_is_asked_for_until_it_can(tmp_path: Path) -> None:
    async with (
        running_discord() as discord,
        open_transport(url=discord.url, patience=HASTE, token=discord.token) as transport,
    ):
        at_start = discord.faults.plan("GET /gateway/bot", ServerError(503), times=2 * HASTE.tries)
        fetcher = FakeFetcher([Post("a.jpg")])
        async with started(discord, transport, tmp_path, fetcher=fetcher) as bot:
            assert at_start.happened == 2 * HASTE.tries
            assert len((await (await bot.download()).answer(is_over)).attachments) == 1
            client = bot.bot.gateway._client
            assert client is not None
            anew = discord.faults.plan("GET /gateway/bot", ServerError(503), times=HASTE.tries)
            await client.stop()
            await _replaced(bot, client)
            assert anew.happened == HASTE.tries
            again = await (await bot.download("https://example.com/2")).answer(is_over)
            assert len(again.attachments) == 1
        assert discord.violations == []


async def _replaced(bot: WholeBot, client: Client) -> None:
    async with asyncio.timeout(20):
        while bot.bot.gateway._client is client or not bot.bot.gateway.ready():  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def test_shards_are_as_many_as_discord_recommends(tmp_path: Path) -> None:
    async with (
        running_discord(shards=3) as discord,
        open_transport(url=discord.url, patience=HASTE, token=discord.token) as transport,
        started(discord, transport, tmp_path, fetcher=FakeFetcher([Post("a.jpg")])) as bot,
    ):
        assert sorted(session.shard for session in discord.gateway.sessions) == [
            (0, 3), (1, 3), (2, 3),
        ]  # fmt: skip
        guilds = [discord.home, *(discord.new_guild(f"{n}") for n in range(3))]
        cards = [
            await (await bot.download(f"https://example.com/{n}", guild=guild)).answer(is_over)
            for n, guild in enumerate(guilds)
        ]
    assert [len(card.attachments) for card in cards] == [1, 1, 1, 1]


async def test_a_job_is_answered_by_another_process_from_its_bytes(tmp_path: Path) -> None:
    async with answering(tmp_path, []) as bot:
        asked = await bot.asked()
        told = {
            "spec": bot.spec(asked).model_dump_json(context={"sealed": True}),
            "url": bot.discord.url,
            "folder": f"{tmp_path / 'other'}",
        }
        other = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.integration.discord.other_process",
            cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        out, _ = await other.communicate(json.dumps(told).encode())
    assert other.returncode == 0
    assert json.loads(out)["end"] == "delivery"
    assert len(asked.messages[0].attachments) == 1
