"""The one status card of a job: edited in place, and as the bot when its token has run out."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, final

from adapters.sinks.discord.bodies import Bodies, Body
from adapters.sinks.discord.caption import caption_in
from adapters.sinks.discord.messages import Messages, attached
from adapters.sinks.discord.pace import Pace
from adapters.sinks.discord.place import ORIGINAL, Place
from adapters.sinks.discord.steps import Steps
from domain.failures import ChatExpired, ChatRefused, DeliveryFailure
from domain.jobs import JobId, ReplyAddress
from domain.metadata import AnyMetadata
from domain.outcome import Failure, Success
from domain.progress import Progress

WARNING: Final = timedelta(seconds=90)
"""So long before its token dies a card says so, and offers a way on."""
TOO_LATE: Final = timedelta(seconds=20)
"""What is not on its way by then might arrive after the token's end."""

_log = logging.getLogger(__name__)


@final
class Card:
    """Shows progress beside the work; `lock` is held by whoever writes to Discord."""

    def __init__(
        self,
        messages: Messages,
        bodies: Bodies,
        *,
        when_deleted: Callable[[JobId], None],
        today: Callable[[], datetime],
    ) -> None:
        self.lock = asyncio.Lock()
        self.id = bodies.address.fills or ORIGINAL
        self.attachments: tuple[str, ...] = ()
        self.metadata: AnyMetadata | None = None
        self.refused: ChatRefused | None = None
        """Set once the card was deleted: whoever did that wants no answer."""
        self.over = False
        self._messages = messages
        self._bodies = bodies
        self._today = today
        self._when_deleted = when_deleted
        self.true_id = bodies.address.fills
        """By which the bot finds the card without a token."""
        self._expires = bodies.address.expires
        self._warned = False
        self._steps = Steps()
        self._changed = asyncio.Event()

    def progress(self, progress: Progress) -> None:
        """Say so when the card's turn comes."""
        self._steps = self._steps.after(progress)
        self._changed.set()

    async def show(self, *, progress: bool) -> None:
        """Keep the card up to date until cancelled; without `progress` only what must be said."""
        loop = asyncio.get_running_loop()
        pace = Pace(began=loop.time())
        while True:
            pause = pace.pause(loop.time())
            await asyncio.sleep(pause or 0)
            await self._something_to_say(changes=pause is not None and (progress or not pace.edits))
            self._changed.clear()
            async with self.lock:
                if self.over or self.refused or self.where_to_write() is not None:
                    self._warned = True
                    continue
                await self.write(self.running())
            pace.edited(loop.time())

    def running(self) -> Body:
        """What the card says while the job runs."""
        at = self._warning_at()
        self._warned = at is not None and self._today() >= at
        return self._bodies.running(self._steps, self.metadata, expiring=self._warned)

    async def write(self, body: Body) -> None:
        """Edit the card; every file that it has is listed, since others would be dropped."""
        if self.attachments:
            body = body | {"attachments": [{"id": each} for each in self.attachments]}
        match await self._messages.write(self.id, body):
            case Failure(failure):
                self.note(failure)
                _log.info("job %s: its card did not change: %s", self._bodies.job_id, failure.kind)
            case Success(answer) if isinstance(answer, dict) and "id" in answer:
                self.true_id = str(answer["id"])
                self.attachments = attached(answer)
            case Success():
                pass

    async def head(self) -> str | None:
        """The caption that a former process gave the card; None: it has none that we know."""
        about = self._bodies.address.about
        answer = await self._messages.read(self.id) if about is not None else None
        if about is None or not isinstance(answer, dict):
            return None
        return caption_in(str(answer.get("content")), about.link)

    def note(self, failure: DeliveryFailure) -> DeliveryFailure:
        """Remember what holds for the whole answer."""
        if isinstance(failure, ChatRefused) and failure.why == "deleted":
            self.refused = failure
            self._when_deleted(self._bodies.job_id)
        return failure

    def where_to_write(self) -> DeliveryFailure | None:
        """Near the token's end go on as the bot, where it may write; else say that it is over."""
        if self._expires is None or self._today() < self._expires - TOO_LATE:
            return None
        address = self._bodies.address
        if address.channel is None or address.private or self.true_id is None:
            return ChatExpired()
        self._messages.move(Place.of_channel(address.channel), same_messages=True)
        self.id, self._expires = self.true_id, None
        return None

    async def renew(self, address: ReplyAddress) -> None:
        """Go on with the token of a click on this card."""
        async with self.lock:
            self._messages.move(Place.of(address), same_messages=False)
            self.id, self._expires = ORIGINAL, address.expires
        self._changed.set()

    def _warning_at(self) -> datetime | None:
        return warning_at(self._bodies.address, self._expires)

    async def _something_to_say(self, *, changes: bool) -> None:
        """Wait for a change, where changes are shown, or until it is time for the warning."""
        at = None if self._warned else self._warning_at()
        left = None if at is None else max(0.0, (at - self._today()).total_seconds())
        try:
            async with asyncio.timeout(left):
                await (self._changed.wait() if changes else asyncio.Event().wait())
        except TimeoutError:
            return


def warning_at(address: ReplyAddress, expires: datetime | None) -> datetime | None:
    """When a card must say that its time runs out; None where the bot goes on by itself."""
    if expires is None or (address.channel is not None and not address.private):
        return None
    return expires - WARNING
