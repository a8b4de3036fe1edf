"""yt-dlp in a child, by its own command line or by its class; both ways tell the same."""

from collections.abc import Callable
from typing import Any, Final, Protocol, TypeAlias

from yt_dlp.utils import unsmuggle_url

from adapters.cells.inside.talk import Talk
from adapters.fetchers.yt_dlp.inside_command import CommandLine
from adapters.fetchers.yt_dlp.inside_library import Library
from adapters.fetchers.yt_dlp.inside_refusals import hear_refusals
from adapters.fetchers.yt_dlp.inside_trouble import TroubleError

Json: TypeAlias = dict[str, Any]

OF_A_VIDEO: Final = (
    "id", "display_id", "title", "fulltitle", "description", "uploader", "uploader_id", "channel",
    "channel_id", "duration", "thumbnail", "timestamp", "upload_date", "age_limit", "like_count",
    "repost_count", "view_count", "comment_count", "categories", "tags", "is_live", "live_status",
    "was_live", "webpage_url", "extractor_key", "playlist_count", "availability",
)  # fmt: skip
OF_A_FORMAT: Final = (
    "format_id", "ext", "vcodec", "acodec", "width", "height", "fps", "filesize",
    "filesize_approx", "tbr", "protocol", "language_preference", "has_drm",
)  # fmt: skip
"""What the parent needs to know: the rest can be megabytes of addresses."""


class Engine(Protocol):
    """One link's way through yt-dlp; each raises TroubleError."""

    def look_up(self, url: str) -> Json:
        """The video, or the playlist with its entries; the only extraction of the link."""
        ...

    def complete(self, entry: Json) -> Json:
        """The video that an entry of a playlist only points to."""
        ...

    def download(self, video: Json, formats: str, name: str) -> list[str]:
        """The paths of the formats "a,b", each a file of its own."""
        ...


def command(job: Json, talk: Talk) -> Json:
    """One link through yt-dlp's `main`."""
    return _run(CommandLine(job["options"], _progress(talk)), job, talk)


def library(job: Json, talk: Talk) -> Json:
    """One link through yt-dlp's `YoutubeDL`."""
    return _run(Library(job["options"], _progress(talk)), job, talk)


def _run(engine: Engine, job: Json, talk: Talk) -> Json:
    hear_refusals(talk)
    try:
        info = engine.look_up(job["url"])
    except TroubleError as trouble:
        return {"failed": str(trouble)}
    listed = info.get("entries")
    entries = [info] if listed is None else [entry for entry in listed if entry]
    entries = entries[: job["most"]]
    numbers = info.get("requested_entries") or range(1, len(entries) + 1)
    talk.tell({"post": _known(info), "entries": None if listed is None else len(listed)})
    for place, (number, entry) in enumerate(zip(numbers, entries, strict=False)):
        if place and job["looks"]:
            talk.ask({"found": number, "info": _known(entry)})  # more would be requests for each
        else:
            _tell_one(engine, number, entry, talk)
    return {"failed": None}


def _tell_one(engine: Engine, number: int, entry: Json, talk: Talk) -> None:
    try:
        video = engine.complete(entry)
    except TroubleError as trouble:
        talk.ask({"found": number, "info": _known(entry), "failed": str(trouble)})
        return
    formats = talk.ask({"found": number, "info": _known(video)})
    while formats:
        try:
            paths = engine.download(video, formats, f"{number:03}")
        except TroubleError as trouble:
            formats = talk.ask({"failed": str(trouble)})
        else:
            formats = talk.ask({"arrived": paths})


def _known(info: Json) -> Json:
    known = {name: info[name] for name in OF_A_VIDEO if info.get(name) is not None}
    offered = info.get("formats") or ()
    formats = [{name: each.get(name) for name in OF_A_FORMAT} for each in offered]
    return _pointed_at(info) | known | {"formats": formats}


def _pointed_at(entry: Json) -> Json:
    """What an entry that is only a link has by other names: its video has the same key then."""
    if entry.get("_type", "video") == "video":
        return {}
    url, _ = unsmuggle_url(entry.get("url") or "")
    names = {"extractor_key": entry.get("ie_key"), "webpage_url": url if "://" in url else None}
    return {name: value for name, value in names.items() if value}


def _progress(talk: Talk) -> Callable[[Json], None]:
    def told(progress: Json) -> None:
        total = progress.get("total_bytes") or progress.get("total_bytes_estimate")
        done = progress.get("downloaded_bytes")
        if done is not None:
            talk.tell({"progress": [done, total, progress.get("speed")]})

    return told
