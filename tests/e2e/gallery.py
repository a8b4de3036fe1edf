"""A post with many files on a Mastodon server of a test's own, as gallery-dl asks for it."""

import json
from collections.abc import Sequence
from pathlib import Path

from tests.e2e.loopback import Site

TYPES = {".jpg": "image/jpeg", ".png": "image/png", ".mp4": "video/mp4", ".mkv": "video/x-matroska"}


def posted(site: Site, files: Sequence[Path]) -> str:
    """The link of a post with copies of these files, in this order."""
    attachments = []
    for number, file in enumerate(files, 1):
        url = site.put(f"/media/{number}{file.suffix}", file, TYPES[file.suffix])
        attachments.append({"id": str(number), "url": url, "description": f"Number {number}"})
    status = {
        "id": "1",
        "created_at": "2026-01-01T12:00:00.000Z",
        "content": "Everything at once.",
        "account": {"id": "7", "username": "me", "acct": "me"},
        "media_attachments": attachments,
        "tags": [],
        "reblog": None,
        "in_reply_to_id": None,
    }
    site.put("/api/v1/statuses/1", json.dumps(status), "application/json")
    return f"{site.root}/@me/1"


def known(site: Site) -> dict[str, str]:
    """The setting by which gallery-dl knows the site."""
    config = {"extractor": {"mastodon": {"here": {"root": site.root}}}}
    return {"GALLERY_DL_CONFIG": json.dumps(config)}
