"""Keeps the cards of waiting jobs true: each says how many are before it."""

import asyncio
from dataclasses import dataclass, field

from adapters.sinks.discord.chats import DiscordChats
from application.ports.jobs import JobQueue
from domain.jobs import JobId, JobState, JobView

EVERY = 4.0
"""Seconds between two looks at the line."""
MOST_CHANGES = 8
"""Of one card while it waits; it must change at most thirty times in all."""


@dataclass(slots=True)
class Line:
    """Looks at the queue now and then."""

    queue: JobQueue
    chats: DiscordChats
    every: float = EVERY
    _warned: set[JobId] = field(default_factory=set)
    _shown: dict[JobId, list[int]] = field(default_factory=dict)

    async def follow(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(self.every)
            await self.look()

    async def look(self) -> None:
        """Tell each card whose place has changed."""
        waiting = await self.queue.find(state=JobState.QUEUED)
        ids = {view.id for view in waiting}
        self._shown = {job: places for job, places in self._shown.items() if job in ids}
        self._warned &= ids
        for view in waiting:
            places = self._shown.setdefault(view.id, [])
            if view.place is None or len(places) >= MOST_CHANGES:
                continue
            if not places or places[-1] != view.place or self._must_warn(view):
                if places:
                    await self.chats.wait(view.id, view.spec.reply, place=view.place)
                places.append(view.place)

    def _must_warn(self, view: JobView) -> bool:
        """Whether its card has to say now, and once, that its time runs out."""
        if view.id in self._warned or not self.chats.expires(view.spec.reply):
            return False
        self._warned.add(view.id)
        return True
