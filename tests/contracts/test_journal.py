"""What every Journal promises."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar, final

import pytest

from adapters.queues.journal import InMemoryJournal
from application.ports.journal import Journal
from domain.failures import ChatDown
from domain.outcome import Failure, Outcome, Success
from tests.fakes.journals import FakeJournal

F = TypeVar("F")
Promise = Callable[[Journal], Awaitable[None]]


class Effect:
    """Succeeds with how often it was begun, after the failures it is given."""

    def __init__(self, *, failures: int = 0) -> None:
        self.failures = failures
        self.begun = 0
        self.now = 0
        self.most_at_once = 0

    async def __call__(self) -> Outcome[str, ChatDown]:
        self.begun += 1
        self.now += 1
        self.most_at_once = max(self.most_at_once, self.now)
        await asyncio.sleep(0)
        self.now -= 1
        return Failure(ChatDown()) if self.begun <= self.failures else Success(f"{self.begun}")


async def an_effect_that_succeeded_is_not_repeated(journal: Journal) -> None:
    effect = Effect()
    assert await journal.once("a", effect) == Success("1")
    assert await journal.once("a", effect) == Success("1")
    assert effect.begun == 1


async def each_key_has_a_record_of_its_own(journal: Journal) -> None:
    effect = Effect()
    assert await journal.once("a", effect) == Success("1")
    assert await journal.once("b", effect) == Success("2")


async def a_failure_is_not_recorded(journal: Journal) -> None:
    effect = Effect(failures=1)
    assert await journal.once("a", effect) == Failure(ChatDown())
    assert await journal.once("a", effect) == Success("2")


async def effects_of_one_key_run_one_at_a_time(journal: Journal) -> None:
    effect = Effect(failures=3)
    await asyncio.gather(*(journal.once("a", effect) for _ in range(6)))
    assert effect.most_at_once == 1
    assert effect.begun == 4


async def effects_of_two_keys_do_not_wait_for_one_another(journal: Journal) -> None:
    inner = Effect()

    async def outer() -> Outcome[str, ChatDown]:
        async with asyncio.timeout(10):
            return await journal.once("inner", inner)

    assert await journal.once("outer", outer) == Success("1")
    assert await journal.once("outer", inner) == Success("1")


async def a_cancelled_effect_leaves_no_record_and_no_lock(journal: Journal) -> None:
    begun = asyncio.Event()

    async def hang() -> Outcome[str, ChatDown]:
        begun.set()
        await asyncio.Event().wait()
        return Success("never")

    hanging = asyncio.create_task(journal.once("a", hang))
    await begun.wait()
    hanging.cancel()
    with suppress(asyncio.CancelledError):
        await hanging
    async with asyncio.timeout(10):
        assert await journal.once("a", Effect()) == Success("1")
    assert await journal.once("a", Effect(failures=1)) == Success("1")


PROMISES: list[Promise] = [
    an_effect_that_succeeded_is_not_repeated,
    each_key_has_a_record_of_its_own,
    a_failure_is_not_recorded,
    effects_of_one_key_run_one_at_a_time,
    effects_of_two_keys_do_not_wait_for_one_another,
    a_cancelled_effect_leaves_no_record_and_no_lock,
]


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
@pytest.mark.parametrize("make", [InMemoryJournal, FakeJournal])
async def test_a_journal_promises_that(make: Callable[[], Journal], promise: Promise) -> None:
    await promise(make())


@final
class LyingJournal(Journal):
    """Records the second answer, whatever the key, and does everything twice at once."""

    def __init__(self) -> None:
        self.answers: list[object] = []

    async def once(
        self, key: str, effect: Callable[[], Awaitable[Outcome[str, F]]]
    ) -> Outcome[str, F]:
        first, second = await asyncio.gather(effect(), effect())
        return second if isinstance(first, Success) else Success("done")


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
async def test_a_liar_is_found_out_by(promise: Promise) -> None:
    with pytest.raises(AssertionError):
        await promise(LyingJournal())
