"""Every call in the order of its arrival."""

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class SentFile:
    """One part of a multipart body, as it was measured while it streamed by."""

    field: str
    name: str
    content_type: str
    size: int
    sha256: str
    path: Path | None


@dataclass(slots=True)
class Call:
    """One request; `status` is None while it runs, and 0 when it was dropped without an answer."""

    number: int
    method: str
    route: str
    path: str
    at: float
    authorization: str | None
    json: Any = None
    files: list[SentFile] = field(default_factory=list)
    status: int | None = None
    code: int | None = None
    took_effect: bool = False

    def matches(self, pattern: str) -> bool:
        """Whether `pattern` ("PATCH *@original") fits the method with the route or the path."""
        return any(fnmatchcase(f"{self.method} {it}", pattern) for it in (self.route, self.path))

    def __str__(self) -> str:
        files = "".join(f" +{file.name} ({file.size})" for file in self.files)
        return f"{self.number:3} {self.method} {self.path} -> {self.status}{files}"


class Transcript(list[Call]):
    """All calls; `of` picks some."""

    def of(self, pattern: str) -> list[Call]:
        """The calls that match `pattern`."""
        return [call for call in self if call.matches(pattern)]

    def __str__(self) -> str:
        return "\n".join(map(str, self))
