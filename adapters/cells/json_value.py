"""What a line of the conversation can hold, on either side of it."""

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

Json: TypeAlias = "Mapping[str, Json] | Sequence[Json] | str | int | float | bool | None"

NONSENSE: Final = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What reading comes to where a child that a stranger took over says just anything."""
