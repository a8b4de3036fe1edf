"""gallery-dl in a child by its own command line, hooked by what its documentation offers."""

import json
import sys
from pathlib import Path

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
    settings = Path("job.json")
    config_of_job = job["config"] | {"postprocessors": hooks}
    config_of_job["extractor"]["modules"] = sorted(
        extractor.modules, key=lambda module: module != job["site"]
    )
    settings.write_text(json.dumps(config_of_job))
    sys.argv = ["gallery-dl", "--config-ignore", "--config-json", str(settings), "--no-colors"]
    sys.argv += ["--", job["url"]]
    try:
        code = gallery_dl.main()
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 1
    finally:
        settings.unlink()  # it may hold an operator's tokens
    return ended(code, told)
