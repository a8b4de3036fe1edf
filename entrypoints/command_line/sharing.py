"""Runs several links at once into one folder; each ends for itself."""

import asyncio
import os
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from adapters.disk.trying import try_folder
from adapters.queues.journal import InMemoryJournal
from application.ports.telling import Shows
from domain.delivery import Broke, Delivery
from domain.failures import NoRoom
from domain.jobs import Actor, JobId, ReplyAddress
from domain.link import Link
from domain.outcome import Failure, Outcome, Success
from domain.request import MediaRequest
from entrypoints.command_line.edge import at_the_edge
from entrypoints.command_line.records import Places
from entrypoints.command_line.showing import Bars
from entrypoints.library import BossBot


@dataclass(frozen=True, slots=True)
class Ended:
    """One link's end."""

    url: str
    end: Delivery | Broke
    places: Places

    @property
    def delivery(self) -> Delivery:
        """What came of it; nothing when a bug ended it."""
        return self.end if isinstance(self.end, Delivery) else Delivery()


@dataclass(frozen=True, slots=True)
class Sharing:
    """Where everything goes and how it is wanted."""

    boss_bot: BossBot
    folder: Path
    """Absolute."""
    request: Callable[[Link], MediaRequest]
    limit: int | None = None
    """Bytes of a file; None: what the settings say."""
    as_it_is: bool = False
    """Nothing is fitted, and what is known of the post is written beside its files."""

    async def all(
        self, urls: Sequence[str], bars: Bars, ended: Callable[[Ended], None]
    ) -> list[Ended]:
        """How each ended, in the order given; `ended` hears of each at once."""
        writable = await try_folder(self.folder)

        async def one(url: str) -> Ended:
            end = await self._one(url, bars, writable)
            ended(end)
            return end

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(url)) for url in urls]
        return [task.result() for task in tasks]

    async def _one(self, url: str, bars: Bars, writable: Outcome[None, NoRoom]) -> Ended:
        match self.boss_bot.admit(url):
            case Failure(refused):
                return Ended(url, Delivery(failure=refused), {})
            case Success(link):
                pass
        if isinstance(writable, Failure):
            return Ended(url, Delivery(failure=writable.failure()), {})
        job_id = uuid.uuid4().hex
        with bars.of_one_job() as shows:
            end = await at_the_edge(job_id, self._share(url, self.request(link), job_id, shows))
        return Ended(url, end, {}) if isinstance(end, Broke) else end

    async def _share(self, url: str, request: MediaRequest, job_id: JobId, shows: Shows) -> Ended:
        boss_bot = self.boss_bot
        share = boss_bot.save_media.share if self.as_it_is else boss_bot.share_media
        folders = boss_bot.save_folders if self.as_it_is else boss_bot.folders
        address = ReplyAddress(chat="folder", place=str(self.folder), bytes_per_file=self.limit)
        async with folders.open(address, job_id=job_id, journal=InMemoryJournal()) as folder:
            delivery = await share(request, to=folder, job_id=job_id, actor=myself(), shows=shows)
            await folder.close(delivery)
            return Ended(url, delivery, folder.written)


def myself() -> Actor:
    """The person at the command line."""
    return Actor(user=str(os.getuid()))
