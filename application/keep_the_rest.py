"""What a chat did not take stays for a time, so that a Retry need not download it again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from application.deliver_media import Sent
from application.ports.workspace import Room
from domain.delivery import Delivery, Kept
from domain.outcome import Failure, Success
from domain.request import MediaRequest


@dataclass(frozen=True, slots=True)
class KeepTheRest:
    """Keeps the room of a delivery that the chat broke off."""

    keep_for: timedelta
    """Zero: nothing is kept."""
    today: Callable[[], datetime]
    """With its zone."""

    async def __call__(
        self, request: MediaRequest, sent: Sent, ended: Delivery, *, room: Room
    ) -> Delivery:
        """The delivery, with the time until which its rest is kept, if it is."""
        if sent.failure is None or not sent.pending or not self.keep_for:
            return ended
        kept = Kept(
            request=request,
            metadata=ended.metadata,
            origin=ended.origin,
            pending=tuple(sent.pending),
            delivered=tuple(fitted.key for fitted in sent.delivered),
            until=self.today() + self.keep_for,
        )
        match await room.keep(kept):
            case Success():
                return ended.model_copy(update={"kept_until": kept.until})
            case Failure():
                return ended
