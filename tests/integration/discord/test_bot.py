"""People use the bot, through the real client library."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.fetchers.for_all_ages import ForAllAges
from adapters.sinks.discord.transport import open_transport
from application.ports.workspace import Room
from domain.failures import CannotFit, ConnectionLost, FetchFailure, NotFound
from domain.jobs import JobState
from domain.look import Look
from domain.outcome import Outcome
from domain.progress import Looking
from domain.request import Clip, MediaRequest, Quality
from entrypoints.discord_bot.admin import LAST_JOBS
from tests.discord_stand_in.discord import running_discord
from tests.discord_stand_in.faults import ServerError
from tests.discord_stand_in.people import MANAGE_MESSAGES, SEND_MESSAGES, VIEW_CHANNEL
from tests.fakes.fetchers import FakeFetcher, Post
from tests.fakes.rooms import FakeWorkspace
from tests.integration.discord.answering import HASTE, hashes, posted
from tests.integration.discord.whole_bot import (
    LINK,
    WholeBot,
    custom_id,
    is_over,
    labels_of,
    started,
    whole_bot,
)

A_DAY = 86_400
FIFTEEN_MINUTES = 901
NEARLY_FIFTEEN_MINUTES = 820


class Held:
    """A post whose file arrives when it is let go."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.script = [Post("a.jpg", after=self.go.wait)]


async def _until(bot: WholeBot, state: JobState, count: int) -> None:
    async with asyncio.timeout(10):
        while len(await bot.wiring.queue().find(state=state)) != count:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_a_link_becomes_media(tmp_path: Path) -> None:
    async with whole_bot(tmp_path, [Post("a.jpg"), Post("b.jpg", size=101)]) as bot:
        asked = await bot.download()
        ack = await asked.acknowledged()
        card = await asked.answer(is_over)
    assert ack.after < 3
    assert not ack.ephemeral
    assert hashes(asked) == [[posted(100), posted(101)]]
    assert labels_of(card) == ["Delete", "Source"]
    assert f"<{LINK}>" in card.content


async def test_the_commands_are_there_in_every_place_and_in_two_languages(tmp_path: Path) -> None:
    async with whole_bot(tmp_path, []) as bot:
        commands = {it["name"]: it for it in bot.discord.world.commands[""]}
    assert set(commands) == {
        "download", "download-only", "info", "jobs", "help", "admin", "Download media",
    }  # fmt: skip
    download = commands["download"]
    assert [option["name"] for option in download["options"]] == [
        "url", "quality", "audio_only", "gif", "items", "start", "end", "spoiler", "upload",
        "private",
    ]  # fmt: skip
    assert download["contexts"] == [0, 1, 2]
    assert download["integration_types"] == [0, 1]
    assert download["name_localizations"]["de"] == "herunterladen"
    assert commands["Download media"]["type"] == 3
    assert commands["Download media"]["name_localizations"]["de"] == "Medien herunterladen"
    spoken = [it for command in commands.values() for it in _all_in(command)]
    assert len(spoken) == 23
    for named in spoken:
        assert named["name_localizations"]["de"], named["name"]
        assert named["description_localizations"]["de"] != named["description"], named["name"]


