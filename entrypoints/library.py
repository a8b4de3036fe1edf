"""The use cases for other programs: open, await, close."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from adapters.sinks.folder import Folders
from application.compress_media import CompressMedia
from application.look_at_link import LookAtLink
from application.ports.chat import ChatSink
from application.save_media import SaveMedia
from application.share_media import ShareMedia
from domain.delivery import Delivery
from domain.failures import LinkRefused
from domain.jobs import Actor
from domain.limits import Minima
from domain.link import Admission, Link, admit
from domain.outcome import Failure, Outcome, Success
from domain.request import MediaRequest
from entrypoints.container import Container
from entrypoints.settings import Settings

EMBEDDER = Actor(user="embedder")


@dataclass(frozen=True, slots=True)
class BossBot:
    """Everything that a face offers; any number of calls may run at once."""

    admission: Admission
    share_media: ShareMedia
    save_media: SaveMedia
    look_at_link: LookAtLink
    compress_media: CompressMedia
    folders: Folders
    """Folders as chats, for `share_media`."""
    save_folders: Folders
    """Folders with a post's metadata beside its files, for `save_media`."""
    minima: Minima

    def admit(self, text: str) -> Outcome[Link, LinkRefused]:
        """The text as a link that may be asked for, or why not."""
        return admit(text, self.admission)

    async def share(self, text: str, *, to: ChatSink, actor: Actor = EMBEDDER) -> Delivery:
        """The main job for a link as somebody wrote it; who opened the chat closes it."""
        match self.admit(text):
            case Failure(refused):
                return Delivery(failure=refused)
            case Success(link):
                request = MediaRequest(link=link)
                job_id = uuid.uuid4().hex
                return await self.share_media(request, to=to, job_id=job_id, actor=actor)


@asynccontextmanager
async def open_boss_bot(
    settings: Settings | None = None, *, container: Container | None = None
) -> AsyncIterator[BossBot]:
    """The use cases, wired by `settings` (the environment's when None), while the block runs.

    Sweeps what dead processes left behind first. When the block ends, no child process is left.
    """
    wiring = container or Container(settings=settings or Settings())
    await wiring.workspace().sweep()
    try:
        yield BossBot(
            admission=wiring.admission(),
            share_media=wiring.share_media(),
            save_media=wiring.save_media(),
            look_at_link=wiring.look_at_link(),
            compress_media=wiring.compress_media(),
            folders=wiring.folders(),
            save_folders=wiring.save_folders(),
            minima=wiring.minima(),
        )
    finally:
        await wiring.cells().aclose()
