"""The simulated platforms in a process of their own, which a job is not charged for."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.simulator import faults, media
from tests.simulator.messages import Response
from tests.simulator.simulator import simulated
from tests.simulator.sites import files

FILM_BYTES = 180_000


@dataclass(frozen=True, slots=True)
class Platforms:
    """Where they are reached, and the authority that they are trusted by (PEM)."""

    proxy: str
    ca_file: Path


@contextmanager
def platforms() -> Iterator[Platforms]:
    """They run until this ends."""
    with TemporaryDirectory() as folder:
        served = subprocess.Popen(
            [sys.executable, "-m", __name__, folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        with served:
            assert served.stdin is not None
            assert served.stdout is not None
            proxy, ca_file = (served.stdout.readline().strip() for _ in range(2))
            try:
                yield Platforms(proxy, Path(ca_file))
            finally:
                served.stdin.close()


async def _serve(folder: Path) -> None:
    async with simulated(folder) as simulator:
        simulator.fail(faults.says(_film()), path="*.mp4*", host="video.twimg.com")
        print(simulator.proxy, simulator.ca_file, sep="\n", flush=True)
        await asyncio.to_thread(sys.stdin.read)


def _film() -> Response:
    """A film with so much of nothing behind it, in a box that players skip."""
    film = media.video(360)
    rest = FILM_BYTES - len(film)
    return files.file(film + rest.to_bytes(4) + b"free" + bytes(rest - 8), "video/mp4")


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1])))
