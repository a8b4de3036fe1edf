"""The way out: what one job may ask of the network."""

from abc import abstractmethod
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias, final

from pydantic import Field

from domain.jobs import JobId
from domain.sizes import GIBIBYTE
from domain.value import Value

REFUSED_STATUS = 470
"""What such a proxy answers where the operator's rules refuse the host; no server uses it."""
UNREACHED_STATUS = 471
"""Likewise, where the host has no address, or cannot be connected to."""


Spent: TypeAlias = Literal["bytes", "seconds"]
"""Of what the job has had its share."""


@final
@dataclass(frozen=True, slots=True)
class EgressAddress:
    """A forward proxy that only this job is told of."""

    url: str = field(repr=False)
    """http://name:password@host:port, given to every tool as its proxy, and to nobody else."""
    spent: Callable[[], Spent | None] = lambda: None
    """Why it lets nothing more pass: to a tool it looks as if the site had failed."""


class JobBudget(Value):
    """What one job may use up, whatever a tool does."""

    wire_bytes: int = Field(default=2 * GIBIBYTE, gt=0)
    """All bytes that come in."""
    file_bytes: int = Field(default=100_000_000, gt=0)
    """Of one file at the source."""
    disk_bytes: int = Field(default=2 * GIBIBYTE, gt=0)
    """Of all files of the job together."""
    items: int = Field(default=100, gt=0)
    seconds: float = Field(default=1800, gt=0)
    """Of fetching."""
    idle_seconds: float = Field(default=30, gt=0)
    """Without a byte arriving."""

    def with_items(self, left: int | None) -> "JobBudget":
        """What is left where only so many items are; None: all of it."""
        return self if left is None else self.model_copy(update={"items": left})

    @property
    def bytes_per_file(self) -> int:
        """What the largest file may have that still leaves the job within all its bytes."""
        return min(self.file_bytes, self.disk_bytes)


class Egress(Protocol):
    """Opens the way out for one job."""

    @abstractmethod
    def open(
        self, job_id: JobId, budget: JobBudget
    ) -> AbstractAsyncContextManager[EgressAddress | None]:
        """The address to go through while the job runs; None where nothing guards the way."""
