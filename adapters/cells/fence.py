"""What one child may touch besides its folder and the Python that it runs on."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeAlias

from adapters.cells.json_value import Json

Level: TypeAlias = Literal["limits", "files", "full"]
"""What the system can enforce: memory, time and sizes; files and calls, too; and ports, too."""


@dataclass(frozen=True, slots=True)
class Fence:
    """The default is the closest: no other file, no program, no network."""

    reads: tuple[Path, ...] = ()
    """Files, and folders with all that is in them."""
    runs: tuple[Path, ...] = ()
    """Programs that it may start; where there are none it cannot fork either."""
    ports: tuple[int, ...] | None = ()
    """TCP ports that it may connect to, on any host; None: no restriction of the network."""

    owns: bool = False
    """Whether it may change modes, times and owners, which no folder bounds."""

    def told(self) -> Mapping[str, Json]:
        """As the child is told it."""
        return {
            "reads": [str(path) for path in self.reads],
            "runs": [str(path) for path in self.runs],
            "ports": None if self.ports is None else list(self.ports),
            "owns": self.owns,
        }


CLOSED: Final = Fence()
