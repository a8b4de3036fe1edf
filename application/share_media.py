"""A link's media, fitted, in a chat: gathering and delivering side by side."""

from collections.abc import Callable
from dataclasses import dataclass

from application.account import account
from application.deliver_media import DeliverMedia
from application.gatherings import Gatherings
from application.keep_the_rest import KeepTheRest
from application.ports.chat import ChatSink
from application.ports.telling import Shows
from domain.delivery import Delivery
from domain.jobs import Actor, JobId
from domain.limits import Aim, Minima, UploadLimits, effective
from domain.outcome import Failure, Success
from domain.plans import Wish
from domain.request import MediaRequest


@dataclass(frozen=True, slots=True)
class ShareMedia:
    """The main job. Whoever opened the sink closes it, with the Delivery that this returns."""

    gatherings: Gatherings
    deliver: DeliverMedia
    keep_the_rest: KeepTheRest
    ours: UploadLimits
    """What the operator allows, whatever the chat takes."""
    minima: Minima
    now: Callable[[], float]

    async def __call__(
        self,
        request: MediaRequest,
        *,
        to: ChatSink,
        job_id: JobId,
        actor: Actor,
        shows: Shows | None = None,
    ) -> Delivery:
        """Every item delivered or named as left behind; the room is gone, or kept for a Retry.

        Progress is shown to `shows`, or to the sink itself. Equal requests at the same time, to
        chats with equal limits, are gathered once; what a chat does not take is kept for each.
        """
        began = self.now()
        aim = Aim(limits=effective(to.limits, self.ours), minima=self.minima)
        wish = Wish.of(request)
        async with self.gatherings.join(
            request, aim, job_id=job_id, owner=actor, shows=shows or to
        ) as (gathering, lent):
            match lent:
                case Failure(failure):
                    return Delivery(failure=failure)
                case Success(room):
                    shelf = gathering.shelf
                    sent = await self.deliver(shelf, to=to, room=room, wish=wish, shows=shows or to)
                    ended = account(
                        shelf,
                        sent,
                        began=began,
                        fetched_at=gathering.fetched_at,
                        now=self.now(),
                    )
                    if gathering.job_id == job_id:
                        return await self.keep_the_rest(request, sent, ended, room=room)
                    return await self.keep_the_rest.apart(
                        request, sent, ended, room=room, job_id=job_id, owner=actor
                    )
