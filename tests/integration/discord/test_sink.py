"""A job's answer in Discord: whole, once, and honest."""

import asyncio
from pathlib import Path

import pytest

from adapters.sinks.discord.calls import Call
from adapters.sinks.discord.defang import defanged
from domain.delivery import Delivery, Interrupted
from domain.failures import ChatDown, ChatExpired, ChatRefused, NotFound
from domain.jobs import JobSpec
from domain.outcome import Success
from domain.sizes import MEBIBYTE
from entrypoints.words import sentence
from tests.discord_stand_in.faults import Refusal, ServerError
from tests.discord_stand_in.people import SEND_MESSAGES, VIEW_CHANNEL
from tests.fakes.fetchers import Post
from tests.integration.discord.answering import Answering, answering, hashes, posted
from tests.unit.use_cases import REQUEST

FOLLOW_UP = "POST /webhooks/*"
FILL = "PATCH */messages/*"
TWO_MESSAGES = [Post(f"{number}.jpg", size=100 + number) for number in range(12)]


WHOLE = [[posted(100 + n) for n in range(10)], [posted(110), posted(111)]]


def _buttons(message: object) -> list[str]:
    return [it["label"] for row in message.components for it in row["components"]]  # type: ignore[attr-defined]


async def test_the_card_becomes_the_first_message_and_the_rest_follows(tmp_path: Path) -> None:
    async with answering(tmp_path, TWO_MESSAGES) as bot:
        asked = await bot.asked()
        end = await bot.answer(bot.spec(asked))
    assert isinstance(end, Delivery)
    assert end.outcome == "delivered"
    assert hashes(asked) == WHOLE
    card, further = asked.messages
    assert "<https://example.com/post>" in card.content
    assert "> A post" in card.content
    assert _buttons(card) == ["Delete", "Source"]
    assert _buttons(further) == ["Delete"]
    assert card.attachments[0].description == "Media 1 of 10: A post"


async def test_a_quick_job_changes_its_card_at_least_thrice(tmp_path: Path) -> None:
    async with answering(tmp_path, [Post("a.jpg")]) as bot:
        asked = await bot.asked()
        await bot.answer(bot.spec(asked))
    assert 3 <= len(bot.discord.transcript.of("PATCH *@original")) <= 30


async def test_without_progress_updates_the_card_says_little(tmp_path: Path) -> None:
    async with answering(tmp_path, TWO_MESSAGES, shows_progress=False) as bot:
        asked = await bot.asked()
        await bot.answer(bot.spec(asked))
    assert hashes(asked) == WHOLE
    assert len(bot.discord.transcript.of("PATCH *@original")) <= 3


async def test_a_running_card_says_what_goes_on_and_can_be_cancelled(tmp_path: Path) -> None:
    may_arrive = asyncio.Event()
    async with answering(tmp_path, [Post("a.jpg"), Post("b.jpg", after=may_arrive.wait)]) as bot:
        asked = await bot.asked()
        answering_job = asyncio.create_task(bot.answer(bot.spec(asked)))
        card = await asked.answer(lambda message: "Downloading 1 of 2" in message.content)
        assert _buttons(card) == ["Cancel", "Source"]
        may_arrive.set()
        await answering_job


async def test_names_of_files_are_safe_and_spoilers_hidden(tmp_path: Path) -> None:
    script = [Post("ü/../x y.jpg".replace("/", "_")), Post("__proto__.jpg")]
    async with answering(tmp_path, script) as bot:
        asked = await bot.asked()
        spec = bot.spec(asked, REQUEST.model_copy(update={"spoiler": True}))
        await bot.answer(spec)
    assert all(
        it.spoiler and it.filename.startswith("SPOILER_") for it in asked.original.attachments
    )


async def test_a_failure_is_a_kind_sentence_with_a_way_on(tmp_path: Path) -> None:
    async with answering(tmp_path, []) as bot:
        bot.cases.fetcher.ends = NotFound()
        asked = await bot.asked()
        await bot.answer(bot.spec(asked))
    assert defanged(sentence(NotFound())) in asked.original.content
    assert _buttons(asked.original) == ["Delete", "Source"]


