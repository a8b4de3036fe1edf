"""A browser's cookies, read by yt-dlp in a child, because its formats are many and change."""

import os
import tempfile
from pathlib import Path
from typing import Any, Final

from adapters.cells.cell import Cell
from adapters.cells.cells import Cells
from adapters.cells.limits import CellLimits
from adapters.fetchers.cell_endings import failure_of_cell
from adapters.fetchers.cookies import Cookie, Cookies
from domain.failures import ExternalToolFailed
from domain.outcome import Failure, Outcome, Success

CELL: Final = Cell("adapters.fetchers.browser_cookies_inside:read", way="command")
LIMITS: Final = CellLimits(seconds=60)
DESKTOP: Final = (
    "DBUS_SESSION_BUS_ADDRESS", "DESKTOP_SESSION", "XDG_CONFIG_HOME", "XDG_CURRENT_DESKTOP",
)  # fmt: skip
"""By which a browser's folder and its keyring are found."""


async def from_browser(cells: Cells, browser: str) -> Outcome[Cookies, ExternalToolFailed]:
    """The cookies of "BROWSER[+KEYRING][:PROFILE][::CONTAINER]", as yt-dlp writes it."""
    said: list[Cookie] = []

    def hear(event: Any) -> None:  # noqa: ANN401 - a line of JSON
        said.extend(Cookie(**each) for each in event["cookies"])

    job = {"browser": browser, "home": str(Path.home())}
    env = {name: os.environ[name] for name in DESKTOP if name in os.environ}
    with tempfile.TemporaryDirectory(prefix="boss-bot-") as folder:
        ended = await cells.run(CELL, job, folder=Path(folder), limits=LIMITS, env=env, hear=hear)
    match ended:
        case Success():
            return Success(Cookies(tuple(said)))
        case Failure(ending):
            failure = failure_of_cell(ending, tool="cookies")
            words = failure.words if isinstance(failure, ExternalToolFailed) else failure.kind
            return Failure(ExternalToolFailed(tool="cookies", words=words))
