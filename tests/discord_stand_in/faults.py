"""Things that go wrong, at the n-th matching call, before or after Discord applied it."""

from dataclasses import dataclass

from tests.discord_stand_in.refusals import Refused
from tests.discord_stand_in.transcript import Call


@dataclass(frozen=True, slots=True)
class Drop:
    """The connection ends without an answer; before the effect, after `after_bytes` of the body."""

    after_bytes: int = 0


@dataclass(frozen=True, slots=True)
class TooMany:
    """A 429, in one of the forms that were seen."""

    retry_after: float = 0.05
    everywhere: bool = False
    shared: bool = False
    headers: bool = True
    html: bool = False


@dataclass(frozen=True, slots=True)
class ServerError:
    """A 5xx, with JSON or the HTML of something in between."""

    status: int = 503
    html: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """Any of Discord's codes."""

    code: int

    def exception(self) -> Refused:
        """What ends the call."""
        return Refused(self.code)


@dataclass(frozen=True, slots=True)
class Stall:
    """The answer takes its time."""

    seconds: float


Fault = Drop | TooMany | ServerError | Refusal | Stall


@dataclass(slots=True)
class Planned:
    """A fault that waits for its call; `happened` counts."""

    pattern: str
    fault: Fault
    nth: int
    times: int
    after_effect: bool
    seen: int = 0
    happened: int = 0

    def strikes(self, call: Call) -> bool:
        """Whether this is the call, which is counted."""
        if not call.matches(self.pattern):
            return False
        self.seen += 1
        struck = self.nth <= self.seen < self.nth + self.times
        self.happened += struck
        return struck


class Faults:
    """What a test planned."""

    def __init__(self) -> None:
        self._planned: list[Planned] = []

    def plan(
        self,
        pattern: str,
        fault: Fault,
        *,
        nth: int = 1,
        times: int = 1,
        after_effect: bool = False,
    ) -> Planned:
        """Let `fault` strike the n-th matching call from now on, and the `times` - 1 after it."""
        planned = Planned(pattern, fault, nth, times, after_effect)
        self._planned.append(planned)
        return planned

    def end(self) -> None:
        """Nothing more goes wrong."""
        self._planned.clear()

    def striking(self, call: Call) -> Planned | None:
        """The first planned fault for this call; every plan counts the call."""
        struck = [planned for planned in self._planned if planned.strikes(call)]
        return struck[0] if struck else None
