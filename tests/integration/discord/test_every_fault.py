"""Every fault that is known, at every step of a delivery, before and after it took effect.

Whatever strikes, once or for the rest of the delivery: what the chat shows and what is kept are the
whole result once, and a click on Retry brings what was kept.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from domain.delivery import Delivery
from domain.failures import ChatRefused
from domain.jobs import JobSpec
from tests.discord_stand_in.faults import Drop, Fault, Refusal, ServerError, TooMany
from tests.discord_stand_in.invocation import Invocation
from tests.discord_stand_in.violations import Rule
from tests.fakes.fetchers import Post
from tests.integration.discord.answering import HASTE, Answering, answering, hashes, posted
from tests.unit.use_cases import REQUEST

WEBHOOKS = "* */webhooks/*"
TWO_MESSAGES = [Post(f"{number}.jpg", size=100 + number) for number in range(12)]
WHOLE = [[posted(100 + n) for n in range(10)], [posted(110), posted(111)]]
STEPS = [
    "PATCH @original",  # the card
    "PATCH @original +10",
    "POST",
    "PATCH +2",
    "PATCH @original",  # how it ended
]
TOO_LARGE = (40005, 50045)
PASSING: list[Fault] = [
    Drop(),
    Drop(after_bytes=300),
    ServerError(500),
    ServerError(502, html=True),
    ServerError(503),
    TooMany(),
    TooMany(everywhere=True),
    TooMany(shared=True),
    TooMany(headers=False),
    TooMany(html=True),
]
CODES = (40060, 10015, 10008, 50013, 50035, 200000, 40094, 40005)
"""One of each sort: which codes are of the same one is tested where answers are read."""
REFUSING: list[Fault] = [Refusal(code) for code in CODES]
FOREVER = 99


@dataclass(frozen=True)
class Strike:
    fault: Fault
    step: int
    after_effect: bool
    times: int = 1

    def __str__(self) -> str:
        when = "after" if self.after_effect else "before"
        return f"{self.fault}-{when}-{self.step}-{self.times}"


def _product(faults: list[Fault], times: int) -> list[Strike]:
    return [
        Strike(fault, step, after_effect, times)
        for fault in faults
        for step in range(1, len(STEPS) + 1)
        for after_effect in (False, True)
    ]


OUTAGES = _product([ServerError(503)], HASTE.tries)
"""As long as one call is tried, so that the next one is answered."""
IN_SHORT = [
    *_product([Drop(), ServerError(502, html=True), Refusal(50013), Refusal(40005)], 1),
    *OUTAGES,
]
NO_TRUTH = [Refusal(code) for code in (10008, *TOO_LARGE)]
"""Said for ever of what was done and can be read: nobody could know that it is there."""
ALL = [*_product([*PASSING, *REFUSING], 1), *OUTAGES] + [
    strike
    for strike in _product([*PASSING, *REFUSING], FOREVER)
    if not (strike.after_effect and strike.fault in NO_TRUTH)
]
EVERY = [
    pytest.param(strike, marks=[] if strike in IN_SHORT else pytest.mark.long, id=f"{strike}")
    for strike in ALL
]


async def test_the_steps_are_those_of_a_delivery(tmp_path: Path) -> None:
    async with answering(tmp_path, TWO_MESSAGES, shows_progress=False) as bot:
        await bot.answer(bot.spec(await bot.asked()))
        calls = bot.discord.transcript.of(WEBHOOKS)
    assert [
        " ".join(
            [call.method]
            + ["@original"] * call.path.endswith("@original")
            + [f"+{len(call.files)}"] * bool(call.files)
        )
        for call in calls
    ] == STEPS


@pytest.mark.parametrize("strike", EVERY)
async def test_whatever_strikes_the_result_is_whole_and_there_once(
    tmp_path: Path, strike: Strike
) -> None:
    dropped = frozenset({Rule.ATTACHMENT_DROPPED})  # files that came unheard are taken back
    async with answering(tmp_path, TWO_MESSAGES, shows_progress=False, tolerated=dropped) as bot:
        planned = bot.discord.faults.plan(
            WEBHOOKS,
            strike.fault,
            nth=strike.step,
            times=strike.times,
            after_effect=strike.after_effect,
        )
        asked = await bot.asked()
        end = await bot.answer(bot.spec(asked))
        bot.discord.faults.end()
        assert planned.happened
        assert isinstance(end, Delivery)
        _is_as_told(end, asked, strike)
        retried = await _retried(bot) if end.kept_until else None
    there = [sha256 for message in _with_files(asked) for sha256 in message]
    if retried is not None:
        there += [sha256 for message in _with_files(retried) for sha256 in message]
    if strike.fault in [Refusal(code) for code in TOO_LARGE]:
        assert len(there) == len(set(there))
        assert len(there) == len(TWO_MESSAGES) or strike.times == FOREVER
    elif end.failure == ChatRefused(why="deleted"):  # whoever did that wants no answer
        assert len(there) == len(set(there))
    else:
        assert there == [sha256 for message in WHOLE for sha256 in message]


def _is_as_told(end: Delivery, asked: Invocation, strike: Strike) -> None:
    """The chat shows, message by message and hash by hash, what the delivery says it has."""
    made = {fitted.key: fitted.file.checksum for fitted in end.delivered}
    told = [[made[key] for key in receipt.keys] for receipt in end.receipts]
    assert _with_files(asked) == told
    strays = [message for message in asked.messages[1:] if not message.attachments]
    assert len(strays) <= strike.times
    if end.outcome == "delivered":
        assert end.failure is None
        return
    assert {left.key for left in end.left_behind} | set(made) == {it.name for it in TWO_MESSAGES}
    assert end.failure is not None or strike.fault in [Refusal(code) for code in TOO_LARGE]
    if end.failure is not None:
        assert end.kept_until is not None
        _is_told_to_the_asker(end, asked, strike)


def _is_told_to_the_asker(end: Delivery, asked: Invocation, strike: Strike) -> None:
    """On the card, unless that was deleted or cannot be changed any more."""
    if strike.times == FOREVER or end.failure == ChatRefused(why="deleted"):
        return
    labels = [it["label"] for row in asked.original.components for it in row["components"]]
    assert labels == ["Retry", "Delete", "Source"]
    assert "is kept until" in asked.original.content


def _with_files(asked: Invocation) -> list[list[str]]:
    return [message for message in hashes(asked) if message]


async def _retried(bot: Answering) -> Invocation:
    """A click on Retry: a fresh token, and what was kept."""
    click = await bot.asked()
    told: dict[str, Any] = {"kind": "deliver_kept", "kept_job": "job"}
    bot.journal.recorded.clear()
    spec = bot.spec(click, REQUEST).model_copy(update=told)
    end = await bot.answer(JobSpec.model_validate(spec), job_id="retry")
    assert isinstance(end, Delivery)
    assert end.outcome == "delivered"
    return click
