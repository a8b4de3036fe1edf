"""Imported by the server before it forks: what every job would otherwise load for itself.

Every extractor is imported and its pattern compiled; what a session needs is read once, also that
of a site that wants a browser's TLS, for which X's extractor stands here. At last what Python
remembers of all the extractors' attributes is made void, as a job's first request does: 1,500
classes are many pages to copy.
"""

import sqlite3  # noqa: F401 - of gallery-dl's cache
from collections import defaultdict
from datetime import datetime
from typing import Final

from gallery_dl import extractor
from gallery_dl.downloader import http  # noqa: F401
from gallery_dl.extractor.common import Extractor

from adapters.fetchers.gallery_dl.inside_authorities import read_authorities

INSTANCES_OF: Final[dict[str, set[str]]] = defaultdict(set)
"""Which modules know instances of a software, by the software's name."""
EXTRACTORS_OF: Final[dict[str, list[type]]] = defaultdict(list)
"""The extractors of a module, in their order, by its name, which is mostly the site's."""

extractor.extractors()
for one in extractor._cache:  # noqa: SLF001 - what it has filled, in the order of asking
    EXTRACTORS_OF[one.__module__.rpartition(".")[2]].append(one)
    if one.basecategory:
        INSTANCES_OF[one.basecategory].add(one.__module__)

read_authorities()
if session := extractor.find("https://x.com/i/status/1"):
    session.initialize()
datetime.strptime("Thu Jan 01 00:00:00 +0000 1970", "%a %b %d %H:%M:%S %z %Y")  # as X writes it
Extractor.request_timestamp = Extractor.request_timestamp
