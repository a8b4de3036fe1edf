"""How far the fitting of one file has come, over all its steps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Final, final

from application.ports.telling import Shows
from domain.media import MediaFile
from domain.progress import Fitting

WEIGHTS: Final[Mapping[str, float]] = {
    "sound": 5,
    "analyse": 20,
    "picture": 72,
    "join": 3,
    "encode": 1,
}
"""What each step takes of the time, when all are taken, in their order; measured with `slow`."""
SOON = 0.03
"""Of the whole: before this nothing can be said about how long it will take."""


@final
@dataclass(slots=True)
class Meter:
    """Never goes back: a step that is taken again shares what is left."""

    shows: Shows
    file: MediaFile
    limit_bytes: int
    steps: tuple[str, ...]
    """Those that are expected."""
    _from: float = 0.0
    _to: float = 0.0
    _began: float = field(default_factory=monotonic)

    def begin(self, step: str) -> None:
        """The step before is over, and this one begins."""
        self._from = self._to
        still = self.steps[self.steps.index(step) :] if step in self.steps else (step, "join")
        share = WEIGHTS[step] / sum(WEIGHTS[each] for each in still)
        self._to = self._from + (1 - self._from) * share
        self.come(0.0)

    def end(self) -> None:
        """All is done."""
        self._from = self._to = 1.0
        self.come(1.0)

    def come(self, share: float) -> None:
        """So much of the step is done."""
        done = self._from + (self._to - self._from) * min(1.0, max(0.0, share))
        spent = monotonic() - self._began
        self.shows.progress(
            Fitting(
                filename=self.file.filename,
                original_bytes=self.file.size_bytes,
                limit_bytes=self.limit_bytes,
                fraction=done,
                remaining_seconds=spent * (1 - done) / done if done > SOON else None,
            )
        )
