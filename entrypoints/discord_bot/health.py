"""Answers, on this machine only, whether the bot is well."""

import asyncio
import os
import shutil
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from aiohttp import web

from application.ports.jobs import JobQueue
from domain.jobs import JobState
from domain.sizes import MEBIBYTE

Answer: TypeAlias = dict[str, bool | int]

LEAST_FREE = 512 * MEBIBYTE
"""Bytes on the disk of the jobs, below which it is not well."""
HOST = "127.0.0.1"
TAKEN = "Port {port} of this machine cannot be had: {why}. Name another one in HEALTH_PORT."


@dataclass(frozen=True, slots=True)
class Health:
    """Gateway, queue, disk."""

    queue: JobQueue
    gateway: Callable[[], bool]
    """Whether it is connected and ready."""
    folder: Path

    async def answer(self) -> Answer:
        """Numbers of jobs and free bytes; `ok` when everything works."""
        running = await self.queue.find(state=JobState.RUNNING)
        queued = await self.queue.find(state=JobState.QUEUED)
        free = await asyncio.to_thread(self._free)
        gateway = self.gateway()
        return {
            "ok": gateway and free >= LEAST_FREE,
            "gateway": gateway,
            "running": len(running),
            "queued": len(queued),
            "free_bytes": free,
        }

    def _free(self) -> int:
        there = next(it for it in (self.folder, *self.folder.parents) if it.exists())
        return shutil.disk_usage(there).free


class PortTakenError(Exception):
    """Nothing can be served there; the words say what to do."""


@asynccontextmanager
async def serving(health: Health, port: int | None) -> AsyncGenerator[int | None]:
    """The answer under http://127.0.0.1:port/health while the block runs; 503 when not well.

    None: nothing is served; 0: a free port, which is what this gives.

    Raises:
        PortTakenError: Somebody else has the port, or it is not for us.
    """
    if port is None:
        yield None
        return

    async def answer(_: web.Request) -> web.Response:
        told = await health.answer()
        return web.json_response(told, status=200 if told["ok"] else 503)

    application = web.Application()
    application.router.add_get("/health", answer)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, HOST, port).start()
        except OSError as error:
            raise PortTakenError(
                TAKEN.format(port=port, why=os.strerror(error.errno or 0))
            ) from error
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()
