"""A shelf becomes messages in one chat: in order, full but never too large, each file once."""

from collections.abc import Callable
from dataclasses import dataclass, field

from application.gather_media import Fits
from application.ports.chat import ChatSink
from application.ports.telling import Shows
from application.ports.workspace import Room
from application.shelf import Entry, Shelf
from domain.batches import batches_left, next_batch
from domain.delivery import Batch, LeftBehind, Receipt
from domain.failures import ChatRefused, ChatTooLarge, DeliveryFailure, MediaFailure
from domain.fitting import Fitted
from domain.items import ItemKey
from domain.limits import LARGE_JOB, UploadLimits, after_refusal, for_a_job_of
from domain.outcome import Failure, Success
from domain.plans import Wish
from domain.progress import Sending


@dataclass(slots=True)
class Sent:
    """How far a delivery has come; `failure` is set when the chat takes no more."""

    delivered: list[Fitted] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    left_behind: list[LeftBehind] = field(default_factory=list)
    pending: list[Fitted] = field(default_factory=list)
    too_large: list[Fitted] = field(default_factory=list)
    """Given up, since the chat refused them as often as they were made smaller."""
    failure: DeliveryFailure | None = None
    first_at: float | None = None

    def take(self, entry: Entry) -> None:
        """Sort in what comes from the shelf; what an earlier run delivered is not sent again."""
        match entry:
            case LeftBehind():
                self.left_behind.append(entry)
            case Fitted():
                self.pending.append(entry)
                self._settle()

    def receive(self, receipt: Receipt) -> None:
        """Take exactly the keys of the receipt off what is pending."""
        self.receipts.append(receipt)
        self._settle()

    @property
    def undelivered(self) -> list[Fitted]:
        """What is ready and did not get there, but for what cannot be made to fit."""
        return self.too_large + (self.pending if self.failure is not None else [])

    def leave(self, fitted: Fitted, failure: ChatTooLarge | MediaFailure) -> None:
        """Give one pending file up."""
        self.pending.remove(fitted)
        self.left_behind.append(
            LeftBehind(key=fitted.key, name=fitted.file.filename, failure=failure)
        )

    def _settle(self) -> None:
        there: set[ItemKey] = {key for receipt in self.receipts for key in receipt.keys}
        self.delivered += [fitted for fitted in self.pending if fitted.key in there]
        self.pending = [fitted for fitted in self.pending if fitted.key not in there]


@dataclass(frozen=True, slots=True)
class DeliverMedia:
    """Reads a shelf to its end; returns when everything was sent or the chat takes no more."""

    fit: Fits
    now: Callable[[], float]

    async def __call__(
        self, shelf: Shelf, *, to: ChatSink, room: Room, wish: Wish, shows: Shows
    ) -> Sent:
        """Send what is on the shelf as soon as a message is full, and the rest at its end.

        After a failure the shelf is still read to its end, so that what is pending is complete;
        only where the answer was deleted nobody wants the rest.
        """
        return await _Reading(self, shelf, to=to, room=room, wish=wish, shows=shows).to_the_end()


class _Reading:
    """One reader of a shelf, with one chat to send to."""

    def __init__(
        self,
        deliver: DeliverMedia,
        shelf: Shelf,
        *,
        to: ChatSink,
        room: Room,
        wish: Wish,
        shows: Shows,
    ) -> None:
        self._fit = deliver.fit
        self._now = deliver.now
        self._shelf = shelf
        self._to = to
        self._room = room
        self._wish = wish
        self._shows = shows
        self._sent = Sent()
        self._refused_alone: set[ItemKey] = set()

    async def to_the_end(self) -> Sent:
        sent, shelf, seen = self._sent, self._shelf, 0
        while sent.failure != ChatRefused(why="deleted"):
            for entry in shelf.entries[seen:]:
                sent.take(entry)
            seen = len(shelf.entries)
            if files := self._next():
                await self._send(files)
            elif shelf.ended and seen == len(shelf.entries):
                break
            else:
                await shelf.more_than(seen)
        return sent

    def _next(self) -> tuple[Fitted, ...]:
        if self._sent.failure is not None:
            return ()
        more = not self._shelf.ended
        return next_batch(self._sent.pending, self._limits(), more_to_come=more)

    def _limits(self) -> UploadLimits:
        return for_a_job_of(self._shelf.aim.limits, self._shelf.total_bytes)

    async def _send(self, files: tuple[Fitted, ...]) -> None:
        for fitted in files:
            if fitted.file.size_bytes > self._shelf.aim.limits.bytes_per_file:
                await self._fit_again(fitted)
                return
        sent, shelf = self._sent, self._shelf
        batch = Batch(number=len(sent.receipts) + 1, files=files, metadata=shelf.metadata)
        left = batches_left(sent.pending, self._limits()) if shelf.ended else 0
        total = shelf.total_bytes
        self._shows.progress(
            Sending(
                batch=batch.number,
                of=len(sent.receipts) + left if left else None,
                filenames=tuple(fitted.file.filename for fitted in files),
                size_bytes=batch.size_bytes,
                large_bytes=total if total > LARGE_JOB else None,
            )
        )
        match await self._to.deliver(batch, room=self._room):
            case Success(receipt):
                sent.receive(receipt)
                sent.first_at = self._now() if sent.first_at is None else sent.first_at
            case Failure(ChatTooLarge() as refused):
                self._learn(files, refused)
            case Failure(failure):
                sent.failure = failure

    def _learn(self, files: tuple[Fitted, ...], refused: ChatTooLarge) -> None:
        """Believe the refusal; a file that was refused alone gets one more chance."""
        if len(files) == 1:
            (alone,) = files
            if alone.key in self._refused_alone:
                self._sent.leave(alone, refused)
                self._sent.too_large.append(alone)
                return
            self._refused_alone.add(alone.key)
        sizes = tuple(fitted.file.size_bytes for fitted in files)
        self._shelf.learn(after_refusal(self._shelf.aim.limits, sizes))

    async def _fit_again(self, fitted: Fitted) -> None:
        """Once more from its original, to what was learnt since, in a place of its own."""
        match self._room.within("again"):
            case Failure(full):
                self._sent.leave(fitted, full)
                return
            case Success(room):
                place = self._sent.pending.index(fitted)
        again = await self._fit(
            fitted.key,
            fitted.original,
            aim=self._shelf.aim,
            wish=self._wish,
            room=room,
            shows=self._shows,
        )
        match again:
            case Success(smaller):
                self._sent.pending[place] = smaller
            case Failure(failure):
                self._sent.leave(fitted, failure)
