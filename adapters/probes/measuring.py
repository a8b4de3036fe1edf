"""What a child may take to measure one file."""

from typing import Final

from adapters.cells.limits import CellLimits

MEASURING: Final = CellLimits(
    seconds=120, cpu_seconds=120, memory_bytes=2 << 30, file_bytes=1 << 20
)
"""It decodes a few frames and writes nothing but, perhaps, words."""
