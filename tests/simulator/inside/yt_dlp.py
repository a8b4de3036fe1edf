"""yt-dlp, in-process, with all that it says."""

import logging

from yt_dlp import YoutubeDL
from yt_dlp.utils import DownloadError

from tests.simulator.inside.jobs import Json, each, size


def _run(job: Json, folder: str, proxy: str) -> Json:
    host = job["url"].split("/")[2].removeprefix("www.")
    with YoutubeDL(
        {
            "proxy": proxy,
            "compat_opts": {"no-certifi"},
            "paths": {"home": folder},
            "outtmpl": "%(id)s.%(format_id)s.%(ext)s",
            "cachedir": False,
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
        for name, value in (job.get("cookies") or {}).items():
            ydl._apply_header_cookies(f"https://{host}/", f"{name}={value}")
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
        for got in (entry.get("requested_downloads") or ())
    ]
    return {"files": files, "info": info, "code": code}


if __name__ == "__main__":
    each(_run)
