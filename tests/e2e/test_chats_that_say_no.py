"""What goes wrong between the bot and its chat, as a person reads it there."""

import asyncio
from pathlib import Path

import pytest

from adapters.fetchers.for_all_ages import ForAllAges
from adapters.sinks.discord.defang import defanged
from adapters.sinks.discord.transport import open_transport
from domain import failures
from domain.failures import AnyFailure
from domain.sizes import MEBIBYTE
from entrypoints.words import sentence
from tests.discord_stand_in.discord import running_discord
from tests.discord_stand_in.faults import Drop, Fault, Refusal, ServerError
from tests.discord_stand_in.messages import Message
from tests.fakes.fetchers import FakeFetcher, Post
from tests.integration.discord.answering import HASTE, answering
from tests.integration.discord.whole_bot import custom_id, is_over, labels_of, started, whole_bot

EDIT, FOLLOW_UP = "PATCH *@original", "POST /webhooks/*"


def says(message: Message, failure: AnyFailure) -> bool:
    return defanged(sentence(failure)) in message.content


def can_be_cancelled(message: Message) -> bool:
    return "Cancel" in labels_of(message)


@pytest.mark.parametrize(
    ("where", "fault", "nth", "times", "failure"),
    [
        (EDIT, Refusal(40005), 2, 2, failures.ChatTooLarge()),
        (EDIT, Refusal(50027), 2, 1, failures.ChatExpired()),
        (EDIT, Refusal(20009), 2, 1, failures.ChatRefused(why="content")),
        (FOLLOW_UP, Drop(), 1, 2, failures.ChatUnknown()),
        (EDIT, ServerError(), 2, HASTE.tries, failures.ChatDown()),
    ],
    ids=lambda each: getattr(each, "kind", ""),
)
async def test_what_the_chat_does_not_take_is_said_in_a_sentence_of_its_own(
    tmp_path: Path, where: str, fault: Fault, nth: int, times: int, failure: AnyFailure
) -> None:
    posts = [Post(f"{n}.jpg", MEBIBYTE) for n in range(1 if where == EDIT else 11)]
    async with answering(tmp_path, posts, shows_progress=False) as bot:
        after = where == FOLLOW_UP
        bot.discord.faults.plan(where, fault, nth=nth, times=times, after_effect=after)
        asked = await bot.asked()
        await bot.answer(bot.spec(asked))
    assert asked.original is not None
    assert says(asked.original, failure)


async def test_a_job_is_ended_by_those_who_may_and_while_it_runs(tmp_path: Path) -> None:
    posts = [Post("a.jpg", after=asyncio.Event().wait)]
    async with whole_bot(tmp_path, posts, discord_max_queued_per_user=1) as bot:
        asked = await bot.download()
        card = await asked.answer(can_be_cancelled)
        pressed = custom_id(card, "Cancel")

        async def told(press: str, **who: object) -> Message:
            return await (await bot.discord.click(card, press, stale=True, **who)).follow_up()

        bob = bot.discord.new_user("bob")
        assert says(await told(pressed, user=bob), failures.NotYours())
        await bot.discord.click(card, pressed)
        await asked.answer(is_over)
        assert says(await told(pressed), failures.AlreadyOver())
        assert says(await told("cancel:of-long-ago"), failures.JobGone())


async def test_a_line_that_is_full_says_who_has_how_many_in_it(tmp_path: Path) -> None:
    posts = [Post("a.jpg", after=asyncio.Event().wait)]
    caps = {"discord_max_running": 1, "discord_max_queued_per_user": 1}
    async with whole_bot(tmp_path, posts, **caps) as bot:
        await (await bot.download("https://example.com/0")).answer(can_be_cancelled)
        await (await bot.download("https://example.com/1")).answer(can_be_cancelled)
        full = await (await bot.download("https://example.com/2")).answer(is_over)
    assert says(full, failures.QueueFull(whose="user", allowed=1))


async def test_what_is_kept_no_longer_is_said_to_be_gone(tmp_path: Path) -> None:
    async with whole_bot(tmp_path, [Post("a.jpg")]) as bot:
        asked = await bot.download()
        card = await asked.answer(is_over)
        click = await bot.discord.click(card, f"deliver:{asked.user.id}:of-long-ago", stale=True)
        told = await click.follow_up()
        await bot.discord.world.changes.until(lambda: is_over(told))
    assert says(told, failures.NoRoom(why="gone"))


async def test_what_is_not_for_all_ages_is_not_posted_for_everybody(tmp_path: Path) -> None:
    marked = ForAllAges(FakeFetcher([Post("a.jpg")], nsfw=True))
    async with (
        running_discord() as discord,
        open_transport(url=discord.url, patience=HASTE, token=discord.token) as transport,
        started(discord, transport, tmp_path, fetcher=marked, discord_nsfw="refuse") as bot,
    ):
        card = await (await bot.download()).answer(is_over)
    assert says(card, failures.NotForAllAges())
    assert card.attachments == []
