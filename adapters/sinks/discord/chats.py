"""Opens Discord by the address of an answer, in any process that has one."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, final

from adapters.sinks.discord.bodies import Bodies, Body
from adapters.sinks.discord.card import Card, warning_at
from adapters.sinks.discord.messages import Messages
from adapters.sinks.discord.place import ORIGINAL, Place
from adapters.sinks.discord.quiet import QuietSink
from adapters.sinks.discord.sink import DiscordSink
from adapters.sinks.discord.steps import Say
from adapters.sinks.discord.transport import Transport
from application.ports.chat import Chats, ChatSink
from application.ports.journal import Journal
from domain.jobs import JobId, ReplyAddress
from domain.limits import UploadLimits
from domain.outcome import Failure, Success
from domain.sizes import MEBIBYTE

SAFE_BYTES: Final = 10 * MEBIBYTE
"""Of one file, where nobody said more: Discord's least limit, ever."""
BYTES_PER_MESSAGE: Final = 25 * MEBIBYTE
"""Of several files: the largest request that Discord's reference promises to take."""
FILES_PER_MESSAGE: Final = 10
REMEMBERED: Final = 200
"""Tokens of clicks for jobs that have not begun."""


@final
class DiscordChats(Chats):
    """Discord, for addresses with a token and for channels in which the bot may write."""

    def __init__(
        self,
        transport: Transport,
        *,
        say: Say,
        shows_progress: bool,
        today: Callable[[], datetime],
    ) -> None:
        self._transport = transport
        self._say = say
        self._shows_progress = shows_progress
        self._today = today
        self.when_deleted: Callable[[JobId], None] = _nothing
        """Told of a job whose card was deleted; set by whoever can end jobs."""
        self._cards: dict[JobId, Card] = {}
        self._in_line: dict[JobId, _InLine] = {}
        self._renewed: dict[JobId, ReplyAddress] = {}

    def open(
        self, address: ReplyAddress, *, job_id: JobId, journal: Journal
    ) -> AbstractAsyncContextManager[ChatSink]:
        """The sink for that address; its card is kept up to date meanwhile."""
        address = self._renewed.pop(job_id, address)
        messages = Messages(self._transport, journal, job_id, Place.of(address))
        bodies = Bodies(address, job_id, self._say)
        limits = UploadLimits(
            bytes_per_file=address.bytes_per_file or SAFE_BYTES,
            files_per_message=FILES_PER_MESSAGE,
            bytes_per_message=BYTES_PER_MESSAGE,
        )
        if address.token is None:
            return _as_it_is(QuietSink(messages, bodies, limits))
        line = self._in_line.pop(job_id, _InLine())
        card = Card(
            messages,
            bodies,
            when_deleted=self.when_deleted,
            today=self._today,
        )
        return self._shown(job_id, DiscordSink(card, messages, bodies, limits), line)

    async def renew(self, job_id: JobId, address: ReplyAddress) -> None:
        """Give a job the token of a click, now or when it begins."""
        card = self._cards.get(job_id)
        if card is not None:
            await card.renew(address)
            return
        self._renewed[job_id] = address
        for forgotten in list(self._renewed)[:-REMEMBERED]:
            del self._renewed[forgotten]

    async def wait(self, job_id: JobId, address: ReplyAddress, *, place: int) -> None:
        """Let the card of a job in the line say its place; nothing once the job has begun."""
        address = self._renewed.get(job_id, address)
        if address.token is None:
            return
        body = Bodies(address, job_id, self._say).waiting(place, expiring=self.expires(address))
        line = self._in_line.setdefault(job_id, _InLine())
        async with line.lock:
            if job_id not in self._cards:
                line.true_id = await self.tell(address, body) or line.true_id

    def expires(self, address: ReplyAddress) -> bool:
        """Whether its card must say that its time runs out."""
        at = warning_at(address, address.expires)
        return at is not None and self._today() >= at

    async def tell(self, address: ReplyAddress, body: Body) -> str | None:
        """Let a card that no sink keeps say that; its true id, if it was told."""
        call = Place.of(address).edit(address.fills or ORIGINAL, body)
        match await self._transport.send(call):
            case Success(answer):
                return str(answer["id"])
            case Failure():
                return None

    @asynccontextmanager
    async def _shown(
        self, job_id: JobId, sink: DiscordSink, line: "_InLine"
    ) -> AsyncGenerator[DiscordSink]:
        self._cards[job_id] = sink.card
        try:
            async with line.lock:  # what the card said in the line has been said before we go on
                sink.card.true_id = sink.card.true_id or line.true_id
            showing = asyncio.create_task(
                sink.card.show(progress=self._shows_progress), name=f"card of job {job_id}"
            )
            try:
                yield sink
            finally:
                showing.cancel()
                await asyncio.wait([showing])
        finally:
            del self._cards[job_id]


@dataclass(slots=True)
class _InLine:
    """A card whose job waits."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    true_id: str | None = None


def _nothing(_: JobId) -> None:
    """The job ends by itself, with its first message."""


@asynccontextmanager
async def _as_it_is(sink: QuietSink) -> AsyncGenerator[QuietSink]:
    yield sink
