"""Where the answer goes: a chat that takes messages with files."""

from abc import abstractmethod
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from application.ports.journal import Journal
from application.ports.telling import Shows
from application.ports.workspace import Room
from domain.delivery import Batch, End, Receipt
from domain.failures import DeliveryFailure
from domain.jobs import JobId, ReplyAddress
from domain.limits import UploadLimits
from domain.outcome import Outcome


class ChatSink(Shows, Protocol):
    """One place to answer to, for one job."""

    limits: UploadLimits
    """As known when it was opened; never changed in place."""

    @abstractmethod
    async def deliver(self, batch: Batch, *, room: Room) -> Outcome[Receipt, DeliveryFailure]:
        """Hand over one message.

        The receipt says what the chat has under that number: when the number was used before, the
        keys of then, so the caller takes exactly `receipt.keys` off what it still has to send.
        """

    @abstractmethod
    async def close(self, end: End) -> None:
        """Say how it ended; called once, by whoever opened the sink."""


class Chats(Protocol):
    """Opens chats by their address."""

    @abstractmethod
    def open(
        self, address: ReplyAddress, *, job_id: JobId, journal: Journal
    ) -> AbstractAsyncContextManager[ChatSink]:
        """The sink for that address, while the job runs."""
