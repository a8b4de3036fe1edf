"""How far the fitting of one file has come, over all its steps."""

from asyncio import create_task, sleep
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
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
    "gif": 50,
    "encode": 1,
}
"""What each step takes of the time, when all are taken, in their order; measured with `slow`."""
AGAIN: Final = 0.12
"""Of all these weights together, kept for steps that have to be taken again."""
AT_LEAST_EVERY: Final = 0.5
"""Seconds: who waits is told something, also while a child cannot say a word."""
SOON: Final = 3
"""Of these weights: before so much is done, nothing can be said about how long the rest takes."""


@final
@dataclass(slots=True)
class Meter:
    """Never goes back: a step that is taken again shares what is left."""

    shows: Shows
    file: MediaFile
    limit_bytes: int
    _from: float = 0.0
    _to: float = 0.0
    _step: float = 0.0
    """The weight of the step that is being taken."""
    _taken: float = 0.0
    """The weights of all steps before it."""
    _expected: tuple[str, ...] = ()
    _began: float = field(default_factory=monotonic)
    _told: float = field(default_factory=monotonic)
    _last: Fitting | None = None

    @asynccontextmanager
    async def ticking(self) -> AsyncIterator[None]:
        """Meanwhile what was told last is told again, with less time left."""
        ticks = create_task(self._tick())
        try:
            yield
        finally:
            ticks.cancel()

    def expect(self, steps: tuple[str, ...]) -> None:
        """These are the steps to come, as far as is known."""
        self._expected = steps

    def begin(self, step: str) -> None:
        """The step before is over, and this one begins."""
        if step in self._expected:
            self._expected = self._expected[self._expected.index(step) + 1 :]
        self._taken += self._step
        self._step = WEIGHTS[step]
        left = self._left + AGAIN * (self._taken + self._step + self._left)
        self._from = self._to
        self._to += (1 - self._from) * self._step / (self._step + left)
        self.come(0.0)

    def end(self) -> None:
        """All is done."""
        self._from = self._to = 1.0
        self.come(1.0)

    def come(self, share: float) -> None:
        """So much of the step is done."""
        share = min(1.0, max(0.0, share))
        taken = self._taken + share * self._step
        left = (1 - share) * self._step + self._left
        self._told = monotonic()
        self._last = Fitting(
            filename=self.file.filename,
            original_bytes=self.file.size_bytes,
            limit_bytes=self.limit_bytes,
            fraction=min(1.0, self._from + (self._to - self._from) * share),
            remaining_seconds=(self._told - self._began) * left / taken
            if taken >= min(SOON, taken + left)
            else None,
        )
        self.shows.progress(self._last)

    async def _tick(self) -> None:
        while True:
            await sleep(AT_LEAST_EVERY)
            since = monotonic() - self._told
            if self._last is not None and since >= AT_LEAST_EVERY:
                self.shows.progress(_later(self._last, since))

    @property
    def _left(self) -> float:
        return sum(WEIGHTS[step] for step in self._expected)


def _later(told: Fitting, seconds: float) -> Fitting:
    if told.remaining_seconds is None:
        return told
    left = max(0.0, told.remaining_seconds - seconds)
    return told.model_copy(update={"remaining_seconds": left})
