"""Opens Discord by the address of an answer, in any process that has one."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from typing import Final, final

from adapters.sinks.discord.bodies import Bodies, Body
from adapters.sinks.discord.card import Card
from adapters.sinks.discord.messages import Messages
from adapters.sinks.discord.place import ORIGINAL, Place
from adapters.sinks.discord.quiet import QuietSink
from adapters.sinks.discord.sink import DiscordSink
from adapters.sinks.discord.steps import Say
from adapters.sinks.discord.transport import Transport
from application.ports.chat import Chats, ChatSink
from application.ports.journal import Journal
from domain.jobs import JobId, ReplyAddress
from domain.limits import MEBIBYTE, UploadLimits

SAFE_BYTES: Final = 10 * MEBIBYTE
"""Of one file, where nobody said more: Discord's least limit, ever."""
BYTES_PER_MESSAGE: Final = 25 * MEBIBYTE
"""Of several files: the largest request that Discord's reference promises to take."""
FILES_PER_MESSAGE: Final = 10


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
        self._cards: dict[JobId, Card] = {}
        self._in_line: dict[JobId, asyncio.Lock] = {}

    def open(
        self, address: ReplyAddress, *, job_id: JobId, journal: Journal
    ) -> AbstractAsyncContextManager[ChatSink]:
        """The sink for that address; its card is kept up to date meanwhile."""
        messages = Messages(self._transport, journal, job_id, Place.of(address))
        bodies = Bodies(address, job_id, self._say)
        limits = UploadLimits(
            bytes_per_file=address.bytes_per_file or SAFE_BYTES,
            files_per_message=FILES_PER_MESSAGE,
            bytes_per_message=BYTES_PER_MESSAGE,
        )
        if address.token is None:
            return _as_it_is(QuietSink(messages, bodies, limits))
        card = Card(messages, bodies, today=self._today)
        return self._shown(job_id, DiscordSink(card, messages, bodies, limits))

    def is_open(self, job_id: JobId) -> bool:
        """Whether a card of that job is being kept up to date here."""
        return job_id in self._cards

    async def renew(self, job_id: JobId, address: ReplyAddress) -> bool:
        """Give a job that is being answered the token of a click; False: it is not."""
        card = self._cards.get(job_id)
        if card is None:
            return False
        await card.renew(address)
        return True

    async def wait(self, job_id: JobId, address: ReplyAddress, *, place: int) -> None:
        """Let the card of a job in the line say its place; nothing once the job has begun."""
        if address.token is None:
            return
        body = Bodies(address, job_id, self._say).waiting(place)
        async with self._in_line.setdefault(job_id, asyncio.Lock()):
            if job_id not in self._cards:
                await self.tell(address, body)

    async def tell(self, address: ReplyAddress, body: Body) -> None:
        """Let the card of something that never became a job say that."""
        await self._transport.send(Place.of(address).edit(address.fills or ORIGINAL, body))

    @asynccontextmanager
    async def _shown(self, job_id: JobId, sink: DiscordSink) -> AsyncGenerator[DiscordSink]:
        self._cards[job_id] = sink.card
        async with self._in_line.pop(job_id, asyncio.Lock()):
            pass
        showing = asyncio.create_task(
            sink.card.show(progress=self._shows_progress), name=f"card of job {job_id}"
        )
        try:
            yield sink
        finally:
            del self._cards[job_id]
            showing.cancel()
            await asyncio.wait([showing])


@asynccontextmanager
async def _as_it_is(sink: QuietSink) -> AsyncGenerator[QuietSink]:
    yield sink
