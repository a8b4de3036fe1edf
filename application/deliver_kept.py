"""A Retry: what a former job kept goes to the chat, without downloading or fitting it again."""

from collections.abc import Callable
from dataclasses import dataclass

from application.account import account
from application.deliver_media import DeliverMedia
from application.keep_the_rest import KeepTheRest
from application.ports.chat import ChatSink
from application.ports.telling import Shows
from application.ports.workspace import Workspace
from application.shelf import Shelf
from domain.delivery import Delivery
from domain.jobs import JobId
from domain.limits import Aim, Minima, UploadLimits, effective
from domain.outcome import Failure, Success
from domain.plans import Wish


@dataclass(frozen=True, slots=True)
class DeliverKept:
    """Delivers the rest of a job whose chat took no more."""

    workspace: Workspace
    deliver: DeliverMedia
    keep_the_rest: KeepTheRest
    ours: UploadLimits
    minima: Minima
    now: Callable[[], float]

    async def __call__(
        self, kept_job: JobId, *, to: ChatSink, shows: Shows | None = None
    ) -> Delivery:
        """What was pending, delivered; NoRoom when it is gone, or being delivered already."""
        began = self.now()
        async with self.workspace.reopen(kept_job) as reopened:
            match reopened:
                case Failure(failure):
                    return Delivery(failure=failure)
                case Success((room, kept)):
                    limits = effective(to.limits, self.ours)
                    shelf = Shelf(Aim(limits=limits, minima=self.minima))
                    for fitted in kept.pending:
                        shelf.put(fitted)
                    shelf.metadata = kept.metadata
                    shelf.end(kept.origin, None)
                    wish = Wish.of(kept.request)
                    sent = await self.deliver(shelf, to=to, room=room, wish=wish, shows=shows or to)
                    ended = account(shelf, sent, began=began, fetched_at=None, now=self.now())
                    return await self.keep_the_rest(kept.request, sent, ended, room=room)