def _all_in(command: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A slash command, its subcommands and the options of all; a message command has no words."""
    if command.get("type", 1) != 3:
        yield command
        for option in command.get("options") or []:
            yield from _all_in({**option, "type": 1})


async def test_options_become_wishes(tmp_path: Path) -> None:
    held = Held()
    async with whole_bot(tmp_path, held.script) as bot:
        asked = await bot.download(
            quality="720p", audio_only=True, gif=True, items="1,3-5", start="0:10", end="30",
            spoiler=True, private=True,
        )  # fmt: skip
        assert (await asked.acknowledged()).ephemeral
        await _until(bot, JobState.RUNNING, 1)
        (view,) = await bot.wiring.queue().find()
        held.go.set()
    request = view.spec.request
    assert request.quality is Quality.P720
    assert request.audio_only
    assert request.gif
    assert str(request.items) == "1,3-5"
    assert request.clip == Clip(start=10, end=30)
    assert request.spoiler
    assert view.spec.reply.private


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"url": "ftp://x"}, "Only links that begin with"),
        ({"url": "hello"}, "That is not a link."),
        ({"items": "x@everyone"}, "is not a list of items such as 1,3-5"),
        ({"start": "soon"}, "is not a time such as 83"),
        ({"start": "30", "end": "10"}, "A clip ends after it starts."),
        ({"items": "5-3"}, "5-3 counts backwards."),
        ({"url": " ".join(f"https://example.com/{n}" for n in range(6))}, "At most 5 links"),
    ],
)
async def test_what_cannot_be_understood_is_said(
    tmp_path: Path, options: dict[str, str], said: str
) -> None:
    async with whole_bot(tmp_path, []) as bot:
        asked = await bot.download(**options)
        card = await asked.answer()
        assert await bot.wiring.queue().find() == []
    assert said in card.content
    assert "@everyone" not in card.content


async def test_several_links_are_several_jobs_with_a_card_each(tmp_path: Path) -> None:
    async with whole_bot(tmp_path, [Post("a.jpg")]) as bot:
        asked = await bot.download(
            "https://example.com/1 https://example.com/2,https://example.com/3"
        )
        first = await asked.answer(is_over)
        others = [await asked.follow_up(1), await asked.follow_up(2)]
        await bot.discord.world.changes.until(lambda: all(is_over(it) for it in others))
    assert [len(it.attachments) for it in (first, *others)] == [1, 1, 1]
    assert [f"/{n}>" in it.content for n, it in enumerate((first, *others), 1)] == [True] * 3


async def test_of_several_links_the_bad_ones_are_named_by_their_place(tmp_path: Path) -> None:
    async with whole_bot(tmp_path, [Post("a.jpg")]) as bot:
        asked = await bot.download("https://example.com/1 http://me:hunter2@example.com/ ftp://x")
        card = await asked.answer(is_over)
        named = await asked.follow_up(1)
    assert len(card.attachments) == 1
    second, third = named.content.splitlines()
    assert second.startswith("Link 2: ")
    assert third.startswith("Link 3: Only links that begin with")
    assert "hunter2" not in named.content


async def test_links_that_are_all_bad_are_named_in_the_answer(tmp_path: Path) -> None:
    async with whole_bot(tmp_path, []) as bot:
        asked = await bot.download("hello ftp://x")
        card = await asked.answer(lambda it: "Link" in it.content)
        assert await bot.wiring.queue().find() == []
    assert [line[:8] for line in card.content.splitlines()] == ["Link 1: ", "Link 2: "]


async def test_download_only_posts_a_summary_and_no_file(tmp_path: Path) -> None:
    async with whole_bot(tmp_path, [Post("a.jpg")]) as bot:
        asked = await bot.discord.slash("download-only", {"url": LINK})
        card = await asked.answer(is_over)
        unposted = await bot.download(upload=False)
        other = await unposted.answer(is_over)
    assert card.attachments == other.attachments == []
    assert "Kept on my side" in card.content
    assert "Kept on my side" in other.content
    assert str(tmp_path) not in card.content
    assert len(list((tmp_path / "kept").rglob("*.jpg"))) == 2


async def test_info_tells_without_downloading(tmp_path: Path) -> None:
    async with whole_bot(tmp_path, [Post("a.jpg", size=2048)]) as bot:
        asked = await bot.discord.slash("info", {"url": LINK})
        card = await asked.answer()
    assert card.ephemeral
    assert "> A post" in card.content
    assert "- 1: 2 KiB" in card.content
    assert not bot.wiring.fetcher().finished


async def test_nobody_waits_for_two_looks_at_once(tmp_path: Path) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    class Slow(FakeFetcher):
        async def look(self, request: MediaRequest, *, room: Room) -> Outcome[Look, FetchFailure]:
            begun.set()
            await go_on.wait()
            return await super().look(request, room=room)

    async with (
        running_discord() as discord,
        open_transport(url=discord.url, patience=HASTE, token=discord.token) as transport,
        started(discord, transport, tmp_path, fetcher=Slow([Post("a.jpg", size=2048)])),
    ):
        first = await discord.slash("info", {"url": LINK})
        await begun.wait()
        second = await (await discord.slash("info", {"url": LINK})).answer()
        assert second.content.startswith("You may have 1 request waiting.")
        go_on.set()
        assert "- 1: 2 KiB" in (await first.answer()).content


async def test_a_message_command_takes_every_link_in_a_message(tmp_path: Path) -> None:
    async with whole_bot(tmp_path, [Post("a.jpg")]) as bot:
        said = await bot.discord.say("see (https://example.com/1), and <https://example.com/2>!")
        asked = await bot.discord.message_command("Download media", said)
        first = await asked.answer(is_over)
        second = await asked.follow_up()
        await bot.discord.world.changes.until(lambda: is_over(second))
        none = await bot.discord.message_command("Download media", await bot.discord.say("hello"))
        told = await none.answer()
    assert "<https://example.com/1>" in first.content
    assert "<https://example.com/2>" in second.content
    assert told.ephemeral
    assert told.content == "There is no link in that message."


async def test_help_says_what_works_here_and_which_login_is_missing(tmp_path: Path) -> None:
    async with whole_bot(tmp_path, [], download_disabled_sites="tiktok") as bot:
        told = await (await bot.discord.slash("help")).answer()
    assert "Files of up to 10 MiB fit here" in told.content
    assert "Tiktok" not in told.content
    assert "No login is set up here for Instagram, Reddit" in told.content


async def test_help_takes_a_token_for_a_login(tmp_path: Path) -> None:
    reddit = {"client-id": "mine", "refresh-token": "hush"}
    config = {"extractor": {"reddit": reddit}}
    async with whole_bot(tmp_path, [], gallery_dl_config=config) as bot:
        told = await (await bot.discord.slash("help")).answer()
    assert "No login is set up here for Instagram, Twitter" in told.content


async def test_a_missing_permission_is_told_before_any_work(tmp_path: Path) -> None:
    async with whole_bot(tmp_path, [Post("a.jpg")]) as bot:
        guild = bot.discord.new_guild("strict", permissions=VIEW_CHANNEL | SEND_MESSAGES)
        told = await (await bot.download(guild=guild)).answer()
        assert await bot.wiring.queue().find() == []
    assert told.ephemeral
    assert "I may not post files here" in told.content


@pytest.mark.parametrize("where", ["dm", "private_channel", "guild_without_bot"])
async def test_it_works_wherever_it_is_installed(tmp_path: Path, where: str) -> None:
    async with whole_bot(tmp_path, [Post("a.jpg")]) as bot:
        discord = bot.discord
        if where == "guild_without_bot":
            asked = await bot.download(guild=discord.new_guild("g", has_bot=False))
        elif where == "dm":
            asked = await bot.download(channel=discord.new_dm(discord.alice))
        else:
            asked = await bot.download(channel=discord.new_private_channel(discord.alice))
        card = await asked.answer(is_over)
    assert [it.sha256 for it in card.attachments] == [posted(100)]


async def test_strangers_are_turned_away(tmp_path: Path) -> None:
    async with running_discord() as discord:
        bob = discord.new_user("bob")
        async with (
            open_transport(url=discord.url, patience=HASTE, token=discord.token) as transport,
            started(
                discord,
                transport,
                tmp_path,
                fetcher=FakeFetcher([Post("a.jpg")]),
                discord_allowed_users=discord.alice.id,
            ) as bot,
        ):
            turned_away = await (await bot.download(user=bob)).answer()
            let_in = await (await bot.download()).answer(is_over)
    assert turned_away.ephemeral
    assert "I do not take requests here" in turned_away.content
    assert len(let_in.attachments) == 1


# Buttons


async def test_cancel_is_for_who_asked_or_manages(tmp_path: Path) -> None:
    held = Held()
    async with whole_bot(tmp_path, held.script) as bot:
        asked = await bot.download()
        card = await asked.answer(lambda it: "Cancel" in labels_of(it))
        stranger = await bot.discord.click(
            card, custom_id(card, "Cancel"), user=bot.discord.new_user("bob")
        )
        refused = await stranger.follow_up()
        assert refused.ephemeral
        assert "Only who asked for it" in refused.content
        pressed = custom_id(card, "Cancel")
        await bot.discord.click(card, pressed)
        over = await asked.answer(is_over)
        assert "Cancelled." in over.content
        twice = await bot.discord.click(card, pressed, stale=True)
        assert "over already" in (await twice.follow_up()).content


async def test_a_deleted_card_ends_its_job(tmp_path: Path) -> None:
    held = Held()
    async with whole_bot(tmp_path, held.script) as bot:
        card = await (await bot.download()).answer(lambda it: "Cancel" in labels_of(it))
        card.deleted = True
        for shown in bot.wiring.chats()._cards.values():
            shown.progress(Looking())
        await _until(bot, JobState.OVER, 1)
        assert not bot.wiring.fetcher().finished


async def test_who_manages_messages_may_cancel_and_delete(tmp_path: Path) -> None:
    async with whole_bot(tmp_path, [Post("a.jpg")]) as bot:
        boss = bot.discord.new_user("boss", permissions=MANAGE_MESSAGES)
        asked = await bot.download()
        card = await asked.answer(is_over)
        click = await bot.discord.click(card, custom_id(card, "Delete"), user=boss)
        await click.acknowledged()
        await bot.discord.world.changes.until(lambda: card.deleted)


async def test_delete_pressed_by_a_stranger_and_twice(tmp_path: Path) -> None:
    async with whole_bot(tmp_path, [Post("a.jpg")]) as bot:
        asked = await bot.download()
        card = await asked.answer(is_over)
        pressed = custom_id(card, "Delete")
        stranger = await bot.discord.click(card, pressed, user=bot.discord.new_user("bob"))
        assert "Only who asked" in (await stranger.answer()).content
        assert not card.deleted
        for _ in range(2):
            click = await bot.discord.click(card, pressed, stale=True)
            await click.acknowledged()
            await bot.discord.world.changes.until(lambda: card.deleted)


async def test_retry_asks_again_on_the_same_card_and_once(tmp_path: Path) -> None:
    async with whole_bot(tmp_path, []) as bot:
        fetcher = bot.wiring.fetcher()
        fetcher.ends = ConnectionLost()
        asked = await bot.download(quality="480p")
        card = await asked.answer(is_over)
        assert labels_of(card) == ["Retry", "Delete", "Source"]
        retry = custom_id(card, "Retry")
        stranger = await bot.discord.click(card, retry, user=bot.discord.new_user("bob"))
        assert "Only who asked" in (await stranger.answer()).content
        fetcher.ends, fetcher.script = None, [Post("a.jpg")]
        bot.discord.clock.advance(A_DAY)
        first = await bot.discord.click(card, retry)
        second = await bot.discord.click(card, retry, stale=True)
        await second.acknowledged()
        await first.answer(lambda it: is_over(it) and bool(it.attachments))
        views = await bot.wiring.queue().find()
    assert [len(it.attachments) for it in asked.messages] == [1]
    assert [view.spec.request.quality for view in views] == [Quality.P480] * 2


async def test_too_long_for_the_limit_offers_what_works(tmp_path: Path) -> None:
    cannot = CannotFit(smallest_limit=30 * 2**20, longest_clip=20.0, audio_bytes=1000)
    async with whole_bot(tmp_path, [Post("a.mp4")]) as bot:
        bot.wiring.probe().fails["a.mp4"] = cannot
        asked = await bot.download()
        card = await asked.answer(is_over)
        assert "a limit of 30 MiB" in card.content
        assert labels_of(card) == ["First 20 s", "Sound only", "Delete", "Source"]
        bot.wiring.fetcher().script = [Post("a.jpg")]
        click = await bot.discord.click(card, custom_id(card, "First 20 s"))
        await click.answer(lambda it: bool(it.attachments))
        views = await bot.wiring.queue().find()
    assert views[-1].spec.request.clip == Clip(end=20)


async def test_after_a_failed_upload_retry_delivers_what_was_kept(tmp_path: Path) -> None:
    script = [Post(f"{n}.jpg", size=100 + n) for n in range(12)]
    async with whole_bot(tmp_path, script) as bot:
        bot.discord.faults.plan("POST /webhooks/*", ServerError(), times=2)
        asked = await bot.download()
        card = await asked.answer(is_over)
        assert labels_of(card) == ["Retry", "Delete", "Source"]
        assert "is kept until" in card.content
        assert len(card.attachments) == 10
        click = await bot.discord.click(card, custom_id(card, "Retry"))
        rest = await click.follow_up()
        await bot.discord.world.changes.until(lambda: is_over(rest))
        assert labels_of(card) == ["Delete", "Source"]
    assert [it.sha256 for it in rest.attachments] == [posted(110), posted(111)]
    assert bot.wiring.fetcher().calls == 1
    assert str(tmp_path) not in card.content


async def test_buttons_work_after_a_restart(tmp_path: Path) -> None:
    async with (
        running_discord() as discord,
        open_transport(url=discord.url, patience=HASTE, token=discord.token) as transport,
    ):
        failing = FakeFetcher([], ends=ConnectionLost())
        async with started(discord, transport, tmp_path, fetcher=failing) as bot:
            card = await (await bot.download()).answer(is_over)
        await discord.gateway.close(4000)
        working = FakeFetcher([Post("a.jpg")])
        async with started(discord, transport, tmp_path, fetcher=working) as bot:
            click = await discord.click(card, custom_id(card, "Retry"))
            await click.answer(lambda it: bool(it.attachments))
            over = await click.answer(is_over)
            gone = await discord.click(over, custom_id(over, "Delete"))
            await gone.acknowledged()
            await discord.world.changes.until(lambda: card.deleted)
            orphan = await discord.click(card, "cancel:job-of-before", stale=True)
            assert "no such request" in (await orphan.follow_up()).content
        assert discord.violations == []


async def test_what_was_kept_is_delivered_once_after_a_restart_and_fifteen_minutes(
    tmp_path: Path,
) -> None:
    kept_rooms, held = FakeWorkspace(tmp_path / "rooms"), Held()
    fetcher = FakeFetcher(held.script)
    async with (
        running_discord() as discord,
        open_transport(url=discord.url, patience=HASTE, token=discord.token) as transport,
    ):
        async with started(
            discord, transport, tmp_path, fetcher=fetcher, workspace=kept_rooms,
            upload_enable_progress_updates=False,
        ) as bot:  # fmt: skip
            asked = await bot.download()
            await asked.answer(lambda it: "Cancel" in labels_of(it))
            channel = discord.home.channels[0]
            allowed = channel.permissions
            object.__setattr__(channel, "permissions", VIEW_CHANNEL | SEND_MESSAGES)
            held.go.set()
            card = await asked.answer(is_over)
            assert "is kept until" in card.content
        object.__setattr__(channel, "permissions", allowed)
        await discord.gateway.close(4000)
        discord.clock.advance(FIFTEEN_MINUTES)
        async with started(
            discord, transport, tmp_path, fetcher=fetcher, workspace=kept_rooms
        ) as bot:
            retry = custom_id(card, "Retry")
            stranger = await discord.click(card, retry, user=discord.new_user("bob"))
            assert "Only who asked" in (await stranger.answer()).content
            first = await discord.click(card, retry)
            second = await discord.click(card, retry, stale=True)
            await second.acknowledged()
            await first.answer(lambda it: is_over(it) and bool(it.attachments))
        assert discord.violations == []
    assert [it.sha256 for it in card.attachments] == [posted(100)]
    assert len([it for it in discord.messages if it.attachments]) == 1
    assert fetcher.calls == 1


@pytest.mark.parametrize("waits", [True, False], ids=["waiting", "running"])
async def test_deliver_here_brings_a_fresh_token_to_a_job_that_keeps_its_wishes(
    tmp_path: Path, waits: bool
) -> None:
    held = Held()
    async with whole_bot(tmp_path, held.script, discord_max_running=1) as bot:
        if waits:
            await (await bot.download("https://example.com/before")).answer()
            await _until(bot, JobState.RUNNING, 1)
        asked = await bot.download(
            quality="480p", audio_only=True, items="2-3", spoiler=True, private=True
        )
        card = await asked.answer(lambda it: "Cancel" in labels_of(it))
        await _until(bot, JobState.RUNNING, 1)
        bot.discord.clock.advance(NEARLY_FIFTEEN_MINUTES)
        for shown in bot.wiring.chats()._cards.values():
            shown._changed.set()
        await bot.bot._line.look()
        await asked.answer(lambda it: "Deliver here" in labels_of(it))
        click = await bot.discord.click(card, custom_id(card, "Deliver here"))
        await click.acknowledged()
        bot.discord.clock.advance(FIFTEEN_MINUTES - NEARLY_FIFTEEN_MINUTES)
        bot.wiring.fetcher().script, bot.wiring.fetcher().ends = [], ConnectionLost()
        held.go.set()
        over = await asked.answer(is_over)
        again = await bot.discord.click(over, custom_id(over, "Retry"))
        await again.acknowledged()
        await _until(bot, JobState.OVER, 2 + waits)
        first, second = (await bot.wiring.queue().find())[-2:]
    assert second.spec.request == first.spec.request
    assert second.spec.request.quality is Quality.P480
    assert second.spec.request.audio_only
    assert second.spec.reply.private


async def test_cancel_and_delete_work_after_fifteen_minutes(tmp_path: Path) -> None:
    held = Held()
    async with whole_bot(tmp_path, held.script) as bot:
        asked = await bot.download()
        card = await asked.answer(lambda it: "Cancel" in labels_of(it))
        bot.discord.clock.advance(FIFTEEN_MINUTES)
        await bot.discord.click(card, custom_id(card, "Cancel"))
        assert "Cancelled." in (await asked.answer(is_over)).content
        bot.discord.clock.advance(FIFTEEN_MINUTES)
        click = await bot.discord.click(card, custom_id(card, "Delete"))
        await click.acknowledged()
        await bot.discord.world.changes.until(lambda: card.deleted)


async def test_a_card_that_was_open_when_the_process_died_is_told_at_the_next_start(
    tmp_path: Path,
) -> None:
    async with (
        running_discord() as discord,
        open_transport(url=discord.url, patience=HASTE, token=discord.token) as transport,
    ):
        held = Held()
        async with started(discord, transport, tmp_path, fetcher=FakeFetcher(held.script)) as bot:
            asked = await bot.download()
            await asked.answer(lambda it: "Cancel" in labels_of(it))
            records = tmp_path / "work" / "discord-jobs"
            (left,) = records.rglob("*.json")
            as_it_was = left.read_bytes()
        left.parent.mkdir()
        left.write_bytes(as_it_was)
        left.parent.with_suffix(".lock").touch()
        bot.discord.messages[-1].components = []
        fetcher = FakeFetcher([Post("a.jpg")])
        async with started(discord, transport, tmp_path, fetcher=fetcher) as bot:
            card = await asked.answer(lambda it: "Retry" in labels_of(it))
            assert "I was stopped in the middle" in card.content
            click = await discord.click(card, custom_id(card, "Retry"))
            await click.answer(lambda it: bool(it.attachments))
        assert list(records.iterdir()) == []


# The line


async def test_jobs_shows_mine_and_cancels_them(tmp_path: Path) -> None:
    held = Held()
    async with whole_bot(tmp_path, held.script) as bot:
        asked = await bot.download()
        await asked.answer(lambda it: "Cancel" in labels_of(it))
        bob = bot.discord.new_user("bob")
        nothing = await (await bot.discord.slash("jobs", user=bob)).answer()
        assert nothing.content == "There is nothing in the line."
        mine = await (await bot.discord.slash("jobs")).answer()
        assert f"1. <{LINK}>" in mine.content
        boss = bot.discord.new_user("boss", permissions=MANAGE_MESSAGES)
        everyones = await (await bot.discord.slash("jobs", user=boss)).answer()
        assert f"1. <{LINK}>" in everyones.content
        await bot.discord.click(mine, custom_id(mine, "Cancel 1"))
        assert "Cancelled." in (await asked.answer(is_over)).content


async def test_a_card_says_its_place_in_the_line_and_why_there_is_none(tmp_path: Path) -> None:
    held = Held()
    caps = {"discord_max_running": 1, "discord_max_queued_per_user": 2}
    async with whole_bot(tmp_path, held.script, **caps) as bot:
        await (await bot.download("https://example.com/0")).answer()
        await _until(bot, JobState.RUNNING, 1)
        second = await (await bot.download("https://example.com/1")).answer()
        third = await bot.download("https://example.com/2")
        waiting = await third.answer()
        assert "Waiting: this is the next request." in second.content
        assert "Waiting: 1 before this one." in waiting.content
        full = await (await bot.download("https://example.com/3")).answer()
        assert "You may have 2 requests waiting" in full.content
        assert labels_of(full) == ["Retry", "Delete", "Source"]
        bot.bot._line.every = 0.01
        await bot.discord.click(second, custom_id(second, "Cancel"))
        await bot.bot._line.look()
        held.go.set()
        assert len((await third.answer(is_over)).attachments) == 1


async def test_stopping_lets_what_runs_end_within_its_grace(tmp_path: Path) -> None:
    held = Held()
    async with whole_bot(tmp_path, held.script, grace=timedelta(seconds=10)) as bot:
        asked = await bot.download()
        await asked.answer(lambda it: "Cancel" in labels_of(it))
        bot.stop.set()
        await asyncio.sleep(0.05)
        refused = await (await bot.download("https://example.com/2")).answer()
        assert "I am about to stop" in refused.content
        held.go.set()
        await bot.running
    assert hashes(asked) == [[posted(100)]]


async def test_stopping_tells_what_still_runs_that_it_was_interrupted(tmp_path: Path) -> None:
    async with whole_bot(tmp_path, Held().script) as bot:
        asked = await bot.download()
        await asked.answer(lambda it: "Cancel" in labels_of(it))
    assert "I was stopped in the middle" in asked.original.content
    assert labels_of(asked.original) == ["Retry", "Delete", "Source"]


# What is not for all ages


@pytest.mark.parametrize(
    ("where", "rule", "posted"),
    [
        ("channel", "refuse", False),
        ("age-restricted channel", "refuse", True),
        ("channel", "spoiler", True),
        ("dm", "refuse", True),
    ],
)
async def test_marked_media_goes_only_where_it_may(
    tmp_path: Path, where: str, rule: str, posted: bool
) -> None:
    fetcher = FakeFetcher([Post("a.jpg")], nsfw=True)
    async with running_discord() as discord:
        alice = discord.alice
        places = {
            "channel": {},
            "age-restricted channel": {"guild": discord.new_guild("adults", nsfw=True)},
            "dm": {"channel": discord.new_dm(alice)},
        }
        async with (
            open_transport(url=discord.url, patience=HASTE, token=discord.token) as transport,
            started(
                discord, transport, tmp_path, fetcher=ForAllAges(fetcher), discord_nsfw=rule
            ) as bot,
        ):
            asked = await bot.download(**places[where])
            card = await asked.answer(is_over)
        assert discord.violations == []
    assert fetcher.finished is posted
    assert ("age-restricted channel" in card.content) is not posted
    assert [it.spoiler for it in card.attachments] == [True] * posted


# Owners, autodetect, health


async def test_admin_is_for_owners(tmp_path: Path) -> None:
    async with running_discord() as discord:
        boss = discord.new_user("boss")
        held = Held()
        async with (
            open_transport(url=discord.url, patience=HASTE, token=discord.token) as transport,
            started(
                discord,
                transport,
                tmp_path,
                fetcher=FakeFetcher(held.script),
                discord_owners=boss.id,
            ) as bot,
        ):
            stranger = await (await discord.slash("admin stats")).answer()
            assert "Only who asked" in stranger.content
            asked = await bot.download()
            await asked.answer(lambda it: "Cancel" in labels_of(it))
            stats = await (await discord.slash("admin stats", user=boss)).answer()
            assert "- running: 1" in stats.content
            (view,) = await bot.wiring.queue().find()
            assert f"`{view.id}` running" in stats.content
            assert LAST_JOBS
            told = await (await discord.slash("admin cancel", {"job": view.id}, user=boss)).answer()
            assert "Cancelled" in told.content
            assert "Cancelled." in (await asked.answer(is_over)).content
            drained = await (await discord.slash("admin drain", {"seconds": 1}, user=boss)).answer()
            assert "No new requests" in drained.content


async def test_a_pasted_link_is_answered_where_that_is_wanted(tmp_path: Path) -> None:
    async with running_discord() as discord:
        channel = discord.home.channels[0]
        other = discord.new_guild("elsewhere").channels[0]
        fetcher = FakeFetcher([Post("a.jpg")])
        async with (
            open_transport(url=discord.url, patience=HASTE, token=discord.token) as transport,
            started(
                discord,
                transport,
                tmp_path,
                fetcher=fetcher,
                discord_auto_detect_channels=channel.id,
            ) as bot,
        ):
            said = await discord.say("wow https://x.com/nasa/status/1 and https://example.com/no")
            reply = await discord.world.changes.until(
                lambda: next((it for it in discord.messages if it.attachments), None)
            )
            assert "<https://x.com/nasa/status/1>" in reply.content
            fetcher.script, fetcher.ends = [], NotFound()
            gone = await discord.say("https://x.com/nasa/status/404")
            await discord.world.changes.until(lambda: gone.reactions)
            await discord.say("<https://x.com/nasa/status/3>")
            await discord.say("https://x.com/nasa/status/4", channel=other)
            await (await bot.download()).answer(is_over)
            (first, *_) = await bot.wiring.queue().find()
            assert first.spec.request.for_all_ages
            asked_for = {view.spec.request.link.url for view in await bot.wiring.queue().find()}
            assert said.reactions == []
        assert discord.violations == []
    assert asked_for == {"https://x.com/nasa/status/1", "https://x.com/nasa/status/404", LINK}


async def test_a_pasted_link_for_which_there_is_no_place_is_marked(tmp_path: Path) -> None:
    held = Held()
    async with running_discord() as discord:
        channel = discord.home.channels[0]
        async with (
            open_transport(url=discord.url, patience=HASTE, token=discord.token) as transport,
            started(
                discord,
                transport,
                tmp_path,
                fetcher=FakeFetcher(held.script),
                discord_auto_detect_channels=channel.id,
                discord_max_running=1,
                discord_max_queued_per_user=1,
            ) as bot,
        ):
            await discord.say("https://x.com/nasa/status/1", channel=channel)
            await _until(bot, JobState.RUNNING, 1)
            await discord.say("https://x.com/nasa/status/2", channel=channel)
            await _until(bot, JobState.QUEUED, 1)
            third = await discord.say("https://x.com/nasa/status/3", channel=channel)
            await discord.world.changes.until(lambda: third.reactions)
            asked_for = {view.spec.request.link.url for view in await bot.wiring.queue().find()}
            assert asked_for == {"https://x.com/nasa/status/1", "https://x.com/nasa/status/2"}
            held.go.set()


async def test_health_is_told_on_loopback(tmp_path: Path) -> None:
    async with whole_bot(tmp_path, [], health_port=0) as bot:
        told = await bot.bot.health.answer()
    assert told["gateway"] is True
    assert told["running"] == told["queued"] == 0
    assert told["free_bytes"] > 0
