"""A link's media in a folder that stays: as it is at the source, its metadata beside it."""

from dataclasses import dataclass

from application.ports.chat import Chats
from application.ports.journal import Journal
from application.ports.telling import Shows
from application.share_media import ShareMedia
from domain.delivery import Delivery
from domain.jobs import Actor, JobId, ReplyAddress
from domain.request import MediaRequest


@dataclass(frozen=True, slots=True)
class SaveMedia:
    """Sharing with a folder, without fitting anything."""

    share: ShareMedia
    """Wired with a gathering that only measures."""
    folders: Chats

    async def __call__(
        self,
        request: MediaRequest,
        *,
        into: ReplyAddress,
        job_id: JobId,
        actor: Actor,
        journal: Journal,
        shows: Shows | None = None,
    ) -> Delivery:
        """Everything saved or named as left behind; the folder was told how it ended."""
        async with self.folders.open(into, job_id=job_id, journal=journal) as folder:
            delivery = await self.share(request, to=folder, job_id=job_id, actor=actor, shows=shows)
            await folder.close(delivery)
            return delivery
