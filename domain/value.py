"""What every noun of the domain shares: it never changes and takes no field it does not know."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen noun; frozen is shallow, so what serves as a key holds only hashable fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")
