"""The tools that fetch, as they are installed: sites change, and an old one stops working."""

from datetime import date
from typing import Literal

from domain.value import Value


class Engine(Value):
    """One tool."""

    name: str
    version: str
    since: date | None = None
    """The day of its release where its version tells that, or else the day it was installed."""
    since_what: Literal["release", "installation"] = "release"

    def days(self, today: date) -> int | None:
        """Its age, never below 0; None where nothing tells it."""
        return None if self.since is None else max(0, (today - self.since).days)


class Renewed(Value):
    """What an upgrade, or a going back, came to; both hold the same tools in the same order."""

    before: tuple[Engine, ...]
    after: tuple[Engine, ...]

    @property
    def changed(self) -> bool:
        """Whether any version is another than before."""
        return [one.version for one in self.before] != [one.version for one in self.after]
