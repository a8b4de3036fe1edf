"""A child's limits, out of what the whole job may use up."""

from typing import Final

from adapters.cells.limits import CellLimits
from application.ports.workspace import Room

QUIET_TIMES: Final = 2
"""Of a single answer's time: a tool that asks one thing after the other says nothing meanwhile."""
STARTING: Final = 20.0
"""Seconds that a tool may take to be loaded on a busy machine, before it says anything."""

MEMORY: Final = 1 << 30
"""Bytes, of each process: a tool takes 100 MB, a runtime for a site's JavaScript 200."""


def limits_of(room: Room) -> CellLimits:
    """For one try in that room."""
    budget = room.budget
    return CellLimits(
        seconds=budget.seconds,
        idle_seconds=STARTING + budget.idle_seconds * QUIET_TIMES,
        memory_bytes=MEMORY,
        file_bytes=budget.bytes_per_file,
    )
