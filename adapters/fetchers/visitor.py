"""How we appear to a site, and whom we believe to be one: the same for every tool."""

from dataclasses import dataclass
from pathlib import Path
from typing import final


@final
@dataclass(frozen=True, slots=True)
class Visitor:
    """What a process is given for all of its jobs."""

    user_agent: str | None = None
    """None: each tool's own."""
    ca_file: Path | None = None
    """Certificate authorities in PEM, the public ones included."""
