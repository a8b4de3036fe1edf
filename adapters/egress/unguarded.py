"""The way out where nothing guards it: every tool connects by itself."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import final

from application.ports.egress import Egress, EgressAddress, JobBudget
from domain.jobs import JobId


@final
class Unguarded(Egress):
    """Gives no address, so that everything goes out directly."""

    @asynccontextmanager
    async def open(self, job_id: JobId, budget: JobBudget) -> AsyncIterator[EgressAddress | None]:  # noqa: ARG002
        """No proxy."""
        yield None
