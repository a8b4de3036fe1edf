"""Names the code that runs in a child, so that its adapter need not import it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True)
class Cell:
    """The function "package.module:name", called in a child as `name(job, talk)`.

    `job` is what was given to `Cells.run`, `talk` an `adapters.cells.inside.talk.Talk`; what it
    returns must be JSON.
    """

    entry: str
    preload: tuple[str, ...] = ()
    """Modules that the server imports once, before it forks; not for the command way."""
    way: Literal["forked", "command"] = "forked"
    """A fork of the server, or a freshly started interpreter."""
    path: tuple[Path, ...] = ()
    """Folders that the child searches before our own and the installed packages."""
