"""The bot in a process of its own, with a fetcher that has large files and a film at hand."""

import asyncio
import json
import os
import shutil
import signal
import sys
from datetime import timedelta
from pathlib import Path, PurePosixPath

from adapters.compressors.share import Share
from adapters.sinks.discord.transport import open_transport
from application.ports.fetcher import Fetcher
from application.ports.probe import Probe
from application.ports.telling import Telling
from application.ports.workspace import Room
from domain.failures import FetchFailure, MediaFailure
from domain.items import Arrived, Found, Origin
from domain.limits import Aim
from domain.look import Look
from domain.media import MediaFile, MediaInfo, MediaKind
from domain.outcome import Failure, Outcome, Success
from domain.request import MediaRequest
from entrypoints.discord_bot.running import Bot
from entrypoints.discord_bot.wiring import wired
from entrypoints.settings import Settings
from tests.fakes.media import FakeProbe

ENCODES = 3
"""At once, although there may be two cores only."""
JPEG = b"\xff\xd8\xff\xe0"


FILM = "film.mp4"
"""Lies in the bot's folder when films are asked for."""


class LargeFiles(Fetcher):
    """`https://large.example/COUNTxBYTES` is that many sparse files, `/film.mp4` a film."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def look(self, request: MediaRequest, *, room: Room) -> Outcome[Look, FetchFailure]:
        raise NotImplementedError

    async def fetch(
        self, request: MediaRequest, *, room: Room, aim: Aim | None, tell: Telling
    ) -> Outcome[Origin, FetchFailure]:
        assert aim is not None
        if request.link.url.partition("?")[0].endswith(FILM):
            await tell.item(Found(key="1", number=1))
            path = room.work / FILM
            await asyncio.to_thread(shutil.copyfile, self._folder / FILM, room.folder / path)
            await self._take(path, number=1, room=room, tell=tell)
            return Success(Origin(metadata=None, method="direct", engine="none"))
        count, size = map(int, request.link.url.rpartition("/")[2].partition("?")[0].split("x"))
        for number in range(1, count + 1):
            await tell.item(Found(key=f"{number}", number=number, size_bytes=size))
        for number in range(1, count + 1):
            path = room.work / f"{number}.jpg"
            (room.folder / path).write_bytes(JPEG)
            os.truncate(room.folder / path, size)
            await self._take(path, number=number, room=room, tell=tell)
        return Success(Origin(metadata=None, method="direct", engine="none"))

    async def _take(self, path: PurePosixPath, *, number: int, room: Room, tell: Telling) -> None:
        match await room.take(path):
            case Success(file):
                await tell.item(Arrived(key=f"{number}", file=file))
            case Failure(failure):
                raise AssertionError(failure)


class FilmsOnly(Probe):
    """Measures films in truth; the large files are nothing but long."""

    def __init__(self, films: Probe) -> None:
        self._films, self._others = films, FakeProbe()

    async def measure(self, file: MediaFile, *, room: Room) -> Outcome[MediaInfo, MediaFailure]:
        probe = self._films if file.file_type is MediaKind.VIDEO else self._others
        return await probe.measure(file, room=room)


async def main() -> None:
    told = json.loads(sys.argv[1])
    folder = Path(told["folder"])
    settings = Settings(
        _env_file=None,
        download_work_dir=folder / "work",
        download_dir=folder / "kept",
        compression_max_upload_size_mb=500,
        upload_batch_size_mb=500,
        compression_max_concurrent=ENCODES,
        discord_max_running=8,
        discord_max_running_per_user=8,
        discord_max_queued_per_user=20,
    )
    async with open_transport(url=told["url"], token=told["token"]) as transport:
        wiring = wired(settings, transport)
        wiring.fetcher.override(LargeFiles(folder))
        wiring.probe.override(FilmsOnly(wiring.probe()))
        wiring.share.override(Share(cores=ENCODES))
        bot = Bot(wiring, settings, token=told["token"], application=told["application"])
        stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        try:
            await bot.run(stop, grace=timedelta(0))
        finally:
            await wiring.cells().aclose()


if __name__ == "__main__":
    asyncio.run(main())
