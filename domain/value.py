"""What every noun of the domain shares: it never changes and takes no field it does not know."""

from typing import Annotated, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

Count: TypeAlias = Annotated[int, Field(ge=0, le=1 << 53)]
"""No file has more of anything, and up to there numbers are exact, whatever they are mixed with."""
Side: TypeAlias = Annotated[int, Field(ge=1, le=1 << 27)]
"""Pixels; of more than all the pixels of a picture there is no side."""
Moment: TypeAlias = Annotated[float, Field(ge=-1e9, le=1e9, allow_inf_nan=False)]
"""Seconds, of which a file of three hours has a hundred thousandth at most."""


class Value(BaseModel):
    """A frozen noun; frozen is shallow, so what serves as a key holds only hashable fields.

    An error does not quote what was given: it may be a secret, or a stranger's words.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
