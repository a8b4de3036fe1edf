"""What reached a chat, what did not, and how a job ended."""

from typing import Annotated, Literal, TypeAlias

from pydantic import AwareDatetime, Field

from domain.failures import AnyFailure
from domain.fitting import Fitted
from domain.items import ItemKey, Origin
from domain.metadata import AnyMetadata
from domain.request import MediaRequest
from domain.value import Value


class Batch(Value):
    """Files that travel in one message."""

    number: int
    """Counted from 1 within the delivery."""
    files: tuple[Fitted, ...]
    metadata: AnyMetadata | None = None

    @property
    def size_bytes(self) -> int:
        """All files together."""
        return sum(fitted.file.size_bytes for fitted in self.files)

    @property
    def keys(self) -> tuple[ItemKey, ...]:
        """Of the items that travel, in order."""
        return tuple(fitted.key for fitted in self.files)


class Receipt(Value):
    """What the chat has under that number, from the record; not what was just offered."""

    number: int
    keys: tuple[ItemKey, ...]


class LeftBehind(Value):
    """An item that did not get there, and why."""

    key: ItemKey
    name: str | None = None
    failure: AnyFailure


class Timings(Value):
    """Seconds since the job began; None for what never happened."""

    first_file: float | None = None
    """Until the first message was in the chat."""
    fetch: float | None = None
    fit: float | None = None
    """Work of fitting, added up over the files."""
    total: float = 0.0


class Delivery(Value):
    """How a job ended that ran to its end, well or not."""

    end: Literal["delivery"] = "delivery"
    origin: Origin | None = None
    metadata: AnyMetadata | None = None
    delivered: tuple[Fitted, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    left_behind: tuple[LeftBehind, ...] = ()
    failure: AnyFailure | None = None
    """Why the job as a whole stopped short."""
    kept_until: AwareDatetime | None = None
    """Until then a Retry delivers what is here already."""
    seconds: Timings = Timings()

    @property
    def failures(self) -> tuple[AnyFailure, ...]:
        """Why anything is missing: the job's own first, then those of items that have another."""
        own = () if self.failure is None else (self.failure,)
        return own + tuple(
            left.failure for left in self.left_behind if left.failure != self.failure
        )

    @property
    def outcome(self) -> Literal["delivered", "partly", "failed"]:
        """Everything, a part, or nothing."""
        if not self.delivered:
            return "failed"
        return "partly" if self.left_behind or self.failure is not None else "delivered"


class Cancelled(Value):
    """A person ended the job."""

    end: Literal["cancelled"] = "cancelled"
    by: str | None = None


class Interrupted(Value):
    """This program was stopped in the middle of the job."""

    end: Literal["interrupted"] = "interrupted"


class Broke(Value):
    """A bug ended the job; the log has it under this id."""

    end: Literal["broke"] = "broke"
    job_id: str


End: TypeAlias = Annotated[Delivery | Cancelled | Interrupted | Broke, Field(discriminator="end")]


class Kept(Value):
    """What a room holds for a later try: the rest of a delivery."""

    request: MediaRequest
    metadata: AnyMetadata | None
    origin: Origin | None
    pending: tuple[Fitted, ...]
    delivered: tuple[ItemKey, ...] = ()
    until: AwareDatetime
