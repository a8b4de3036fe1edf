"""gallery-dl in a child by its own command line, hooked by what its documentation offers."""

import json
import os
import sys
from threading import Thread

import gallery_dl
from gallery_dl import extractor

from adapters.cells.inside.talk import Talk
from adapters.fetchers.gallery_dl.inside import EVENTS, Json, ended, listening


def command(job: Json, talk: Talk) -> Json:
    """One link through gallery-dl's `main`.

    The site's own module is asked first, so that no other need be loaded.
    """
    told = listening(job, talk)
    hooks = [
        {"name": "python", "mode": "eval", "event": event, "expression": f"told.{event}(locals())"}
        for event in EVENTS
    ]
    config_of_job = job["config"] | {"postprocessors": hooks}
    config_of_job["extractor"]["modules"] = sorted(
        extractor.modules, key=lambda module: module != job["site"]
    )
    settings = piped(json.dumps(config_of_job))
    sys.argv = ["gallery-dl", "--config-ignore", "--config-json", settings, "--no-colors"]
    sys.argv += ["--", job["url"]]
    try:
        code = gallery_dl.main()
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 1
    return ended(code, told)


def piped(text: str) -> str:
    """A path from which the text can be read once: a file would outlive us when we are killed.

    It may hold an operator's tokens.
    """
    reads, writes = os.pipe()

    def write() -> None:
        with open(writes, "w", encoding="utf-8") as pipe:  # noqa: PTH123 - no path but a descriptor
            pipe.write(text)

    Thread(target=write, daemon=True).start()  # a pipe takes 64 KiB, and then waits for its reader
    return f"/dev/fd/{reads}"
