"""However often an item is fetched, it is found once, and ends once."""

import asyncio
from typing import final

from application.ports.telling import Telling
from domain.items import Arrived, Found, ItemKey, Skipped
from domain.progress import Progress
from domain.request import Items, MediaRequest, Span
from domain.retries import worth_another_try


@final
class OnceEach(Telling):
    """Tells on what is new, and holds back what a further try may still change."""

    def __init__(self, tell: Telling, *, most: int) -> None:
        self._tell = tell
        self._numbers: dict[ItemKey, int] = {}
        self._ended: set[ItemKey] = set()
        self._held: dict[ItemKey, Skipped] = {}
        self._again: set[ItemKey] = set()
        self._most = most
        self._tried = 0
        self._complete = False
        self.waited = 0.0
        """Seconds that the listener took: they are not the source's."""

    @property
    def holds_back(self) -> bool:
        """Whether an item deserves another try."""
        return bool(self._again)

    def begin_try(self, number: int) -> None:
        """What is held back from the try before is open again."""
        self._tried = number
        self._again.clear()

    def end_try(self, *, complete: bool) -> None:
        """Another try follows; `complete` says that this one came to the end of the post."""
        self._complete = complete

    @property
    def ended(self) -> int:
        """Items that came, or will not."""
        return len(self._ended)

    def missing(self, request: MediaRequest) -> MediaRequest | None:
        """The request for what has not ended yet: open items, and all that was never found.

        None: all that is asked for has ended.
        """
        if not self._ended:
            return request
        still_open = [
            Span(first=number, last=number)
            for key, number in self._numbers.items()
            if key not in self._ended
        ]
        following = () if self._complete else request.after(max(self._numbers.values()))
        spans = (*still_open, *following)
        return request.model_copy(update={"items": Items(spans=spans)}) if spans else None

    def progress(self, progress: Progress) -> None:
        """Shown as it is."""
        self._tell.progress(progress)

    async def item(self, item: Found | Arrived | Skipped) -> None:
        """Tell it, unless it was told before or is better held back."""
        match item:
            case Found(key=key):
                if key in self._numbers:
                    return
                self._numbers[key] = item.number
            case Arrived(key=key) | Skipped(key=key) if key in self._ended:
                return
            case Skipped(key=key) if self._deserves_another(item):
                self._held[key] = item
                self._again.add(key)
                return
            case Arrived(key=key) | Skipped(key=key):
                self._ended.add(key)
        await self._told(item)

    async def give_up(self) -> None:
        """There is no further try: tell what was held back, in the order in which it was found."""
        for key in [key for key in self._numbers if key not in self._ended and key in self._held]:
            self._ended.add(key)
            await self._told(self._held[key])

    def _deserves_another(self, skipped: Skipped) -> bool:
        return worth_another_try(skipped.failure, tried=self._tried, most=self._most)

    async def _told(self, item: Found | Arrived | Skipped) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        await self._tell.item(item)
        self.waited += loop.time() - began