async def test_a_refusal_as_too_large_splits_the_message(tmp_path: Path) -> None:
    script = [Post(f"{number}.jpg", size=2000 + number) for number in range(4)]
    async with answering(tmp_path, script) as bot:
        bot.discord.limits.request_bytes = 5000
        asked = await bot.asked()
        end = await bot.answer(bot.spec(asked))
    assert isinstance(end, Delivery)
    assert end.outcome == "delivered"
    assert [name for message in hashes(asked) for name in message] == [
        posted(2000 + number) for number in range(4)
    ]


@pytest.mark.parametrize("code", [40005, 50045])
async def test_either_word_for_too_large_is_understood(tmp_path: Path, code: int) -> None:
    async with answering(tmp_path, [Post("a.jpg", size=10_000)], shows_progress=False) as bot:
        bot.discord.faults.plan("PATCH *@original", Refusal(code), nth=2)
        asked = await bot.asked()
        await bot.answer(bot.spec(asked))
    assert [it.size for it in asked.original.attachments] == [9000]


async def test_a_single_file_that_is_refused_is_made_smaller_once(tmp_path: Path) -> None:
    async with answering(tmp_path, [Post("a.jpg", size=10_000)]) as bot:
        asked = await bot.asked(accepts=9500)
        await bot.answer(bot.spec(asked))
    assert [it.size for it in asked.original.attachments] == [9000]


@pytest.mark.parametrize(
    ("code", "failure"),
    [
        (50027, ChatExpired()),
        (10015, ChatExpired()),
        (10062, ChatExpired()),
        (10008, ChatRefused(why="deleted")),
        (50001, ChatRefused(why="permission")),
        (50013, ChatRefused(why="permission")),
        (20009, ChatRefused(why="content")),
        (200000, ChatRefused(why="blocked")),
        (240000, ChatRefused(why="blocked")),
        (50035, ChatRefused(why="content")),
    ],
)
async def test_a_refusal_is_told_by_its_kind_and_keeps_the_files(
    tmp_path: Path, code: int, failure: object
) -> None:
    async with answering(tmp_path, [Post("a.jpg")], shows_progress=False) as bot:
        bot.discord.faults.plan("PATCH *@original", Refusal(code), nth=2, times=9)
        asked = await bot.asked()
        end = await bot.answer(bot.spec(asked))
    assert isinstance(end, Delivery)
    assert end.failure == failure
    assert end.kept_until is not None
    assert bot.cases.workspace.rooms["job"].kept


async def test_used_up_follow_ups_are_kept_and_a_click_is_asked_for(tmp_path: Path) -> None:
    script = [Post(f"{number}.jpg", size=100 + number) for number in range(75)]
    async with answering(tmp_path, script, shows_progress=False) as bot:
        channel = bot.discord.new_private_channel(bot.discord.alice)
        asked = await bot.asked(channel=channel)
        end = await bot.answer(bot.spec(asked))
    assert isinstance(end, Delivery)
    assert end.failure == ChatRefused(why="exhausted")
    assert len(end.delivered) == 60
    assert end.kept_until is not None
    assert _buttons(asked.original) == ["Retry", "Delete", "Source"]
    assert len(asked.original.attachments) == 10


async def test_retry_delivers_what_was_kept_without_downloading(tmp_path: Path) -> None:
    async with answering(tmp_path, [Post("a.jpg")], shows_progress=False) as bot:
        bot.discord.faults.plan("PATCH *@original", ServerError(), nth=2, times=3)
        asked = await bot.asked()
        end = await bot.answer(bot.spec(asked))
        assert isinstance(end, Delivery)
        assert end.failure == ChatDown()
        assert _buttons(asked.original) == ["Retry", "Delete", "Source"]
        click = await bot.asked()
        bot.journal.recorded.clear()
        spec = bot.spec(click).model_copy(update={"kind": "deliver_kept", "kept_job": "job"})
        await bot.answer(JobSpec.model_validate(spec), job_id="retry")
    assert hashes(click) == [[posted(100)]]
    assert bot.cases.fetcher.calls == 1


