"""Tries everything that a job needs, by doing it, and says what to do about what fails."""

import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from pydantic import Field

from adapters.cells.cell import Cell
from adapters.cells.cells import Cells
from adapters.cells.endings import CellFailure, Raised
from adapters.cells.fence import CLOSED, Fence, Level
from adapters.cells.limits import CellLimits
from adapters.disk.trying import try_folder
from adapters.fetchers.yt_dlp.javascript import runtimes
from adapters.undisturbed import finished_in_thread
from domain.failures import NoRoom
from domain.link import Site
from domain.outcome import Failure, Success
from domain.redaction import redacted
from domain.sizes import human_size
from domain.value import Value
from entrypoints.settings import Settings

INSIDE = "entrypoints.checks_inside"
REINSTALL = "Install it again: python -m pip install --force-reinstall {}"
TOOLS = (
    ("video", "encode", "av"),
    ("pictures", "save_pictures", "Pillow"),
    ("gallery-dl", "know_sites", "gallery-dl"),
    ("yt-dlp", "know_videos", "yt-dlp"),
    ("javascript", "run_javascript", "deno"),
)
"""What is tried, the function that tries it, and the package that brings it."""

ROOMY = CellLimits(seconds=60)
FENCES = {"javascript": Fence(runs=runtimes(Site.YOUTUBE))}
"""Of those that need more than nothing."""

ENFORCED = {
    "limits": "limits: memory, time and sizes, but neither files nor programs nor ports",
    "files": "files: memory, time, sizes, files and programs, but not ports",
    "full": "full: memory, time, sizes, files, programs and ports",
}
SOME_PORT = 443
"""The only one that the child which tries its fence may connect to."""
LINUX = "It takes Linux 6.7 with Landlock and seccomp, which a container may forbid"


class Check(Value):
    """What was tried, and what came of it."""

    name: str
    ok: bool
    found: str
    advice: str | None = None
    """What to do; None when nothing is to be done."""
    passes: bool = Field(default=False, exclude=True)
    """What is not ok may become so without anybody's setting anything."""


async def checked(settings: Settings, cells: Cells) -> list[Check]:
    """Every check in turn, none stopping the others; nothing is left behind."""
    sandbox = await sandbox_checked(settings, cells)
    async with _scratch() as scratch:
        tools = [
            await _try_tool(name, function, package, cells=cells, scratch=scratch)
            for name, function, package in TOOLS
        ]
    return [sandbox, *tools, *await folders_checked(settings)]


async def sandbox_checked(settings: Settings, cells: Cells) -> Check:
    """What children are kept from here; not ok: it is less than the operator asks for."""
    async with _scratch() as scratch:
        return await _try_fence(settings.sandbox_minimum, cells=cells, scratch=scratch)


async def folders_checked(settings: Settings) -> list[Check]:
    """Those that a job writes into."""
    return [
        await _try_folder("work folder", settings.download_work_dir, "DOWNLOAD_WORK_DIR"),
        await _try_folder("download folder", settings.download_dir, "DOWNLOAD_DIR"),
    ]


async def _try_tool(
    name: str, function: str, package: str, *, cells: Cells, scratch: Path
) -> Check:
    cell = Cell(f"{INSIDE}:{function}", way="command")
    match await cells.run(cell, None, folder=scratch, limits=ROOMY, fence=FENCES.get(name, CLOSED)):
        case Success(found):
            return Check(name=name, ok=True, found=str(found))
        case Failure(failure):
            return Check(
                name=name, ok=False, found=_told(failure), advice=REINSTALL.format(package)
            )


async def _try_fence(minimum: Level, *, cells: Cells, scratch: Path) -> Check:
    """What the system keeps a child from, tried by a child."""
    secret = scratch / "secret"
    await finished_in_thread(partial(secret.write_text, "not to be read"))
    inside = scratch / "inside"
    await finished_in_thread(inside.mkdir)
    cell = Cell(f"{INSIDE}:try_the_fence", way="command")
    job, fence = {"secret": str(secret)}, Fence(ports=(SOME_PORT,))
    match await cells.run(cell, job, folder=inside, limits=ROOMY, fence=fence):
        case Success(str(level)) if level in ENFORCED:
            advice = None if level == "full" else f"{LINUX}."
            return Check(name="sandbox", ok=True, found=ENFORCED[level], advice=advice)
        case Success(other):
            return Check(name="sandbox", ok=False, found=str(other), advice=f"{LINUX}.")
        case Failure(failure):
            advice = f"{LINUX}; or lower SANDBOX_MINIMUM, which is {minimum}."
            return Check(name="sandbox", ok=False, found=_told(failure), advice=advice)


async def _try_folder(name: str, folder: Path, setting: str) -> Check:
    match await try_folder(folder):
        case Failure(NoRoom(why=why)):
            full = why == "full"
            found = f"{folder}: {'its disk is full' if full else 'cannot be written'}"
            first = "Make room there" if full else "Make it writable"
            advice = f"{first}, or name another one in {setting}."
            return Check(name=name, ok=False, found=found, advice=advice, passes=full)
        case Success():
            found = await finished_in_thread(partial(_where_and_how_large, folder))
            return Check(name=name, ok=True, found=found)


def _where_and_how_large(folder: Path) -> str:
    folder = folder.absolute()
    there = next(each for each in (folder, *folder.parents) if each.exists())
    return f"{folder}, {human_size(shutil.disk_usage(there).free)} free"


@asynccontextmanager
async def _scratch() -> AsyncIterator[Path]:
    folder = await finished_in_thread(lambda: Path(tempfile.mkdtemp(prefix="boss-bot-doctor-")))
    try:
        yield folder
    finally:
        await finished_in_thread(partial(shutil.rmtree, folder))


def _told(failure: CellFailure) -> str:
    if isinstance(failure, Raised):
        return redacted(f"{failure.error}: {failure.message}")
    last = redacted(failure.words).strip().splitlines()[-1:]
    return ": ".join([type(failure).__name__, *last])
