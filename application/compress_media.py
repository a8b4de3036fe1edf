"""A file on the operator's disk becomes a file that fits."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from application.account import account
from application.deliver_media import DeliverMedia
from application.fit_files import FitFiles
from application.ports.chat import ChatSink
from application.ports.telling import Shows
from application.ports.workspace import Workspace
from application.shelf import Shelf
from domain.delivery import Delivery, LeftBehind
from domain.failures import MediaFailure, NoRoom, NotFound, QuotaExceeded
from domain.jobs import Actor, JobId
from domain.limits import Aim
from domain.media import MediaInfo
from domain.outcome import Failure, Outcome, Success
from domain.plans import Plan, Wish

CompressFailure: TypeAlias = MediaFailure | NotFound | NoRoom | QuotaExceeded


@dataclass(frozen=True, slots=True)
class CompressMedia:
    """Fits one file and hands it to a sink; the given file is never touched."""

    workspace: Workspace
    fit: FitFiles
    deliver: DeliverMedia
    now: Callable[[], float]

    async def plan(
        self, path: Path, *, aim: Aim, wish: Wish, job_id: JobId, actor: Actor
    ) -> Outcome[tuple[MediaInfo, Plan], CompressFailure]:
        """What would be done, without doing it."""
        async with self.workspace.lend(job_id, owner=actor, expected=None) as lent:
            match lent:
                case Failure(failure):
                    return Failure(failure)
                case Success(room):
                    pass
            match await room.bring(path):
                case Failure(unreadable):
                    return Failure(unreadable)
                case Success(file):
                    return await self.fit.plan(file, aim=aim, wish=wish, room=room)

    async def __call__(
        self,
        path: Path,
        *,
        aim: Aim,
        wish: Wish,
        to: ChatSink,
        job_id: JobId,
        actor: Actor,
        shows: Shows | None = None,
    ) -> Delivery:
        """The file delivered, or why not."""
        began = self.now()
        async with self.workspace.lend(job_id, owner=actor, expected=None) as lent:
            match lent:
                case Failure(failure):
                    return Delivery(failure=failure)
                case Success(room):
                    pass
            match await room.bring(path):
                case Failure(unreadable):
                    return Delivery(failure=unreadable)
                case Success(file):
                    pass
            fitted = await self.fit(
                path.name, file, aim=aim, wish=wish, room=room, shows=shows or to
            )
            shelf = Shelf(aim)
            match fitted:
                case Failure(cannot):
                    shelf.put(LeftBehind(key=path.name, name=path.name, failure=cannot))
                case Success(ready):
                    shelf.put(ready)
            shelf.end(None, None)
            sent = await self.deliver(shelf, to=to, room=room, wish=wish, shows=shows or to)
            return account(shelf, sent, began=began, fetched_at=None, now=self.now())
