"""yt-dlp, in-process, with all that it says."""

import logging
from pathlib import Path

from yt_dlp import YoutubeDL
from yt_dlp.utils import DownloadError

from tests.simulator.inside.jobs import Json, each, size


def _cookies(job: Json, folder: str) -> str | None:
    """The job's cookies as a Netscape file for the site of its link."""
    if not job["cookies"]:
        return None
    domain = ".".join(job["url"].split("/")[2].split(".")[-2:])
    path = Path(folder, "cookies.txt")
    lines = [
        f".{domain}\tTRUE\t/\tTRUE\t0\t{name}\t{value}" for name, value in job["cookies"].items()
    ]
    path.write_text("\n".join(["# Netscape HTTP Cookie File", *lines, ""]))
    return str(path)


def _run(job: Json, folder: str, proxy: str) -> Json:
    with YoutubeDL(
        {
            "proxy": proxy,
            "compat_opts": {"no-certifi"},
            "paths": {"home": folder},
            "outtmpl": "%(id)s.%(format_id)s.%(ext)s",
            "cachedir": False,
            "cookiefile": _cookies(job, folder),
            "quiet": True,
            "noprogress": True,
            "noplaylist": True,
            "socket_timeout": 5,
            "retries": 1,
            "extractor_retries": 1,
            "logger": logging.getLogger("yt-dlp"),
            "skip_unavailable_fragments": False,
            **job.get("options", {}),
        }
    ) as ydl:
        try:
            info = ydl.sanitize_info(ydl.extract_info(job["url"]))
            code = 0
        except DownloadError:
            info, code = None, 1
    entries = (info or {}).get("entries") or [info or {}]
    files = [
        {
            "path": got["filepath"],
            "bytes": size(got["filepath"]),
            "keywords": {"id": entry["id"], "title": entry["title"], **got},
        }
        for entry in entries
        if entry is not None
        for got in (entry.get("requested_downloads") or ())
    ]
    return {"files": files, "info": info, "code": code}


if __name__ == "__main__":
    each(_run)
