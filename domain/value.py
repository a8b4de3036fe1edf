"""What every noun of the domain shares: it never changes and takes no field it does not know."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen noun; frozen is shallow, so what serves as a key holds only hashable fields.

    An error does not quote what was given: it may be a secret, or a stranger's words.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