async def test_a_job_that_is_repeated_delivers_nothing_twice(tmp_path: Path) -> None:
    async with answering(tmp_path, TWO_MESSAGES) as bot:
        asked = await bot.asked()
        await bot.answer(bot.spec(asked))
        await bot.answer(bot.spec(asked))
    assert hashes(asked) == WHOLE


async def test_after_fifteen_minutes_the_bot_goes_on_in_the_channel(tmp_path: Path) -> None:
    may_arrive = asyncio.Event()
    script = [Post("a.jpg"), Post("b.jpg", size=101, after=may_arrive.wait)]
    async with answering(tmp_path, script, token=True) as bot:
        asked = await bot.asked()
        job = asyncio.create_task(bot.answer(bot.spec(asked)))
        await asked.answer()
        bot.discord.clock.advance(901)
        may_arrive.set()
        end = await job
    assert isinstance(end, Delivery)
    assert end.outcome == "delivered"
    assert hashes(asked) == [[posted(100), posted(101)]]
    assert "Still working" not in asked.original.content


@pytest.mark.parametrize("private", [True, False], ids=["private", "no_permission"])
async def test_where_the_bot_may_not_write_a_click_brings_a_fresh_token(
    tmp_path: Path, private: bool
) -> None:
    may_arrive = asyncio.Event()
    script = [Post("a.jpg"), Post("b.jpg", size=101, after=may_arrive.wait)]
    async with answering(tmp_path, script, token=True) as bot:
        guild = bot.discord.new_guild("g", permissions=VIEW_CHANNEL if not private else 1 << 15)
        channel = guild.channels[0]
        object.__setattr__(
            channel, "permissions", channel.permissions | 1 << 15 | SEND_MESSAGES * private
        )
        asked = await bot.asked(guild=guild, channel=channel, private=private)
        job = asyncio.create_task(bot.answer(bot.spec(asked, private=private)))
        await asked.answer()
        await _warned(bot, asked)
        bot.discord.clock.advance(901)
        click = await _clicked(bot, asked, "deliver:")
        await bot.chats.renew("job", bot.spec(click, private=private).reply)
        may_arrive.set()
        end = await job
    assert isinstance(end, Delivery)
    assert end.outcome == "delivered"
    assert hashes(asked) == [[posted(100), posted(101)]]


async def test_a_job_that_ends_too_late_is_kept_for_the_click(tmp_path: Path) -> None:
    may_arrive = asyncio.Event()
    async with answering(tmp_path, [Post("a.jpg", after=may_arrive.wait)], token=True) as bot:
        asked = await bot.asked(private=True)
        job = asyncio.create_task(bot.answer(bot.spec(asked, private=True)))
        await asked.answer()
        await _warned(bot, asked)
        bot.discord.clock.advance(901)
        may_arrive.set()
        end = await job
        assert isinstance(end, Delivery)
        assert end.failure == ChatExpired()
        click = await _clicked(bot, asked, "deliver:")
        spec = bot.spec(click, private=True)
        kept = spec.model_copy(update={"kind": "deliver_kept", "kept_job": "job"})
        await bot.answer(kept, job_id="retry")
    assert hashes(asked) == [[posted(100)]]
    assert bot.cases.fetcher.calls == 1


async def _warned(bot: Answering, asked: object) -> None:
    """Let it be late; a change makes the card look at the clock."""
    bot.discord.clock.advance(820)
    card = next(iter(bot.chats._cards.values()))
    card._changed.set()
    await asked.answer(lambda message: "Still working" in message.content)  # type: ignore[attr-defined]


async def _clicked(bot: Answering, asked: object, prefix: str) -> object:
    card = asked.original  # type: ignore[attr-defined]
    custom_id = next(
        it["custom_id"]
        for row in card.components
        for it in row["components"]
        if it.get("custom_id", "").startswith(prefix)
    )
    click = await bot.discord.click(card, custom_id)
    path = f"/interactions/{click.id}/{click.token}/callback"
    assert await bot.transport.send(Call("POST", path, {"type": 6})) == Success(None)
    return click


