"""Imported by the server before it forks: what a job on one of the large sites would load itself.

yt-dlp knows its extractors by name only until one is needed.
"""

from importlib import import_module
from typing import Final

LARGE: Final = ("youtube", "twitter", "reddit", "instagram", "tiktok")

for module in ("extractors", *LARGE):
    import_module(f"yt_dlp.extractor.{module}")
