"""A tool can be driven in more than one way; this is what tells them apart."""

from dataclasses import dataclass
from typing import final

from adapters.cells.cell import Cell
from domain.metadata import Method


@final
@dataclass(frozen=True, slots=True)
class Way:
    """The cell that runs the tool, and what that is called."""

    cell: Cell
    method: Method
