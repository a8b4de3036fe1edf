"""What a command was told by its environment and its words, or the end of it."""

import math
import sys
from pathlib import Path
from typing import NoReturn

from domain.outcome import Failure, Success
from domain.request import Clip
from domain.sizes import MEBIBYTE
from entrypoints.command_line.statuses import WRONG_USAGE
from entrypoints.environment import read_settings
from entrypoints.settings import Preset, Settings


def wrong_usage(*lines: str) -> NoReturn:
    """End with exit status 2 and these lines."""
    for line in lines:
        print(f"boss-bot: {line}", file=sys.stderr)  # noqa: T201 - a command's usage
    sys.exit(WRONG_USAGE)


def told_settings(*, limit: int | None = None, preset: Preset | None = None) -> Settings:
    """What the environment says; what was asked for stands over it, and over its cap in bytes."""
    match read_settings():
        case Failure(refused):
            wrong_usage(*refused.lines)
        case Success(settings):
            cap = max(settings.compression_max_upload_size_mb, math.ceil((limit or 0) / MEBIBYTE))
            asked = {
                "compression_max_upload_size_mb": cap,
                "compression_ffmpeg_preset": preset or settings.compression_ffmpeg_preset,
            }
            return settings.model_copy(update=asked)


def told_limit(limit: int | None, settings: Settings) -> int:
    """The bytes of a file that were asked for, or else what holds where no chat tells a limit."""
    return limit or settings.compression_target_size_mb * MEBIBYTE


def told_clip(start: float | None, end: float | None) -> Clip | None:
    """The stretch that was asked for, if any."""
    if start is None and end is None:
        return None
    if end is not None and end <= (start or 0):
        wrong_usage("--end must come after --start")
    return Clip(start=start or 0, end=end)


def told_folder(folder: Path | None, otherwise: Path) -> Path:
    """Where the files go; absolute."""
    return (folder or otherwise).expanduser().absolute()
