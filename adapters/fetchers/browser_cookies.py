"""A browser's cookies, read by yt-dlp in a child, because its formats are many and change."""

import os
import tempfile
from pathlib import Path
from typing import Any, Final

from adapters.cells.cell import Cell
from adapters.cells.cells import Cells
from adapters.cells.fence import Fence
from adapters.cells.limits import CellLimits
from adapters.fetchers.cell_endings import failure_of_cell
from adapters.fetchers.cookies import Cookie, Cookies
from domain.failures import ExternalToolFailed
from domain.outcome import Failure, Outcome, Success

CELL: Final = Cell("adapters.fetchers.browser_cookies_inside:read", way="command")
FENCE: Final = Fence(reads=(Path("/"),))
"""Profiles may lie anywhere; it reaches no network, no program and no desktop's keyring."""
LIMITS: Final = CellLimits(seconds=60)
PLACES: Final = ("XDG_CONFIG_HOME",)
"""By which a browser's folder is found, besides HOME."""


async def from_browser(cells: Cells, browser: str) -> Outcome[Cookies, ExternalToolFailed]:
    """The cookies of "BROWSER[:PROFILE][::CONTAINER]", as yt-dlp writes it."""
    said: list[Cookie] = []

    def hear(event: Any) -> None:  # noqa: ANN401 - a line of JSON
        said.extend(Cookie(**each) for each in event["cookies"])

    job = {"browser": browser, "home": str(Path.home())}
    env = {name: os.environ[name] for name in PLACES if name in os.environ}
    with tempfile.TemporaryDirectory(prefix="boss-bot-") as folder:
        ended = await cells.run(
            CELL, job, folder=Path(folder), limits=LIMITS, fence=FENCE, env=env, hear=hear
        )
    match ended:
        case Success():
            return Success(Cookies(tuple(said)))
        case Failure(ending):
            failure = failure_of_cell(ending, tool="cookies")
            words = failure.words if isinstance(failure, ExternalToolFailed) else failure.kind
            return Failure(ExternalToolFailed(tool="cookies", words=words))
