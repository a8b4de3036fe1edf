"""Refuses, in a child, what is larger than anything that is decoded here."""

from typing import Any

from domain.media_limits import Excess


class TooMuchError(Exception):
    """There is more of something than is decoded."""

    def __init__(self, excess: Excess) -> None:
        super().__init__(excess)
        self.excess = excess

    @property
    def told(self) -> dict[str, Any]:
        """As the parent is told it; see `endings.failure_told`."""
        return {"fails": "too_much", **self.excess._asdict()}


def refuse(excess: Excess | None) -> None:
    """Raise TooMuchError where there is an excess."""
    if excess is not None:
        raise TooMuchError(excess)