async def test_a_deleted_card_wants_no_answer(tmp_path: Path) -> None:
    may_arrive = asyncio.Event()
    async with answering(tmp_path, [Post("a.jpg", after=may_arrive.wait)]) as bot:
        asked = await bot.asked()
        job = asyncio.create_task(bot.answer(bot.spec(asked)))
        card = await asked.answer()
        card.deleted = True
        may_arrive.set()
        end = await job
    assert isinstance(end, Delivery)
    assert end.failure == ChatRefused(why="deleted")
    assert asked.messages == []


async def test_a_card_that_a_dead_process_left_is_told_and_keeps_its_files(tmp_path: Path) -> None:
    async with answering(tmp_path, TWO_MESSAGES) as bot:
        asked = await bot.asked()
        spec = bot.spec(asked)
        await bot.answer(spec)
        await bot.cases.answer.only_tell(
            spec, Interrupted(), job_id="job", journal=type(bot.journal)()
        )
    assert hashes(asked) == WHOLE
    assert asked.original.content.split("\n")[:2] == ["> A post", "-# <https://example.com/post>"]
    assert "stopped in the middle" in asked.original.content
    assert _buttons(asked.original) == ["Retry", "Delete", "Source"]


async def test_a_quiet_answer_is_a_reply_or_a_reaction(tmp_path: Path) -> None:
    async with answering(tmp_path, [Post("a.jpg")], token=True) as bot:
        said = await bot.discord.say("look https://example.com/post")
        asked = await bot.asked()
        spec = bot.spec(asked)
        quiet = {"token": None, "channel": said.channel_id, "replies_to": said.id}
        spec = spec.model_copy(update={"reply": spec.reply.model_copy(update=quiet)})
        await bot.cases.answer(spec, job_id="q", journal=bot.journal, stopped_by=Interrupted)
        replies = [it for it in bot.discord.messages if it.attachments]
        assert [it.attachments[0].sha256 for it in replies] == [posted(100)]
        assert said.reactions == []
        bot.cases.fetcher.ends = NotFound()
        bot.cases.fetcher.script = []
        before = len(bot.discord.messages)
        await bot.cases.answer(
            spec, job_id="q2", journal=type(bot.journal)(), stopped_by=Interrupted
        )
        assert len(bot.discord.messages) == before
        assert len(said.reactions) == 1


async def test_a_place_in_the_line_is_shown_until_the_job_begins(tmp_path: Path) -> None:
    async with answering(tmp_path, [Post("a.jpg")]) as bot:
        asked = await bot.asked()
        spec = bot.spec(asked)
        await bot.chats.wait("job", spec.reply, place=3)
        assert "Waiting: 2 before this one." in asked.original.content
        assert _buttons(asked.original) == ["Cancel", "Source"]
        await bot.answer(spec)
    assert hashes(asked) == [[posted(100)]]


async def test_the_limit_is_the_interactions_or_the_safe_one(tmp_path: Path) -> None:
    async with answering(tmp_path, [Post("a.jpg")]) as bot:
        for told, believed in ((50 * MEBIBYTE, 50 * MEBIBYTE), (None, 10 * MEBIBYTE)):
            asked = await bot.asked(attachment_size_limit=told)
            address = bot.spec(asked).reply
            async with bot.chats.open(address, job_id="j", journal=bot.journal) as sink:
                assert sink.limits.bytes_per_file == believed


@pytest.mark.parametrize("private", [True, False], ids=["private", "public"])
async def test_a_job_that_waited_too_long_is_answered_all_the_same(
    tmp_path: Path, private: bool
) -> None:
    async with answering(tmp_path, [Post("a.jpg")], token=True) as bot:
        asked = await bot.asked(private=private)
        spec = bot.spec(asked, private=private)
        bot.discord.clock.advance(820)
        await bot.chats.wait("job", spec.reply, place=1)
        assert ("Deliver here" in _buttons(asked.original)) == private
        bot.discord.clock.advance(81)
        if private:
            click = await _clicked(bot, asked, "deliver:")
            await bot.chats.renew("job", bot.spec(click, private=True).reply)
        await bot.answer(spec)
    assert hashes(asked) == [[posted(100)]]
