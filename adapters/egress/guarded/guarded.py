"""The way out where a stranger chose the way: a proxy a job that goes to the internet only."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import final

from adapters.egress.guarded.doorway import Doorway
from adapters.egress.guarded.exchange import EgressEvent, log
from adapters.egress.guarded.ways import Resolve, Upstream, Ways, ask_the_system
from adapters.undisturbed import undisturbed
from application.ports.egress import Egress, EgressAddress, JobBudget
from domain.destinations import EgressRules
from domain.jobs import JobId


@final
@dataclass(frozen=True)
class Guarded(Egress):
    """Opens a proxy on this machine for each job, in the process's own event loop."""

    rules: EgressRules = field(default_factory=EgressRules)
    upstream: Upstream | None = None
    tell: Callable[[EgressEvent], None] = log
    """Hears of each connection when it is over."""
    resolve: Resolve = ask_the_system

    @asynccontextmanager
    async def open(self, job_id: JobId, budget: JobBudget) -> AsyncIterator[EgressAddress | None]:
        """The proxy's address; when this ends, no connection of the job is left."""
        ways = Ways(self.rules, self.upstream, self.resolve)
        doorway = Doorway(job_id, ways=ways, budget=budget, tell=self.tell)
        try:
            yield EgressAddress(url=await doorway.open(), spent=doorway.spent)
        finally:
            await undisturbed(doorway.close())
