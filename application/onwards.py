"""Progress that never goes back, though the work behind it begins anew."""

from dataclasses import dataclass
from typing import final

from application.ports.telling import Shows
from domain.progress import Fitting, Progress


@final
@dataclass(slots=True)
class Onwards(Shows):
    """What is begun again shares what was left."""

    inner: Shows
    _floor: float = 0.0
    _shown: float = 0.0

    def progress(self, progress: Progress) -> None:
        """Show it, the fraction of a fitting as one of all tries."""
        if isinstance(progress, Fitting):
            self._shown = self._floor + (1 - self._floor) * progress.fraction
            progress = progress.model_copy(update={"fraction": self._shown})
        self.inner.progress(progress)

    def begin_again(self) -> None:
        """All that was done was of no use."""
        self._floor = self._shown
