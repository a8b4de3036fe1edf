"""gallery-dl in a child, by its own command line or by its classes; both ways tell the same."""

import collections
import json
import logging
import sys
from pathlib import Path
from typing import Any, Final, TypeAlias, final

import gallery_dl
import requests
from gallery_dl import config, exception, extractor, output, util
from gallery_dl.job import DownloadJob

from adapters.cells.inside.talk import Talk
from adapters.fetchers.gallery_dl.inside_told import Told

Json: TypeAlias = dict[str, Any]

EVENTS: Final = ("post", "prepare", "after", "skip", "error")
UNSUPPORTED: Final = 64
"""gallery-dl's exit status for a link that no extractor knows."""


def command(job: Json, talk: Talk) -> Json:
    """One link through gallery-dl's `main`, hooked by its documented configuration only."""
    told = _listening(job, talk)
    hooks = [
        {"name": "python", "mode": "eval", "event": event, "expression": f"told.{event}(locals())"}
        for event in EVENTS
    ]
    settings = Path("job.json")
    settings.write_text(json.dumps(job["config"] | {"postprocessors": hooks}))
    sys.argv = ["gallery-dl", "--config-ignore", "--config-json", str(settings), "--no-colors"]
    sys.argv += ["--", job["url"]]
    try:
        code = gallery_dl.main()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    return _ended(code, told)


def library(job: Json, talk: Talk) -> Json:
    """One link through gallery-dl's classes."""
    told = _listening(job, talk)
    logging.getLogger().setLevel(logging.INFO)
    config.clear()
    config._config.update(job["config"])  # noqa: SLF001 - as its own tests set it

    @final
    class ToldJob(DownloadJob):  # type: ignore[misc] # gallery-dl has no types
        def initialize(self, kwdict: Json | None = None) -> None:
            super().initialize(kwdict)
            self.hooks: dict[str, list[Any]] = collections.defaultdict(list)
            for event in EVENTS:
                hook = getattr(told, event)
                self.register_hooks({event: lambda pathfmt, hook=hook: hook(pathfmt.kwdict)})

    try:
        found = extractor.find(job["url"])
        code = UNSUPPORTED if found is None else ToldJob(found).run()
    except exception.ControlException:
        code = 0
    return _ended(code, told)


def _listening(job: Json, talk: Talk) -> Told:
    told = Told(job, talk)
    logging.getLogger().addHandler(told)
    told.listen_closely("twitter")
    util.GLOBALS["told"] = told  # as its option `globals` would
    output.select = lambda: _Progress(told)
    send = requests.Session.send

    def heard(session: requests.Session, request: Any, **options: Any) -> Any:  # noqa: ANN401
        response = send(session, request, **options)
        told.answered(response.status_code, response.headers)
        return response

    requests.Session.send = heard  # type: ignore[assignment, method-assign] # this process has one job only
    return told


def _ended(code: int, told: Told) -> Json:
    return {"code": code, "words": told.words, "too_many": told.too_many}


@final
class _Progress:
    """What gallery-dl calls its output."""

    def __init__(self, told: Told) -> None:
        self.progress = told.progress

    def start(self, path: str) -> None:
        """Of no interest."""

    skip = success = start
