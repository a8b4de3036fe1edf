"""What a job is doing right now; a number that is not known yet is None."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from domain.value import Value


class Waiting(Value):
    """It is not its turn yet; told by who keeps the line, never by work."""

    stage: Literal["waiting"] = "waiting"
    place: int = Field(ge=1)


class Looking(Value):
    """Asking the site what there is."""

    stage: Literal["looking"] = "looking"


class Fetching(Value):
    """Bytes are arriving."""

    stage: Literal["fetching"] = "fetching"
    item: int | None = None
    """Number of the item, counted from 1."""
    of: int | None = None
    done_bytes: int | None = Field(default=None, ge=0)
    """Of this item."""
    total_bytes: int | None = Field(default=None, ge=0)
    bytes_per_second: float | None = Field(default=None, ge=0, allow_inf_nan=False)


class Fitting(Value):
    """A file is being made smaller."""

    stage: Literal["fitting"] = "fitting"
    filename: str
    original_bytes: int
    limit_bytes: int
    fraction: float = Field(ge=0, le=1)
    """Over all passes."""
    remaining_seconds: float | None = None


class Sending(Value):
    """A message is on its way to the chat."""

    stage: Literal["sending"] = "sending"
    batch: int
    """Counted from 1."""
    of: int | None = None
    """Messages in all, once everything is here."""
    large_bytes: int | None = None
    """Of the whole job, where it is so large that its messages are smaller."""
    filenames: tuple[str, ...]
    size_bytes: int


Progress: TypeAlias = Annotated[
    Looking | Fetching | Fitting | Sending, Field(discriminator="stage")
]
