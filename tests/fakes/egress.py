"""The way out where nothing guards it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import final

from application.ports.egress import Egress, EgressAddress, JobBudget
from domain.jobs import JobId


@final
@dataclass(frozen=True, slots=True)
class Unguarded(Egress):
    """Sends everything through the operator's own proxy, or directly where there is none."""

    proxy: str | None = None
    """http://host:port, perhaps with a name and a password before the host."""

    @asynccontextmanager
    async def open(self, job_id: JobId, budget: JobBudget) -> AsyncIterator[EgressAddress | None]:
        """The same for every job."""
        yield None if self.proxy is None else EgressAddress(url=self.proxy)
