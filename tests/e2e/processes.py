"""Who lives below a process, told by /proc."""

import asyncio
from pathlib import Path

PATIENCE = 20
"""Seconds; a hundred times what it takes."""


def below(root: int) -> set[int]:
    """Its descendants, those that moved to a session of their own included."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            parents[int(entry.name)] = int(stat.rpartition(")")[2].split()[1])
    found: set[int] = set()
    level = {root}
    while level:
        level = {child for child, parent in parents.items() if parent in level}
        found |= level
    return found


def alive(pids: set[int]) -> set[int]:
    """Those that still run; the dead that nobody has buried do not count."""
    return {pid for pid in pids if _state(pid) not in ("Z", "X", "")}


async def gone(pids: set[int]) -> None:
    """They have all ended."""
    async with asyncio.timeout(PATIENCE):
        while alive(pids):  # noqa: ASYNC110 - the kernel sets no event of ours
            await asyncio.sleep(0.02)


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""
