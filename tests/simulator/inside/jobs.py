"""Many links through one engine in one process: cheap enough to check every scenario."""

import json
import logging
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

Json = dict[str, Any]


class _Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname}: {record.getMessage()}")


def size(path: str) -> int | None:
    """Bytes of the file, or None where there is none."""
    return Path(path).stat().st_size if Path(path).is_file() else None


def each(run: Callable[[Json, str, str], Json]) -> None:
    """Runs `run(job, folder, proxy)` for each job of a JSON list on standard input.

    A job is `{"url", "cookies", "options"}`; each is answered by one JSON line on standard output:
    `{"url", "files": [{"path", "bytes", "keywords"}], "info", "code", "log"}`, where `bytes` is
    None if the engine speaks of a file that is not there.
    """
    lines = _Lines()
    logging.basicConfig(level=logging.DEBUG, handlers=[lines])
    logging.getLogger("urllib3").setLevel(logging.WARNING)
    for job in json.load(sys.stdin):
        lines.lines.clear()
        with tempfile.TemporaryDirectory() as folder:
            done = run(job, folder, sys.argv[1])
        print(json.dumps({"url": job["url"], **done, "log": lines.lines}, default=str), flush=True)
