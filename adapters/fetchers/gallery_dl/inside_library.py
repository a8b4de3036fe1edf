"""gallery-dl in a child by its classes, of which the server has loaded what takes time."""

import collections
import importlib
import logging
import sys
from collections.abc import Iterable
from typing import Any, Final, final

from gallery_dl import config, exception, extractor
from gallery_dl.job import DownloadJob

from adapters.cells.inside.talk import Talk
from adapters.fetchers.gallery_dl.inside import EVENTS, Json, ended, listening
from adapters.fetchers.gallery_dl.inside_loaded import EXTRACTORS_OF, INSTANCES_OF

KNOWN: Final = extractor._cache  # noqa: SLF001 - what `extractor.add` appends to
UNSUPPORTED: Final = 64
"""gallery-dl's exit status for a link that no extractor knows."""


def library(job: Json, talk: Talk) -> Json:
    """One link through gallery-dl's classes.

    The site's own are asked first: each that is asked is a page of memory that a fork has to copy.
    """
    told = listening(job, talk)
    logging.getLogger().setLevel(logging.INFO)
    config.clear()
    config._config.update(job["config"])  # noqa: SLF001 - as its own tests set it
    KNOWN[:0] = EXTRACTORS_OF[job["site"]]
    for software in INSTANCES_OF.keys() & job["config"]["extractor"].keys():
        load_again(INSTANCES_OF[software])

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
    return ended(code, told)


def load_again(modules: Iterable[str]) -> None:
    """Let these read the configuration, which they do when they are loaded, and ask them first."""
    for name in modules:
        KNOWN[:] = [one for one in KNOWN if one.__module__ != name]
        del sys.modules[name]
        fresh = extractor.add_module(importlib.import_module(name))
        KNOWN[:] = [*fresh, *KNOWN[: -len(fresh)]]
