"""One connection through the guard: what it asked for, what it spent, and how it ended."""

import logging
from collections.abc import Callable
from typing import NamedTuple, final

from adapters.egress.guarded.line import Line
from domain.destinations import Verdict
from domain.jobs import JobId

SLOW_SECONDS = 60.0
SLOW_BYTES = 512 * 60
"""In as many seconds: who sends less than 512 bytes a second only wants to hold us."""

_log = logging.getLogger(__name__)


class EgressEvent(NamedTuple):
    """What explains a failed job: never a path, a query or a header."""

    job_id: JobId
    host: str | None
    port: int | None
    address: str | None
    """That was dialled."""
    verdict: Verdict
    bytes_in: int
    bytes_out: int
    seconds: float


def log(event: EgressEvent) -> None:
    """Write it to the log of this program."""
    ordinary = event.verdict in (Verdict.PASSED, Verdict.ENDED)
    level = logging.DEBUG if ordinary else logging.INFO
    _log.log(level, "egress %s", event._asdict())


@final
class Exchange:
    """A client's line, and later the one that goes out; whatever comes on either is counted."""

    def __init__(self, *, now: Callable[[], float], spend: Callable[[int], None]) -> None:
        self._now = now
        self._spend = spend
        self._began = now()
        self._window = (self._began, 0)
        self._touched = self._began
        self._lines: list[Line] = []
        self._verdict: Verdict | None = None
        self._bytes = [0, 0]
        self.host: str | None = None
        self.port: int | None = None
        self.address: str | None = None

    def client(self, made: Callable[[Line], None]) -> Line:
        """The line of who asks."""
        self._lines.append(Line(came=self._came_out, made=made, prompt=True))
        return self._lines[-1]

    def remote(self) -> Line:
        """A line for the way out; one that leads nowhere goes with the others."""
        self._lines.append(Line(came=self._came_in))
        return self._lines[-1]

    def end(self, verdict: Verdict) -> None:
        """Cut it; the first verdict stands."""
        self._verdict = self._verdict or verdict
        for line in self._lines:
            line.cut()

    async def over(self) -> None:
        """Wait until no line of it is left."""
        for line in self._lines:
            await line.lost.wait()

    def judge(self, idle_seconds: float) -> None:
        """End it if too little came for too long, unless it is our own side that holds back."""
        now = self._now()
        since, before = self._window
        if any(line.held_back for line in self._lines):
            self._touched, self._window = now, (now, sum(self._bytes))
        elif now - self._touched > idle_seconds:
            self.end(Verdict.TOO_SLOW)
        elif now - since > SLOW_SECONDS:
            if sum(self._bytes) - before < SLOW_BYTES:
                self.end(Verdict.TOO_SLOW)
            self._window = (now, sum(self._bytes))

    def event(self, job_id: JobId) -> EgressEvent:
        """What there is to tell of it now that it is over."""
        return EgressEvent(
            job_id=job_id,
            host=self.host,
            port=self.port,
            address=self.address,
            verdict=self._verdict or Verdict.PASSED,
            bytes_in=self._bytes[0],
            bytes_out=self._bytes[1],
            seconds=self._now() - self._began,
        )

    def _came_in(self, length: int) -> None:
        self._bytes[0] += length
        self._touched = self._now()
        self._spend(length)

    def _came_out(self, length: int) -> None:
        self._bytes[1] += length
        self._touched = self._now()
