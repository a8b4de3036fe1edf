"""The installed command as a person would call it: a process, its words, its exit status."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from resource import RLIMIT_DATA, RLIMIT_FSIZE, setrlimit
from typing import Any

BOSS_BOT = Path(sys.executable).parent / "boss-bot"
PATIENCE = 120
"""Seconds; ten times what the slowest of these takes."""


@dataclass(frozen=True)
class Ran:
    """How it went."""

    status: int
    out: str
    err: str

    @property
    def documents(self) -> list[dict[str, Any]]:
        """What `--json` said."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def document(self) -> dict[str, Any]:
        """The only one."""
        (one,) = self.documents
        return one


@dataclass(frozen=True)
class BossBot:
    """The command in a home of its own, in an environment made from nothing."""

    home: Path
    settings: Mapping[str, str]

    @property
    def work(self) -> Path:
        """Where jobs work."""
        return self.home / "work"

    async def __call__(
        self,
        *words: object,
        settings: Mapping[str, str] | None = None,
        largest: int | None = None,
        memory: int | None = None,
    ) -> Ran:
        """Run it to its end.

        No file that it writes may be larger than `largest` bytes, and no process of it may take
        more than `memory`.
        """
        prepare = partial(_limit, {RLIMIT_FSIZE: largest, RLIMIT_DATA: memory})
        async with self.running(*words, settings=settings, prepare=prepare) as process:
            out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
        assert process.returncode is not None
        return Ran(process.returncode, out.decode(), err.decode())

    @asynccontextmanager
    async def running(
        self,
        *words: object,
        settings: Mapping[str, str] | None = None,
        prepare: Callable[[], object] | None = None,
        **streams: Any,
    ) -> AsyncIterator[Process]:
        """It runs while the block does, and is killed with it; `prepare` is called inside."""
        process = await asyncio.create_subprocess_exec(
            str(BOSS_BOT),
            *map(str, words),
            cwd=self.home,
            env=self.environment(settings or {}),
            preexec_fn=prepare,
            **{"stdin": asyncio.subprocess.DEVNULL, "stdout": PIPE, "stderr": PIPE, **streams},
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()

    def environment(self, settings: Mapping[str, str]) -> dict[str, str]:
        """What the process is told."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "DOWNLOAD_WORK_DIR": str(self.work),
            **self.settings,
            **settings,
        }

    def left_behind(self) -> list[Path]:
        """What lies in the work folder, but for the authorities, which are no job's."""
        files = (path for path in self.work.rglob("*") if path.is_file())
        return sorted(path for path in files if not path.match("authorities-*.pem"))


def _limit(limits: Mapping[int, int | None]) -> None:
    for which, most in limits.items():
        if most is not None:
            setrlimit(which, (most, most))


async def appears(folder: Path, pattern: str) -> Path:
    """The first file of that name, as soon as it is there."""
    async with asyncio.timeout(PATIENCE):
        while not (found := sorted(folder.glob(pattern))):  # noqa: ASYNC110 - no event of ours
            await asyncio.sleep(0.05)
    return found[0]
