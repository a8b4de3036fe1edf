"""A fetch that can be stopped by whoever listens to it, for a reason that then is its failure."""

import asyncio
from collections.abc import Awaitable
from typing import final

from application.ports.telling import Telling
from domain.failures import FetchFailure
from domain.items import Arrived, Found, ItemKey, Origin, Skipped
from domain.outcome import Failure, Outcome
from domain.progress import Progress


@final
class Stoppable(Telling):
    """Tells on, and knows which items have not ended; made in the task that fetches."""

    def __init__(self, tell: Telling) -> None:
        self._tell = tell
        self._open: list[ItemKey] = []
        self._task = asyncio.current_task()
        self._why: FetchFailure | None = None

    def stop(self, why: FetchFailure) -> None:
        """End the fetch at its next pause; only the first reason counts."""
        if self._why is None and self._task is not None:
            self._why = why
            self._task.cancel()

    async def to_the_end(
        self, fetch: Awaitable[Outcome[Origin, FetchFailure]]
    ) -> Outcome[Origin, FetchFailure]:
        """How the fetch ended; when it was stopped, what had not arrived is left behind."""
        task = self._task
        before = 0 if task is None else task.cancelling()
        try:
            return await fetch
        except asyncio.CancelledError:
            if self._why is None or task is None or task.uncancel() > before:
                raise  # somebody else cancels us, too
            why = self._why
        finally:
            self._task = None
        for key in self._open:
            await self._tell.item(Skipped(key=key, failure=why))
        return Failure(why)

    def progress(self, progress: Progress) -> None:
        """Shown as it is."""
        self._tell.progress(progress)

    async def item(self, item: Found | Arrived | Skipped) -> None:
        """Told as it is."""
        match item:
            case Found(key=key):
                self._open.append(key)
            case Arrived(key=key) | Skipped(key=key):
                self._open.remove(key)
        await self._tell.item(item)
