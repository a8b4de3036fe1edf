"""The settings that one job of gallery-dl runs with."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

from adapters.fetchers.visitor import Visitor
from application.ports.workspace import Room

Json: TypeAlias = dict[str, Any]

SITES: Final[Json] = {
    "twitter": {"quoted": True, "replies": True, "retweets": True, "videos": True,
                "text-tweets": True, "ratelimit": "abort:1"},
    "reddit": {"comments": 0, "videos": "dash"},
    "tiktok": {"videos": "ytdl"},
}  # fmt: skip
"""A post's own text is told too, so that its metadata is there when it has no file. X must not
sleep until its window reopens. What begins with ytdl: is no file but a stream: see `Retelling`.
"""


def for_job(
    room: Room,
    *,
    folder: Path,
    sites: Mapping[str, Json],
    download: bool,
    visitor: Visitor,
) -> Json:
    """gallery-dl's configuration; `sites` are the operator's wishes by category.

    Nothing is tried twice (`Retrying` decides that), nothing is kept, nothing outside `folder` is
    written, and no file name comes from a stranger.
    """
    budget = room.budget
    common: Json = {
        "base-directory": str(folder),
        "directory": [],
        "filename": "{num:?/-/>03}{filename!s:[:60]}.{extension}",
        "skip": "enumerate",
        "fallback": False,
        "path-restrict": "ascii+",
        "path-metadata": "path",
        "url-metadata": "source_url",
        "file-filter": "told.wants()",
        "download": download,
        "cookies-update": False,
        "input": False,
        "retries": 0,
        "timeout": budget.idle_seconds,
        "sleep-429": 0,
        "proxy-env": False,
    }
    if room.egress is not None:
        common["proxy"] = room.egress.url
    if visitor.ca_file is not None:
        common["verify"] = str(visitor.ca_file)
    if visitor.user_agent is not None:
        common["headers"] = {"User-Agent": visitor.user_agent}
    return {
        "extractor": common
        | {name: {**SITES.get(name, {}), **sites.get(name, {})} for name in SITES | dict(sites)},
        "downloader": {
            "progress": 0.5,
            "mtime": False,
            "filesize-max": str(min(budget.file_bytes, budget.disk_bytes)),
            "ytdl": {"enabled": False},
        },
        "cache": {"file": ":memory:"},
        "output": {"mode": "null", "colors": False},
    }
