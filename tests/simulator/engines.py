"""The engines as the simulator's own tests drive them: real, unmodified, in a child."""

import asyncio
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from tests.simulator.simulator import Simulator

ROOT = Path(__file__).parents[2]
"""Where this repository's `tests` is found before any other package of that name."""

Engine = Literal["gallery_dl", "yt_dlp"]


@dataclass(frozen=True, slots=True)
class Run:
    """What one link came to; `code` is gallery-dl's exit status, or 0 and 1 for yt-dlp."""

    url: str
    code: int
    files: Sequence[Mapping[str, Any]]
    log: Sequence[str]
    info: Mapping[str, Any] | None = None

    def keywords(self, name: str) -> list[Any]:
        """One keyword of every file, in order."""
        return [file["keywords"].get(name) for file in self.files]

    @property
    def words(self) -> str:
        """The log's last line."""
        return self.log[-1] if self.log else ""


@dataclass(frozen=True, slots=True)
class Job:
    """A link with what one run of an engine is given besides."""

    url: str
    cookies: Mapping[str, str] | None = None
    options: Mapping[str, Any] = field(default_factory=dict)


async def run(engine: Engine, simulator: Simulator, *jobs: Job | str) -> list[Run]:
    """Each job through the engine, one after another in one process."""
    asked = [job if isinstance(job, Job) else Job(job) for job in jobs]
    out = await command(
        [sys.executable, "-m", f"tests.simulator.inside.{engine}", simulator.proxy],
        simulator,
        told=json.dumps(
            [{"url": job.url, "cookies": job.cookies, "options": job.options} for job in asked]
        ).encode(),
    )
    runs = [Run(**json.loads(line)) for line in out.splitlines()]
    assert len(runs) == len(asked), "the child broke, its words are on standard error"
    return runs


async def command(words: Sequence[str], simulator: Simulator, *, told: bytes = b"") -> bytes:
    """Standard output of a command in an environment that knows the simulator and nothing else."""
    process = await asyncio.create_subprocess_exec(
        *words,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
        env={
            **simulator.environment,
            "HOME": str(simulator.ca_file.parent),
            "PATH": os.defpath,
        },
    )
    try:
        async with asyncio.timeout(120):
            out, _ = await process.communicate(told)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return out
