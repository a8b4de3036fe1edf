"""What a chat did not take stays for a time, so that a Retry need not download it again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from application.deliver_media import Sent
from application.ports.workspace import Room, Workspace
from domain.delivery import Delivery, Kept
from domain.fitting import Fitted
from domain.jobs import Actor, JobId
from domain.media import MediaFile
from domain.outcome import Failure, Success
from domain.request import MediaRequest


@dataclass(frozen=True, slots=True)
class KeepTheRest:
    """Keeps the room of a delivery that the chat broke off, or what lies in another's room."""

    keep_for: timedelta
    """Zero: nothing is kept."""
    today: Callable[[], datetime]
    """With its zone."""
    workspace: Workspace

    async def __call__(
        self, request: MediaRequest, sent: Sent, ended: Delivery, *, room: Room
    ) -> Delivery:
        """The delivery, with the time until which its rest is kept, if it is."""
        return await self._kept(request, sent, ended, pending=sent.pending, room=room)

    async def apart(
        self,
        request: MediaRequest,
        sent: Sent,
        ended: Delivery,
        *,
        room: Room,
        job_id: JobId,
        owner: Actor,
    ) -> Delivery:
        """The same for who reads in another job's room: the rest is copied into one of its own."""
        if not self._is_worth_keeping(sent):
            return ended
        files = {
            it.filepath: it for fitted in sent.pending for it in (fitted.file, fitted.original)
        }
        expected = sum(file.size_bytes for file in files.values())
        async with self.workspace.lend(job_id, owner=owner, expected=expected) as lent:
            match lent:
                case Failure():
                    return ended
                case Success(own):
                    pending = await _moved(sent.pending, room, own)
                    return await self._kept(request, sent, ended, pending=pending, room=own)

    async def _kept(
        self,
        request: MediaRequest,
        sent: Sent,
        ended: Delivery,
        *,
        pending: Sequence[Fitted],
        room: Room,
    ) -> Delivery:
        if not self._is_worth_keeping(sent) or not pending:
            return ended
        kept = Kept(
            request=request,
            metadata=ended.metadata,
            origin=ended.origin,
            pending=tuple(pending),
            delivered=tuple(fitted.key for fitted in sent.delivered),
            until=self.today() + self.keep_for,
        )
        match await room.keep(kept):
            case Success():
                return ended.model_copy(update={"kept_until": kept.until})
            case Failure():
                return ended

    def _is_worth_keeping(self, sent: Sent) -> bool:
        return sent.failure is not None and bool(sent.pending and self.keep_for)


async def _moved(pending: Sequence[Fitted], room: Room, own: Room) -> list[Fitted]:
    """The same files in one's own room; none at all when one of them cannot be brought."""
    brought: dict[MediaFile, MediaFile] = {}
    for fitted in pending:
        for file in (fitted.file, fitted.original):
            if file in brought:
                continue
            match await own.bring(room.folder / file.filepath):
                case Failure():
                    return []
                case Success(copy):
                    there = {"filepath": copy.filepath}
                    brought[file] = file.model_copy(update=there)
    return [
        fitted.model_copy(
            update={"file": brought[fitted.file], "original": brought[fitted.original]}
        )
        for fitted in pending
    ]
