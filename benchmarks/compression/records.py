"""What was measured, one JSON document a line, so that a run that was stopped goes on."""

from pathlib import Path
from typing import Generic, TypeVar

from domain.value import Value


class Case(Value):
    """One file, made to fit into so many bytes, in one way."""

    name: str
    limit: int
    way: str


class Timed(Value):
    """What it took, and what came of it."""

    case: Case
    run: int
    """Counted from 1."""
    as_command: bool
    seconds: float
    cpu: float
    """Seconds of all processes together."""
    size: int | None = None
    """Bytes; None where there is no file."""
    tries: int = 0
    """Encodes of the picture, whole runs of two passes for the peer."""
    steps: str = ""
    """What our compressor did, in its order."""
    filters: str = ""
    """By which the peer tones an HDR film down."""
    failure: str = ""


class Scored(Value):
    """How it looks."""

    case: Case
    vmaf: float
    """The mean over the frames that were made."""
    fifth_percentile: float
    frames: int


class Pictured(Value):
    """A still picture, and a plain search of the quality beside it."""

    case: Case
    size: int
    lossless: bool
    encodes: int
    ssim: float
    plain_size: int
    plain_encodes: int
    plain_ssim: float


Record = TypeVar("Record", Timed, Scored, Pictured)


class Log(Generic[Record]):
    """Appends to a file, and knows what is already in it."""

    def __init__(self, path: Path, kind: type[Record]) -> None:
        self._path = path
        lines = path.read_text().splitlines(keepends=True) if path.exists() else []
        self.records: list[Record] = [
            kind.model_validate_json(line) for line in lines if line.endswith("\n")
        ]

    def append(self, record: Record) -> None:
        self.records.append(record)
        with self._path.open("a") as file:
            file.write(record.model_dump_json() + "\n")
