"""An answer in Discord: a card that becomes the first message, and one message a further batch."""

import logging
from typing import Final, final

from adapters.sinks.discord.bodies import Bodies
from adapters.sinks.discord.card import Card
from adapters.sinks.discord.files import uploads_of
from adapters.sinks.discord.messages import Filled, Messages
from adapters.sinks.discord.tool_words import log_words
from adapters.sinks.discord.uploads import Upload
from application.ports.chat import ChatSink
from application.ports.workspace import Room
from domain.delivery import Batch, Delivery, End, Interrupted, Receipt
from domain.failures import DeliveryFailure
from domain.limits import UploadLimits
from domain.outcome import Failure, Outcome, Success
from domain.progress import Progress

CARD: Final = 1
"""The number of the batch that the card takes in."""

_log = logging.getLogger(__name__)


@final
class DiscordSink(ChatSink):
    """One job's answer to an interaction."""

    def __init__(
        self, card: Card, messages: Messages, bodies: Bodies, limits: UploadLimits
    ) -> None:
        self.limits = limits
        self.card = card
        self._messages = messages
        self._bodies = bodies

    def progress(self, progress: Progress) -> None:
        """The card says so when its turn comes."""
        self.card.progress(progress)

    async def deliver(self, batch: Batch, *, room: Room) -> Outcome[Receipt, DeliveryFailure]:
        """The first batch fills the card, each further one a message of its own."""
        card = self.card
        async with card.lock:
            failure = card.refused or card.where_to_write()
            if failure is not None:
                return Failure(failure)
            card.metadata = batch.metadata or card.metadata
            uploads = uploads_of(batch, room=room, labels=self._bodies.labels)
            match await self._fill(batch, uploads):
                case Failure(failure):
                    return Failure(card.note(failure))
                case Success(there):
                    if batch.number == CARD:
                        card.attachments = there.attachments
                    return Success(Receipt(number=batch.number, keys=there.keys))

    async def close(self, end: End) -> None:
        """The card says how it ended; placeholders that stayed empty go."""
        card = self.card
        log_words(self._bodies.job_id, end)
        if isinstance(end, Delivery) and end.kept_until is not None:
            told = "job %s: its chat takes no more; the rest is kept until %s in its room"
            _log.warning(told, self._bodies.job_id, end.kept_until)
        async with card.lock:
            card.over = True
            if card.refused is not None or card.where_to_write() is not None:
                _log.warning("job %s: its chat is not told how it ended", self._bodies.job_id)
                return
            if isinstance(end, Delivery):
                card.metadata = end.metadata or card.metadata
            posted = bool(self._messages.filled)
            lost = isinstance(end, Interrupted) and card.metadata is None
            head = await card.head() if lost else None
            body = self._bodies.ended(end, card.metadata, posted=posted, head=head)
            if isinstance(end, Delivery) and end.failure and CARD not in self._messages.filled:
                body |= {"attachments": []}  # files that came unheard would come again by Retry
            await card.write(body)
            await self._messages.take_back_empty()

    async def _fill(
        self, batch: Batch, uploads: tuple[Upload, ...]
    ) -> Outcome[Filled, DeliveryFailure]:
        keys = batch.keys
        if batch.number == CARD:
            body = self.card.running()
            return await self._messages.fill(CARD, self.card.id, body, uploads, keys=keys)
        match await self._messages.reserve(batch.number, self._bodies.placeholder()):
            case Failure(failure):
                return Failure(failure)
            case Success(message):
                body = self._bodies.with_files(batch.metadata, first=False)
                return await self._messages.fill(batch.number, message, body, uploads, keys=keys)
