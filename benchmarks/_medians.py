"""What every benchmark says of its samples, and of the machine it ran on."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from statistics import median


def spread(samples: Sequence[float], unit: str = "s", digits: int = 3) -> str:
    """The median, the least and the greatest."""
    least, most = min(samples), max(samples)
    unit = unit and f" {unit}"
    return f"{median(samples):.{digits}f}{unit} ({least:.{digits}f} to {most:.{digits}f})"


def machine() -> str:
    day = datetime.now(UTC).date()
    kernel = ".".join(platform.release().split(".")[:2])
    return (
        f"{day}, {platform.machine()}, {os.cpu_count()} cores, Linux {kernel},"
        f" Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    )
