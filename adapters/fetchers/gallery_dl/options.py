"""The settings that one job of gallery-dl runs with."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

from adapters.fetchers.cookie_jar import Lent
from adapters.fetchers.gallery_dl.config import GalleryDLConfig
from adapters.fetchers.gallery_dl.focus import Focus
from adapters.fetchers.visitor import Visitor
from application.ports.workspace import Room

Json: TypeAlias = dict[str, Any]

SITES: Final[Mapping[str, Json]] = {
    "twitter": {"quoted": True, "replies": True, "retweets": True, "videos": True,
                "text-tweets": True, "ratelimit": "abort:1"},
    "reddit": {"comments": 0, "videos": "dash"},
    "instagram": {"videos": "merged", "sleep-request": [0.5, 1.5]},
    "tiktok": {"videos": "ytdl", "audio": False},
}  # fmt: skip
"""A post's own text is told too, so that its metadata is there when it has no file. X must not
sleep until its window reopens. What begins with ytdl: is no file but a stream: see `Retelling`.
Instagram's merged files are there without DASH, and one post is no reason to rest for 6 to 12
seconds. The music of TikTok's pictures is no file of theirs.
"""
COMMENTS: Final = 500
"""To list where one of them is asked for; Reddit gives no more to who has no account."""


def for_job(
    room: Room,
    *,
    folder: Path,
    config: GalleryDLConfig,
    visitor: Visitor,
    lent: Lent | None,
    focus: Focus,
    download: bool,
) -> Json:
    """gallery-dl's configuration.

    Nothing is tried twice (`Retrying` decides that), nothing is kept, nothing outside `folder` is
    written, and no file name comes from a stranger.
    """
    budget = room.budget
    told = config.told()
    wished: Json = told.get("extractor", {})
    common: Json = {
        "base-directory": str(folder),
        "directory": [],
        "filename": "{num:?/-/>03}file.{extension}",
        "skip": "enumerate",
        "fallback": False,
        "path-restrict": "ascii+",
        "path-metadata": "path",
        "url-metadata": "source_url",
        "post-filter": "told.follows(locals())",
        "file-filter": "told.wants(locals())",
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
    if lent is not None:
        common["cookies"] = str(lent.file)
    return {
        "extractor": wished | common | _sites(wished, lent=lent, focus=focus),
        "downloader": told.get("downloader", {})
        | {
            "progress": 0.5,
            "mtime": False,
            "filesize-max": str(budget.bytes_per_file),
            "ytdl": {"enabled": False},
        },
        "cache": {"file": ":memory:"},
        "output": {"mode": "null", "colors": False},
    }


def _sites(wished: Json, *, lent: Lent | None, focus: Focus) -> Json:
    """What each site is told: ours, over it the operator's wishes, over all what has to be."""
    sites = {name: options | wished.get(name, {}) for name, options in SITES.items()}
    if lent is not None and lent.logged_in:
        sites["twitter"].setdefault("conversations", True)  # guests are shown no conversation
    if "comment" in focus:
        sites["reddit"]["comments"] = COMMENTS
    for name in ("reddit", "instagram"):  # what `True` means to gallery-dl wants an ffmpeg binary
        if wished.get(name, {}).get("videos"):
            sites[name]["videos"] = SITES[name]["videos"]
    return sites
