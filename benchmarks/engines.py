"""What the in-process way gains over the command, in a running process, on loopback."""

import asyncio
import itertools
import resource
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import final

from adapters.cells.cells import Cells
from adapters.egress.guarded.guarded import Guarded
from adapters.egress.guarded.ways import Upstream
from adapters.fetchers.gallery_dl.tool import GalleryDl
from adapters.fetchers.visitor import Visitor
from adapters.fetchers.yt_dlp.tool import YtDlp
from adapters.workspaces.temporary import Temporary
from application.ports.fetcher import Fetcher
from application.ports.telling import Telling
from benchmarks._medians import machine, spread
from benchmarks._platforms import platforms
from domain.destinations import EgressRules
from domain.items import Arrived, Found, Skipped
from domain.jobs import Actor
from domain.link import Admission, Link
from domain.outcome import Success
from domain.progress import Progress
from domain.request import MediaRequest
from tests.simulator.sites import twitter, youtube

SAMPLES = 15
AT_ONCE = 10
TIMES_AT_ONCE = 9
MANY = 200


@final
class Counting(Telling):
    def __init__(self) -> None:
        self.arrived = 0

    def progress(self, progress: Progress) -> None:
        pass

    async def item(self, item: Found | Arrived | Skipped) -> None:
        self.arrived += isinstance(item, Arrived)


@dataclass
class Bench:
    rooms: Temporary
    numbers: "itertools.count[int]"

    async def once(self, fetcher: Fetcher, url: str) -> float:
        """Seconds of one job."""
        telling = Counting()
        job_id = f"job-{next(self.numbers)}"
        began = time.perf_counter()
        async with self.rooms.lend(job_id, owner=Actor(user="bench"), expected=None) as lent:
            match lent:
                case Success(room):
                    request = MediaRequest(link=Link(url=url))
                    await fetcher.fetch(request, room=room, aim=None, tell=telling)
                case failure:
                    raise RuntimeError(failure)
        assert telling.arrived == 1
        return time.perf_counter() - began

    async def at_once(self, fetcher: Fetcher, url: str) -> float:
        began = time.perf_counter()
        await asyncio.gather(*(self.once(fetcher, url) for _ in range(AT_ONCE)))
        return time.perf_counter() - began


@asynccontextmanager
async def _bench() -> AsyncIterator[tuple[Bench, dict[str, tuple[str, Fetcher, Fetcher]]]]:
    cells = Cells()
    with platforms() as simulated, TemporaryDirectory() as folder:
        egress = Guarded(
            EgressRules(loopback=True),
            upstream=Upstream(simulated.proxy),
            tell=lambda _event: None,
        )
        rooms = Temporary(Path(folder), egress, now=lambda: datetime.now(UTC))
        visitor = Visitor(ca_file=simulated.ca_file)
        tools = {
            "gallery-dl, a post with one image": (
                twitter.PHOTO,
                GalleryDl("api", cells, Admission(), visitor),
                GalleryDl("cli", cells, Admission(), visitor),
            ),
            "yt-dlp, a film of 180 kB": (
                twitter.VIDEO,
                YtDlp("api", cells, visitor),
                YtDlp("cli", cells, visitor),
            ),
            "yt-dlp, picture and sound joined": (
                youtube.SHORT,
                YtDlp("api", cells, visitor),
                YtDlp("cli", cells, visitor),
            ),
        }
        try:
            yield Bench(rooms, itertools.count()), tools
        finally:
            await cells.aclose()


async def _measure() -> None:
    print(machine(), "\n")
    async with _bench() as (bench, tools):
        print("| what | API | command | command / API | ten at once / one (API) |")
        print("|---|---|---|---|---|")
        for name, (url, api, command) in tools.items():
            await bench.once(api, url)  # the server's import is paid once a process
            await bench.once(command, url)
            pairs = [
                (await bench.once(api, url), await bench.once(command, url)) for _ in range(SAMPLES)
            ]
            apis, commands = [one for one, _ in pairs], [other for _, other in pairs]
            alone = [
                (await bench.once(api, url), await bench.at_once(api, url))
                for _ in range(TIMES_AT_ONCE)
            ]
            ones, tens = [one for one, _ in alone], [ten for _, ten in alone]
            print(
                f"| {name} | {spread(apis)} | {spread(commands)}"
                f" | {median(commands) / median(apis):.1f} | {median(tens) / median(ones):.1f} |"
            )
        (url, api, _) = next(iter(tools.values()))
        for _ in range(20):
            await bench.once(api, url)
        before = _resident()
        for _ in range(MANY):
            await bench.once(api, url)
        print(f"\nThis process over {MANY} jobs: {(_resident() - before) / 2**20:+.1f} MiB,")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"peak {peak:.0f} MiB.")


def _resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def main() -> None:
    asyncio.run(_measure())


if __name__ == "__main__":
    main()
