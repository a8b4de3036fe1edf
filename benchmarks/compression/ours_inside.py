"""Our own compressor as a program that embeds it has it: wired, and warmed up with one file."""

import asyncio
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import final

from adapters.compressors import step_by_step
from adapters.queues.journal import InMemoryJournal
from application.ports.telling import Shows
from benchmarks.compression.inside import Json, when_told
from domain.encoding import next_step
from domain.jobs import ReplyAddress
from domain.limits import Aim, UploadLimits
from domain.plans import Wish
from domain.progress import Fitting, Progress
from entrypoints.library import EMBEDDER, BossBot, open_boss_bot
from entrypoints.settings import Preset, Settings
from entrypoints.words import sentence
from tests.media.library import Library

WARMS_UP = {"plain.mp4": 64_000, "photo.jpg": 8_000}


@final
@dataclass
class Told(Shows):
    """Counts what is told on the way: a picture's encodes are told one by one."""

    times: int = 0

    def progress(self, progress: Progress) -> None:
        if isinstance(progress, Fitting) and 0 < progress.fraction < 1:
            self.times += 1


@dataclass(frozen=True)
class Steps:
    """Notes each step that a film's compressor decides on."""

    taken: list[str] = field(default_factory=list)

    def watch(self) -> None:
        def noted(*told: object) -> object:
            step = next_step(*told)  # type: ignore[arg-type] # as it was called
            self.taken.extend(filter(None, [getattr(step, "do", None)]))
            return step

        step_by_step.next_step = noted  # type: ignore[assignment, attr-defined] # seen on its way


async def _fit(boss_bot: BossBot, path: Path, limit: int, folder: Path) -> tuple[str, int]:
    """Why there is no file, if there is none, and how often something was told."""
    limits = UploadLimits(bytes_per_file=limit, bytes_per_message=limit)
    address = ReplyAddress(chat="folder", place=str(folder), bytes_per_file=limit)
    told = Told()
    async with boss_bot.folders.open(address, job_id="bench", journal=InMemoryJournal()) as sink:
        delivery = await boss_bot.compress_media(
            path,
            aim=Aim(limits=limits, minima=boss_bot.minima),
            wish=Wish(),
            to=sink,
            job_id="bench",
            actor=EMBEDDER,
            shows=told,
        )
    failures = [delivery.failure, *(left.failure for left in delivery.left_behind)]
    return " ".join(sentence(each) for each in failures if each is not None), told.times


async def main(preset: Preset) -> None:
    """Fit one file when told to, into a folder that the job names."""
    steps = Steps()
    steps.watch()
    with tempfile.TemporaryDirectory() as scratch:
        settings = Settings(
            compression_ffmpeg_preset=preset, download_work_dir=Path(scratch, "work")
        )
        async with open_boss_bot(settings) as boss_bot:
            library = Library(Path(scratch))
            for name, limit in WARMS_UP.items():
                failure, _ = await _fit(boss_bot, library[name], limit, Path(scratch, "warm"))
                assert not failure, failure
            steps.taken.clear()

            async def work(job: Json) -> Json:
                to = Path(job["to"])
                failure, told = await _fit(boss_bot, Path(job["path"]), job["limit"], to.parent)
                return {
                    "failure": failure,
                    "tries": steps.taken.count("picture") if steps.taken else told,
                    "steps": " ".join(steps.taken),
                }

            await when_told(work)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))  # type: ignore[arg-type] # settings check it
