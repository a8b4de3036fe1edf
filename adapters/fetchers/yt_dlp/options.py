"""The options that one job of yt-dlp runs with, as its command line takes them."""

from typing import Final

from adapters.fetchers.cookie_jar import Lent
from adapters.fetchers.visitor import Visitor
from adapters.fetchers.yt_dlp.javascript import runtimes
from application.ports.workspace import Room
from domain.request import MediaRequest

ALWAYS: Final = (
    "--ignore-config",
    "--no-update",
    "--no-plugin-dirs",
    "--no-cache-dir",
    "--no-exec",
    "--no-mtime",
    "--no-playlist",
    "--flat-playlist",
    "--no-warnings",
    "--quiet",
    "--abort-on-error",
    "--abort-on-unavailable-fragments",
    "--fixup=never",
    "--retries=0",
    "--file-access-retries=0",
    "--fragment-retries=0",
    "--extractor-retries=0",
    "--color=no_color",
    "--ffmpeg-location=/nonexistent",
    "--no-js-runtimes",
)
"""Nothing is tried twice (`Retrying` decides that), nothing is kept, nobody's settings are read;
what would take an ffmpeg binary is done with PyAV afterwards: one that the system has connects past
a proxy, and records a live stream for ever."""

NO_GENERIC: Final = ",-generic"
"""The generic extractor takes any page for a site; only what is no page may go there."""


def for_job(
    room: Room, request: MediaRequest, *, visitor: Visitor, lent: Lent | None, generic: bool
) -> list[str]:
    """What stands before the link on every command line of the job."""
    options = [
        *ALWAYS,
        f"--socket-timeout={room.budget.idle_seconds}",
        f"--paths=home:{room.folder / room.work}",
        f"--playlist-items={entries(request, most=room.budget.items)}",
        # A site's own are asked first, for each that is asked has its pattern compiled.
        f"--use-extractors={request.link.site}.*,default{'' if generic else NO_GENERIC}",
    ]
    options += [f"--js-runtimes=deno:{program}" for program in runtimes(request.link.site)]
    if room.egress is not None:
        options.append(f"--proxy={room.egress.url}")
    if visitor.ca_file is not None:
        options.append("--compat-options=no-certifi")
    if lent is not None:
        options.append(f"--cookies={lent.file}")
    if visitor.user_agent is not None:
        options.append(f"--user-agent={visitor.user_agent}")
    return options


def entries(request: MediaRequest, *, most: int) -> str:
    """The entries of a playlist to list: those asked for, or one more than a job takes."""
    if request.items is None:
        return f"1:{min(request.max_items or most + 1, most + 1)}"
    return ",".join(
        f"{span.first}:{min(span.last or span.first + most, span.first + most)}"
        for span in request.items.spans
    )
