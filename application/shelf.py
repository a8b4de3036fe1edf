"""What one job has ready, in order: it only grows, and any number of readers follow it."""

import asyncio
from typing import TypeAlias

from domain.delivery import LeftBehind
from domain.failures import FetchFailure
from domain.fitting import Fitted
from domain.items import Found, ItemKey, Origin
from domain.limits import Aim, UploadLimits
from domain.metadata import AnyMetadata

Entry: TypeAlias = Fitted | LeftBehind


class Shelf:
    """The line between gathering and delivering; lives on one event loop."""

    def __init__(self, aim: Aim) -> None:
        self.aim = aim
        """The one holder of learnt limits: files still to be fitted are fitted to this."""
        self.entries: list[Entry] = []
        self.origin: Origin | None = None
        self.failure: FetchFailure | None = None
        self.metadata: AnyMetadata | None = None
        self.numbers: dict[ItemKey, int] = {}
        """The items found so far, with their place in the post."""
        self.sizes: dict[ItemKey, int] = {}
        """Bytes of each item, as far as they are known."""
        self.ended = False
        self._bug: Exception | None = None
        self._changed = asyncio.Event()

    def found(self, item: Found) -> None:
        """Remember that the item is to come, and what is known of its post."""
        self.numbers[item.key] = item.number
        self.metadata = self.metadata or item.metadata
        if item.size_bytes is not None:
            self.sizes[item.key] = item.size_bytes

    def put(self, entry: Entry) -> None:
        """Add what is ready."""
        if isinstance(entry, Fitted):
            self.sizes[entry.key] = entry.file.size_bytes
        self.entries.append(entry)
        self._wake()

    def end(self, origin: Origin | None, failure: FetchFailure | None) -> None:
        """Nothing more will come; `failure` says why not everything did."""
        self.origin, self.failure, self.ended = origin, failure, True
        if origin is not None and origin.metadata is not None:
            self.metadata = origin.metadata
        self._wake()

    def broke(self, bug: Exception) -> None:
        """Nothing more will come, and that is our own fault: whoever waits has it raised."""
        self._bug = bug
        self._wake()

    def learn(self, limits: UploadLimits) -> None:
        """The one way back: what a chat refused holds for all files still to be fitted."""
        self.aim = self.aim.model_copy(update={"limits": limits})

    @property
    def total_bytes(self) -> int:
        """Of what is ready, and of what is to come as far as that was told."""
        return sum(self.sizes.values())

    async def more_than(self, seen: int) -> None:
        """Wait until there are more than `seen` entries, or the end."""
        while len(self.entries) <= seen and not self.ended:
            if self._bug is not None:
                raise self._bug
            await self._changed.wait()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
