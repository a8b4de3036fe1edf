"""Starts all shards: the library waits for those that it has not begun, and misses the ended."""

import asyncio
from typing import Any, Final

from interactions import AutoShardedClient

BETWEEN_WAVES: Final = 5.1
"""Seconds after which Discord lets as many identify again."""


class Shards(AutoShardedClient):
    """Ends when any of its shards does, so that nobody is left without one."""

    async def astart(self, token: str | None = None) -> None:
        """Log in and serve, until a connection has ended for good."""
        await self.login(token)
        shards, at_once = self._connection_states, self.max_start_concurrency
        running: set[asyncio.Future[Any]] = set()
        try:
            for first in range(0, len(shards), at_once):
                if first:
                    await asyncio.sleep(BETWEEN_WAVES)
                wave = shards[first : first + at_once]
                running |= {asyncio.create_task(shard.start()) for shard in wave}
                everyone = asyncio.gather(*(shard._shard_ready.wait() for shard in wave))  # noqa: SLF001 - the library has no other sign
                await asyncio.wait({everyone, *running}, return_when=asyncio.FIRST_COMPLETED)
                everyone.cancel()
            await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for ended in running:
                if ended.done():
                    ended.result()
        finally:
            for task in running:
                task.cancel()
            await asyncio.wait(running)
            await self.stop()
