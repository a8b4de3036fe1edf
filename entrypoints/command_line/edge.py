"""Where a bug stays the affair of one job: the other links and files of a command go on."""

from collections.abc import Awaitable
from typing import TypeVar

import structlog

from domain.delivery import Broke
from domain.jobs import JobId

T = TypeVar("T")


async def at_the_edge(job_id: JobId, work: Awaitable[T]) -> T | Broke:
    """What the work returns; what it raises is logged under that id."""
    try:
        return await work
    except Exception:  # noqa: BLE001 - the job's edge
        structlog.get_logger().exception("bug", job=job_id)
        return Broke(job_id=job_id)
