"""Imported by the server before it forks: what a job on one of the large sites would load itself.

yt-dlp knows its extractors by name only until one is needed. Most of the rest is patterns, which
Python compiles at their first use and keeps for a while: one made-up video goes through all that a
real one does, but for the network.
"""

from importlib import import_module
from typing import Any, Final

import yt_dlp
from yt_dlp.utils import unified_timestamp

from adapters.fetchers.yt_dlp.inside_extractors import NAMED
from adapters.fetchers.yt_dlp.inside_library import Terse

LARGE: Final = ("youtube", "twitter", "reddit", "instagram", "tiktok")
OPTIONS: Final = (
    "--ignore-config",
    "--quiet",
    "--no-warnings",
    "--no-cache-dir",
    "--ffmpeg-location=/nonexistent",
)
VIDEO: Final[dict[str, Any]] = {
    "id": "1",
    "title": "title",
    "extractor": "none",
    "extractor_key": "None",
    "timestamp": 0,
    "formats": [
        {"format_id": f"{height}", "url": "https://example.org/1.mp4", "ext": "mp4"}
        | {"vcodec": "avc1.64001f", "acodec": "mp4a.40.2", "height": height, "protocol": "https"}
        for height in (360, 720)
    ],
}

for module in ("extractors", *LARGE):
    import_module(f"yt_dlp.extractor.{module}")
for name, extractor in NAMED.items():
    if name.startswith(LARGE):
        extractor.suitable("https://example.org/")
params: Any = yt_dlp.parse_options(OPTIONS).ydl_opts
rehearsal: Any = Terse(params | {"allowed_extractors": [], "simulate": True})
rehearsal.process_ie_result(VIDEO, download=False)
unified_timestamp("none")
