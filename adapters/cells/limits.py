"""How much one child may take before it is stopped."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CellLimits:
    """Limits of one child; the times stand still while the child waits for an answer of ours."""

    seconds: float = 600
    """In all."""
    idle_seconds: float = 60
    """Until its next line."""
    cpu_seconds: int = 1800
    memory_bytes: int = 3 << 30
    """Of its own writable memory (RLIMIT_DATA; Linux only), not of addresses it reserves."""
    file_bytes: int = 2 << 30
    """Of any one file that it writes."""
    open_files: int = 256
    niceness: int = 10
    """So that whoever waits for a first word is heard while every core encodes."""
    line_bytes: int = 1 << 20
    """Of one line that it says; as Python objects it can become 25 times as much of our memory."""
    said_bytes: int = 16 << 20
    """Of all that it says."""
