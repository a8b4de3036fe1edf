"""Imported by the server before it forks: what every job would otherwise load for itself.

Every extractor is imported and its pattern compiled; what a session with a browser's TLS needs is
read once, for which X's extractor stands here.
"""

from collections import defaultdict
from datetime import datetime
from typing import Final

from gallery_dl import extractor

INSTANCES_OF: Final[dict[str, set[str]]] = defaultdict(set)
"""Which modules know instances of a software, by the software's name."""

for one in extractor.extractors():
    if one.basecategory:
        INSTANCES_OF[one.basecategory].add(one.__module__)

if session := extractor.find("https://x.com/i/status/1"):
    session.initialize()
datetime.strptime("+0000", "%z")
