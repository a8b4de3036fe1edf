"""The bot in a process of its own, with a fetcher that has large files at hand."""

import asyncio
import json
import os
import signal
import sys
from datetime import timedelta
from pathlib import Path

from dependency_injector import providers

from adapters.sinks.discord.transport import open_transport
from application.ports.fetcher import Fetcher
from application.ports.telling import Telling
from application.ports.workspace import Room
from domain.failures import FetchFailure
from domain.items import Arrived, Found, Origin
from domain.limits import Aim
from domain.look import Look
from domain.outcome import Failure, Outcome, Success
from domain.request import MediaRequest
from entrypoints.discord_bot.running import Bot
from entrypoints.discord_bot.wiring import wired
from entrypoints.settings import Settings
from tests.fakes.media import FakeCompressor, FakeProbe

JPEG = b"\xff\xd8\xff\xe0"


class LargeFiles(Fetcher):
    """`https://large.example/COUNTxBYTES` is that many sparse files."""

    async def look(self, request: MediaRequest, *, room: Room) -> Outcome[Look, FetchFailure]:
        raise NotImplementedError

    async def fetch(
        self, request: MediaRequest, *, room: Room, aim: Aim | None, tell: Telling
    ) -> Outcome[Origin, FetchFailure]:
        assert aim is not None
        count, size = map(int, request.link.url.rpartition("/")[2].partition("?")[0].split("x"))
        for number in range(1, count + 1):
            await tell.item(Found(key=f"{number}", number=number, size_bytes=size))
        for number in range(1, count + 1):
            path = room.work / f"{number}.jpg"
            (room.folder / path).write_bytes(JPEG)
            os.truncate(room.folder / path, size)
            match await room.take(path):
                case Success(file):
                    await tell.item(Arrived(key=f"{number}", file=file))
                case Failure(failure):
                    raise AssertionError(failure)
        return Success(Origin(metadata=None, method="direct", engine="none"))


async def main() -> None:
    told = json.loads(sys.argv[1])
    folder = Path(told["folder"])
    settings = Settings(
        _env_file=None,
        download_work_dir=folder / "work",
        download_dir=folder / "kept",
        compression_max_upload_size_mb=500,
        upload_batch_size_mb=500,
        discord_max_running=8,
        discord_max_running_per_user=8,
        discord_max_queued_per_user=20,
    )
    async with open_transport(url=told["url"], token=told["token"]) as transport:
        wiring = wired(settings, transport)
        wiring.fetcher.override(LargeFiles())
        wiring.probe.override(FakeProbe())
        wiring.compressor.override(providers.Singleton(FakeCompressor))
        bot = Bot(wiring, settings, token=told["token"], application=told["application"])
        stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        await bot.run(stop, grace=timedelta(0))


if __name__ == "__main__":
    asyncio.run(main())
