"""`boss-bot compress`: files on this machine become files that fit."""

import uuid
from asyncio import Semaphore, TaskGroup
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from adapters.queues.journal import InMemoryJournal
from application.ports.telling import Shows
from domain.delivery import Delivery
from domain.jobs import ReplyAddress
from domain.limits import Aim, UploadLimits
from domain.plans import Plan, Wish
from domain.sizes import human_size
from entrypoints.command_line import records, telling
from entrypoints.command_line.edge import at_the_edge
from entrypoints.command_line.records import Record
from entrypoints.command_line.sharing import myself
from entrypoints.command_line.showing import Bars
from entrypoints.command_line.statuses import status
from entrypoints.command_line.stopping import until_stopped
from entrypoints.command_line.told import told_folder, told_limit, told_settings
from entrypoints.command_line.wishes import (
    AsJson,
    File,
    FolderOrBeside,
    Largest,
    Limit,
    OnlyPlan,
    Sound,
    StaysGif,
    Thoroughness,
)
from entrypoints.library import BossBot, open_boss_bot
from entrypoints.settings import Settings
from entrypoints.words import sentence

PLAN: TypeAdapter[Plan] = TypeAdapter(Plan)


async def compress(
    *files: File,
    limit: Limit = None,
    to: FolderOrBeside = None,
    preset: Thoroughness = None,
    max_height: Largest = None,
    audio: Sound = False,
    gif: StaysGif = False,
    plan: OnlyPlan = False,
    as_json: AsJson = False,
) -> int:
    """Make files small enough; the given ones are never touched.

    Without --to each result lies beside its file, under a name of its own.
    """
    settings = told_settings(limit=limit, preset=preset)
    wish = Wish(audio_only=audio, max_height=max_height, gif=gif)
    return await until_stopped(
        _compress(settings, files, limit, wish, folder=to, only_plan=plan, as_json=as_json)
    )


async def _compress(
    settings: Settings,
    files: Sequence[Path],
    limit: int | None,
    wish: Wish,
    *,
    folder: Path | None,
    only_plan: bool,
    as_json: bool,
) -> int:
    size = told_limit(limit, settings)
    limits = UploadLimits(bytes_per_file=size, bytes_per_message=size)
    turns = Semaphore(settings.compression_max_concurrent)
    async with open_boss_bot(settings) as boss_bot:
        one = _One(boss_bot, Aim(limits=limits, minima=boss_bot.minima), wish)
        with Bars(wanted=not as_json) as bars:

            async def record(file: Path) -> Record:
                async with turns:
                    if only_plan:
                        return await one.planned(file)
                    with bars.of_one_job() as shows:
                        return await one.made(file, told_folder(folder, file.parent), shows)

            told: list[Record] = []
            async with TaskGroup() as group:
                for task in [group.create_task(record(file)) for file in files]:
                    told.append(await task)
                    if as_json:
                        telling.document(told[-1])
    if not as_json:
        _tell_people(told)
    return status([record["outcome"] for record in told])


@dataclass(frozen=True, slots=True)
class _One:
    """What is wanted of each file."""

    boss_bot: BossBot
    aim: Aim
    wish: Wish

    async def planned(self, file: Path) -> Record:
        job_id = uuid.uuid4().hex
        plan = self.boss_bot.compress_media.plan(
            file, aim=self.aim, wish=self.wish, job_id=job_id, actor=myself()
        )
        return records.of_plan(file, await at_the_edge(job_id, plan))

    async def made(self, file: Path, folder: Path, shows: Shows) -> Record:
        address = ReplyAddress(
            chat="folder", place=str(folder), bytes_per_file=self.aim.limits.bytes_per_file
        )
        job_id, journal = uuid.uuid4().hex, InMemoryJournal()
        async with self.boss_bot.folders.open(address, job_id=job_id, journal=journal) as sink:
            compressing = self.boss_bot.compress_media(
                file,
                aim=self.aim,
                wish=self.wish,
                to=sink,
                job_id=job_id,
                actor=myself(),
                shows=shows,
            )
            end = await at_the_edge(job_id, compressing)
            await sink.close(end)
            if isinstance(end, Delivery):
                telling.note(end.failures)
            return records.of_compressed(file, end, sink.written)


def _tell_people(told: Sequence[Record]) -> None:
    made = []
    for record in told:
        about, file, failure = record["input"], record["file"], record["failure"]
        if failure is not None:
            telling.warn(f"{about}: {failure['message']}")
        elif file is not None:
            sizes = (human_size(file["size_bytes"]), human_size(file["original_bytes"]))
            made.append((file["path"], *sizes, file["done"], f"{file['seconds']:.1f} s"))
        else:
            telling.line(f"{about}: {sentence(PLAN.validate_python(record['plan']))}")
    if made:
        telling.table(("file", "size", "before", "done", "took"), made)
