"""A link's media, fitted, in a chat: gathering and delivering side by side."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from application.account import account
from application.deliver_media import DeliverMedia, Sent
from application.gather_media import GatherMedia
from application.keep_the_rest import KeepTheRest
from application.ports.chat import ChatSink
from application.ports.telling import Shows
from application.ports.workspace import Room, Workspace
from application.shelf import Shelf
from domain.delivery import Delivery
from domain.failures import ChatRefused
from domain.jobs import Actor, JobId
from domain.limits import Aim, Minima, UploadLimits, effective
from domain.outcome import Failure, Success
from domain.plans import Wish
from domain.request import MediaRequest


@dataclass(frozen=True, slots=True)
class ShareMedia:
    """The main job. Whoever opened the sink closes it, with the Delivery that this returns."""

    workspace: Workspace
    gather: GatherMedia
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

        Progress is shown to `shows`, or to the sink itself.
        """
        began = self.now()
        aim = Aim(limits=effective(to.limits, self.ours), minima=self.minima)
        async with self.workspace.lend(job_id, owner=actor, expected=None) as lent:
            match lent:
                case Failure(failure):
                    return Delivery(failure=failure)
                case Success(room):
                    shelf = Shelf(aim)
                    fetched_at, sent = await self._work(
                        request, shelf, room=room, to=to, shows=shows or to
                    )
                    ended = account(shelf, sent, began=began, fetched_at=fetched_at, now=self.now())
                    return await self.keep_the_rest(request, sent, ended, room=room)

    async def _work(
        self, request: MediaRequest, shelf: Shelf, *, room: Room, to: ChatSink, shows: Shows
    ) -> tuple[float | None, Sent]:
        async def gather() -> float:
            await self.gather(request, room=room, shelf=shelf, shows=shows)
            return self.now()

        async with asyncio.TaskGroup() as group:
            gathering = group.create_task(gather())
            sent = await self.deliver(shelf, to=to, room=room, wish=Wish.of(request), shows=shows)
            if isinstance(sent.failure, ChatRefused):
                gathering.cancel()
        return None if gathering.cancelled() else gathering.result(), sent
