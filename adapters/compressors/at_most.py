"""Bounds how many files are encoded at once, over all jobs."""

from asyncio import Semaphore
from dataclasses import dataclass, field
from typing import final

from adapters.compressors.share import Share
from application.ports.compressor import Compressed, Compressor
from application.ports.telling import Shows
from application.ports.workspace import Room
from domain.failures import MediaFailure
from domain.media import MediaFile, MediaInfo
from domain.outcome import Outcome
from domain.plans import Plan


@final
@dataclass(slots=True)
class AtMost(Compressor):
    """The others wait, in the order in which they came."""

    inner: Compressor
    share: Share
    """The inner compressor's own: it is told how many share the machine."""
    most: int
    _turns: Semaphore = field(init=False)

    def __post_init__(self) -> None:
        """More encodes than cores would only take longer, each of them."""
        self._turns = Semaphore(min(self.most, self.share.cores))

    async def compress(
        self, file: MediaFile, *, info: MediaInfo, plan: Plan, room: Room, shows: Shows
    ) -> Outcome[Compressed, MediaFailure]:
        """What the inner compressor makes of it, in its turn."""
        async with self._turns:
            self.share.running += 1
            try:
                return await self.inner.compress(file, info=info, plan=plan, room=room, shows=shows)
            finally:
                self.share.running -= 1
