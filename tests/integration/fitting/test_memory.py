"""What an encode needs follows from the size of a frame, never from the length of the film."""

import os
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest

from application.ports.telling import Shows
from domain.fitting import plan
from domain.outcome import Success
from domain.plans import EncodeVideo, Wish
from domain.progress import Progress
from tests.e2e.processes import below
from tests.media.films import Film
from tests.media.fitting import aim

MEBIBYTE = 1 << 20
SHORT, LONG = 20, 60
"""Seconds. Even the short film has more frames than those that are kept for a second pass."""
SPREAD = 8 * MEBIBYTE
"""More than two equal encodes differ by; the frames that the long film has more take 76 MiB."""
LIMIT_A_SECOND = 30_000


@dataclass
class Watched(Shows):
    """Looks, whenever something is shown, how much memory a child of ours has ever had."""

    most: int = 0
    """Bytes."""

    def progress(self, progress: Progress) -> None:
        del progress
        self.most = max(self.most, *(_peak(pid) for pid in below(os.getpid())))


def _peak(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)


async def peak(bench, source: Path, seconds: int) -> int:
    """Bytes at most, of the whole child: analysis, picture and sound."""
    file, info = await bench.measured(source)
    encoded = plan(info, aim(LIMIT_A_SECOND * seconds), Wish())
    assert isinstance(encoded, EncodeVideo)
    watched = Watched()
    match await bench.compressor.compress(
        file, info=info, plan=encoded, room=bench.room, shows=watched
    ):
        case Success():
            return watched.most
        case failure:
            raise AssertionError(failure)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the kernel does not tell")
async def test_three_times_the_film_takes_no_more_memory(bench, tmp_path):
    peaks = []
    for seconds in (SHORT, LONG):
        film = Film(
            width=384, height=216, rate=Fraction(16), seconds=seconds, noise=0.3, loud=False
        )
        source = film.write(tmp_path / f"{seconds}.mkv")
        peaks.append(await peak(bench, source, seconds))
    assert peaks[0] > 30 * MEBIBYTE, "a child was seen"
    assert peaks[1] < peaks[0] + SPREAD
