"""What only owners may: see how it goes, let nothing new in, end any job."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from adapters.sinks.discord.defang import defanged
from application.ports.jobs import JobQueue, JobWorker
from domain.failures import NotYours
from domain.jobs import Actor, JobId
from domain.outcome import Failure, Success
from entrypoints.discord_bot.admitted import Admitted
from entrypoints.discord_bot.asked import Asked
from entrypoints.discord_bot.health import Health
from entrypoints.discord_bot.replies import Replies

LAST_JOBS = 10


@dataclass(frozen=True, slots=True)
class Admin:
    """The command /admin."""

    queue: JobQueue
    worker: JobWorker
    replies: Replies
    admitted: Admitted
    health: Health

    async def stats(self, asked: Asked) -> None:
        """How it goes, and the last jobs with their ids."""
        if not await self._may(asked):
            return
        views = await self.queue.find()
        counts = Counter(view.state.value for view in views)
        lines = [f"- {name}: {value}" for name, value in (await self.health.answer()).items()]
        lines += [f"- jobs {state}: {count}" for state, count in sorted(counts.items())]
        lines += [f"- `{view.id}` {view.state.value}" for view in views[-LAST_JOBS:]]
        await self.replies.edit(asked, {"content": "\n".join(lines)[:2000]})

    async def drain(self, asked: Asked, *, seconds: int) -> None:
        """Take nothing new; interrupt what still runs after that time."""
        if not await self._may(asked):
            return
        async with asyncio.TaskGroup() as group:
            group.create_task(self.worker.drain(timedelta(seconds=seconds)))
            said = "No new requests from now on. Restart me to take some again."
            await self.replies.edit(asked, {"content": said})

    async def cancel(self, asked: Asked, *, job: JobId) -> None:
        """End any job."""
        if not await self._may(asked):
            return
        view = await self.queue.get(job)
        owner = view.spec.actor if view else Actor(user=asked.user)
        match await self.queue.cancel(job, by=owner):
            case Success():
                told = f"Cancelled {defanged(job)}."
            case Failure(failure):
                told = self.replies.words(asked, failure)
        await self.replies.edit(asked, {"content": told})

    async def _may(self, asked: Asked) -> bool:
        if not self.admitted.owns(asked):
            await self.replies.tell(asked, self.replies.words(asked, NotYours()))
            return False
        return await self.replies.defer(asked, private=True)
