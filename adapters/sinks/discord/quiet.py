"""An answer that nobody asked for: media as a reply, and no word where there is none."""

import logging
from typing import Final, final
from urllib.parse import quote

from adapters.sinks.discord.bodies import Bodies
from adapters.sinks.discord.calls import Call
from adapters.sinks.discord.files import uploads_of
from adapters.sinks.discord.messages import Messages
from adapters.sinks.discord.tool_words import log_words
from application.ports.chat import ChatSink
from application.ports.workspace import Room
from domain.delivery import Batch, Delivery, End, Receipt
from domain.failures import DeliveryFailure
from domain.limits import UploadLimits
from domain.outcome import Failure, Outcome, Success
from domain.progress import Progress

NOT_ALL: Final = "⚠️"
"""The reaction to a message whose link could not be answered, or not wholly."""

_log = logging.getLogger(__name__)


@final
class QuietSink(ChatSink):
    """Replies in a channel as the bot; has no card and shows no progress."""

    def __init__(self, messages: Messages, bodies: Bodies, limits: UploadLimits) -> None:
        self.limits = limits
        self._messages = messages
        self._bodies = bodies

    def progress(self, progress: Progress) -> None:
        """Nobody is waiting."""

    async def deliver(self, batch: Batch, *, room: Room) -> Outcome[Receipt, DeliveryFailure]:
        """Each batch is a message of its own; the first has the caption."""
        match await self._messages.reserve(batch.number, self._bodies.placeholder()):
            case Failure(failure):
                return Failure(failure)
            case Success(message):
                pass
        filled = await self._messages.fill(
            batch.number,
            message,
            self._bodies.with_files(batch.metadata, first=batch.number == 1),
            uploads_of(batch, room=room, labels=self._bodies.labels),
            keys=batch.keys,
        )
        match filled:
            case Failure(failure):
                return Failure(failure)
            case Success(there):
                return Success(Receipt(number=batch.number, keys=there.keys))

    async def close(self, end: End) -> None:
        """A reaction where not everything arrived."""
        log_words(self._bodies.job_id, end)
        await self._messages.take_back_empty()
        if isinstance(end, Delivery) and end.outcome == "delivered":
            return
        address = self._bodies.address
        message = f"/channels/{address.channel}/messages/{address.replies_to}"
        call = Call("PUT", f"{message}/reactions/{quote(NOT_ALL)}/@me")
        match await self._messages.transport.send(call):
            case Failure():
                _log.info("job %s: no reaction is allowed there", self._bodies.job_id)
            case Success():
                pass
