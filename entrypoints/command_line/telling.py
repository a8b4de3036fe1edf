"""What a command says when something has ended: results on stdout, what went wrong on stderr."""

import json
import sys
from collections.abc import Iterable, Sequence

import structlog
from rich.console import Console
from rich.table import Table
from rich.text import Text

from domain.failures import AnyFailure, ExternalToolFailed
from domain.redaction import redacted
from entrypoints.command_line.records import Record
from entrypoints.words import sentence


def document(record: Record) -> None:
    """One JSON document on a line of its own, at once."""
    print(json.dumps(record), flush=True)  # noqa: T201 - stdout is what was asked for


def line(said: str) -> None:
    """A result for people, on stdout."""
    print(plain(said), flush=True)  # noqa: T201 - stdout is what was asked for


def warn(said: str) -> None:
    """What went wrong, on stderr."""
    print(plain(said), file=sys.stderr, flush=True)  # noqa: T201


def complain(about: str, failure: AnyFailure) -> None:
    """Say what went wrong with it, and what can be done."""
    warn(f"{about}: {sentence(failure)}")


def note(failures: Iterable[AnyFailure | None]) -> None:
    """Log what the tools said where nothing else explains what happened."""
    for failure in failures:
        if isinstance(failure, ExternalToolFailed):
            words = redacted(failure.words)
            log = structlog.get_logger()
            log.warning("tool failed", tool=failure.tool, code=failure.code, words=words)


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table on a terminal, if there are rows; elsewhere these alone, cells parted by tabs."""
    console = Console()
    if not console.is_terminal:
        for row in rows:
            line("\t".join(" ".join(cell.splitlines()).replace("\t", " ") for cell in row))
        return
    if not rows:
        return
    shown = Table(box=None, pad_edge=False)
    for column in columns:
        shown.add_column(column, overflow="fold")
    for row in rows:
        shown.add_row(*(Text(plain(cell)) for cell in row))
    console.print(shown)


def plain(text: str) -> str:
    """Without signs that a terminal would obey, however a stranger wrote them."""
    return "".join(sign if sign.isprintable() or sign in "\n\t" else "?" for sign in text)
