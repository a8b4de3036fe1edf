"""What a chat did not take stays for a time, so that a Retry need not download it again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePosixPath

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
        return await self._kept(request, sent, ended, pending=sent.undelivered, room=room)

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
        rest = sent.undelivered
        if not self.keep_for or not rest:
            return ended
        files = {it.filepath: it for fitted in rest for it in (fitted.file, fitted.original)}
        expected = sum(file.size_bytes for file in files.values())
        async with self.workspace.lend(job_id, owner=owner, expected=expected) as lent:
            match lent:
                case Failure():
                    return ended
                case Success(own):
                    places = await _brought(files, room, own)
                    pending = [] if places is None else [_at(places, it) for it in rest]
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
        if not self.keep_for or not pending:
            return ended
        kept = Kept(
            request=request,
            metadata=ended.metadata and ended.metadata.in_own_words,
            origin=ended.origin and ended.origin.in_own_words,
            pending=tuple(pending),
            delivered=tuple(fitted.key for fitted in sent.delivered),
            until=self.today() + self.keep_for,
        )
        match await room.keep(kept):
            case Success():
                return ended.model_copy(update={"kept_until": kept.until})
            case Failure():
                return ended


async def _brought(
    files: Mapping[PurePosixPath, MediaFile], room: Room, own: Room
) -> dict[PurePosixPath, PurePosixPath] | None:
    """Where each file lies in one's own room; None when one of them is not there as it was."""
    places: dict[PurePosixPath, PurePosixPath] = {}
    for path, file in files.items():
        match await own.bring(room.folder / path):
            case Success(copy) if copy.checksum == file.checksum:
                places[path] = copy.filepath
            case _:
                return None
    return places


def _at(places: Mapping[PurePosixPath, PurePosixPath], fitted: Fitted) -> Fitted:
    file, original = (
        it.model_copy(update={"filepath": places[it.filepath]})
        for it in (fitted.file, fitted.original)
    )
    return fitted.model_copy(update={"file": file, "original": original})
