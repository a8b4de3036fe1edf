"""A browser's cookies, read by yt-dlp in a child, because its formats are many and change."""

import os
import re
import secrets
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

from adapters.cells.cell import Cell
from adapters.cells.cells import Cells
from adapters.cells.fence import Fence
from adapters.cells.limits import CellLimits
from adapters.disk.claims import claim, forget, seize
from adapters.fetchers.cell_endings import failure_of_cell
from adapters.fetchers.cookies import Cookie, Cookies
from adapters.undisturbed import finished_in_thread
from domain.failures import ExternalToolFailed
from domain.outcome import Failure, Outcome, Success

CELL: Final = Cell("adapters.fetchers.browser_cookies_inside:read", way="command")
LIMITS: Final = CellLimits(seconds=60)
SPECIFICATION: Final = re.compile(r"(?P<name>[^:]+)(:(?!:)(?P<profile>.+?))?(::(?P<container>.+))?")
SCRATCH: Final = "boss-bot-cookies-"
CONFIG: Final = ".config"
"""Below the home, unless XDG_CONFIG_HOME says where."""
FOLDERS: Final[Mapping[str, Sequence[str]]] = {
    "brave": (f"{CONFIG}/BraveSoftware/Brave-Browser",),
    "chrome": (f"{CONFIG}/google-chrome",),
    "chromium": (f"{CONFIG}/chromium",),
    "edge": (f"{CONFIG}/microsoft-edge",),
    "firefox": (
        f"{CONFIG}/mozilla/firefox",
        ".mozilla/firefox",
        ".var/app/org.mozilla.firefox/config/mozilla/firefox",
        ".var/app/org.mozilla.firefox/.mozilla/firefox",
        "snap/firefox/common/.mozilla/firefox",
    ),
    "opera": (f"{CONFIG}/opera",),
    "vivaldi": (f"{CONFIG}/vivaldi",),
    "whale": (f"{CONFIG}/naver-whale",),
}
"""Where each browser's profiles lie on Linux, below the home, as yt-dlp looks for them."""


async def from_browser(cells: Cells, browser: str) -> Outcome[Cookies, ExternalToolFailed]:
    """The cookies of "BROWSER[:PROFILE][::CONTAINER]", as yt-dlp writes it.

    The child reads that browser's profiles, or the folder that PROFILE is, and nothing else of the
    home; it reaches no network, no program and no desktop's keyring.
    """
    told = SPECIFICATION.fullmatch(browser)
    if told is None:
        return Failure(ExternalToolFailed(tool="cookies", words=f"{browser} is no browser"))
    name, profile = told["name"].lower(), told["profile"]
    said: list[Cookie] = []

    def hear(event: Any) -> None:  # noqa: ANN401 - a line of JSON
        said.extend(Cookie(**each) for each in event["cookies"])

    job = {
        "name": name,
        "profile": profile,
        "container": told["container"],
        "home": str(Path.home()),
    }
    env = {"XDG_CONFIG_HOME": str(_config())}
    reads = (Path(profile),) if profile and os.sep in profile else _folders(name)
    fence = Fence(reads=reads, owns=True)  # it copies a database, and its mode
    async with _scratch() as folder:
        ended = await cells.run(
            CELL, job, folder=folder, limits=LIMITS, fence=fence, env=env, hear=hear
        )
    match ended:
        case Success():
            return Success(Cookies(tuple(said)))
        case Failure(ending):
            failure = failure_of_cell(ending, tool="cookies")
            words = failure.words if isinstance(failure, ExternalToolFailed) else failure.kind
            return Failure(ExternalToolFailed(tool="cookies", words=words))


@asynccontextmanager
async def _scratch() -> AsyncIterator[Path]:
    """A folder for a copy of the browser's database, and no copy that the dead have left."""
    lock = Path(tempfile.gettempdir(), f"{SCRATCH}{secrets.token_hex(8)}.lock")
    folder = lock.with_suffix("")

    def begin() -> int:
        for left in lock.parent.glob(f"{SCRATCH}*.lock"):
            dead = seize(left)
            if dead is not None:
                forget(left, dead)
        held = claim(lock)
        folder.mkdir(mode=0o700)
        return held

    held: list[int] = []
    try:
        await finished_in_thread(lambda: held.append(begin()))
        yield folder
    finally:
        for descriptor in held:
            await finished_in_thread(partial(forget, lock, descriptor))


def _folders(name: str) -> tuple[Path, ...]:
    return tuple(
        _config() / folder.removeprefix(f"{CONFIG}/")
        if folder.startswith(CONFIG)
        else Path.home() / folder
        for folder in FOLDERS.get(name, ())
    )


def _config() -> Path:
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / CONFIG)
