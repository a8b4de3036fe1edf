"""`boss-bot demo`: the whole job, on a sample site served from this machine."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from yarl import URL

from adapters.cells.cell import Cell
from adapters.cells.fence import CLOSED
from adapters.cells.limits import CellLimits
from domain.outcome import Failure, Success
from domain.request import MediaRequest
from domain.sizes import human_size, parse_size
from entrypoints.command_line import telling
from entrypoints.command_line.sharing import Ended, Sharing, myself
from entrypoints.command_line.showing import Bars
from entrypoints.command_line.stopping import until_stopped
from entrypoints.command_line.told import told_folder, told_settings
from entrypoints.command_line.wishes import DemoFolder
from entrypoints.container import Container
from entrypoints.demo.site import EXHIBITS, Exhibit, serving
from entrypoints.library import open_boss_bot
from entrypoints.settings import Settings
from entrypoints.words import sentence

LIMIT = parse_size("10MiB")
"""What Discord takes from everybody."""
SAMPLE = Cell("entrypoints.demo.sample:make", way="command")
PAINTING = CellLimits(seconds=900, idle_seconds=300, niceness=0)
"""Nothing else runs yet, and a busy machine takes its time."""


async def demo(*, to: DemoFolder = None) -> int:
    """Download a sample site, served from this machine, into ./demo as it would reach a chat."""
    settings = told_settings(limit=LIMIT)
    return await until_stopped(_demo(settings, told_folder(to, Path("demo"))))


async def _demo(settings: Settings, folder: Path) -> int:
    telling.line("Painting a sample site: a gallery, two videos, a GIF, a song and a broken file.")
    async with _painted(settings) as files:
        if files is None:
            telling.warn("It could not be painted; boss-bot doctor tells what is missing.")
            return 1
        async with serving(files) as root:
            telling.line(f"Downloading it from {root}, at most {human_size(LIMIT)} a file.")
            ended = await _downloaded(settings_for(settings, root), root, folder)
    good = [_tell(exhibit, end) for exhibit, end in zip(EXHIBITS, ended, strict=True)]
    telling.line(f"Look into {folder}")
    return 0 if all(good) else 1


@asynccontextmanager
async def _painted(settings: Settings) -> AsyncIterator[Path | None]:
    wiring = Container(settings=settings)
    try:
        async with wiring.workspace().lend("sample", owner=myself(), expected=None) as lent:
            match lent:
                case Failure():
                    yield None
                case Success(room):
                    folder = room.folder / room.work
                    made = await wiring.cells().run(
                        SAMPLE, None, folder=folder, fence=CLOSED, limits=PAINTING
                    )
                    yield folder if isinstance(made, Success) else None
    finally:
        await wiring.cells().aclose()


def settings_for(settings: Settings, root: URL) -> Settings:
    """What somebody would set who downloads from a small Mastodon server of their own at `root`.

    And who watches: unless told otherwise, encoding takes half of its usual time.
    """
    preset = settings.compression_ffmpeg_preset
    if "compression_ffmpeg_preset" not in settings.model_fields_set:
        preset = "faster"
    config = {"extractor": {"mastodon": {"painter": {"root": str(root)}}}}
    return settings.model_copy(
        update={
            "egress_allow_loopback": True,
            "download_generic_pages": True,
            "gallery_dl_config": config,
            "compression_ffmpeg_preset": preset,
        }
    )


async def _downloaded(settings: Settings, root: URL, folder: Path) -> list[Ended]:
    async with open_boss_bot(settings) as boss_bot:
        sharing = Sharing(
            boss_bot, folder=folder, request=lambda link: MediaRequest(link=link), limit=LIMIT
        )
        with Bars() as bars:
            return await sharing.all(
                [f"{root}/{exhibit.path}" for exhibit in EXHIBITS],
                bars,
                lambda end: telling.note(end.delivery.failures),
            )


def _tell(exhibit: Exhibit, end: Ended) -> bool:
    """Whether it ended as it should, and within the limit."""
    telling.line(f"{exhibit.shown}: {sentence(end.end)}")
    rows = [
        (
            end.places[fitted.key].name,
            human_size(fitted.original.size_bytes),
            human_size(fitted.file.size_bytes),
            fitted.action,
        )
        for fitted in end.delivery.delivered
    ]
    telling.table(("file", "at the source", "here", "done"), rows)
    sizes = [path.stat().st_size for path in end.places.values()]
    return end.delivery.outcome == exhibit.ends and all(size <= LIMIT for size in sizes)
