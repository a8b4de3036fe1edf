"""The sample site: a small social network of one painter, on this machine's own address."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal, NamedTuple

from aiohttp import web
from yarl import URL

from entrypoints.demo.painting import MOODS


class Exhibit(NamedTuple):
    """Something to download, and how that ends."""

    path: str
    shown: str
    ends: Literal["delivered", "partly", "failed"] = "delivered"


EXHIBITS = (
    Exhibit("@painter/1", "A gallery of six pictures"),
    Exhibit("files/flight.mp4", "A video of 8 seconds in 1080p, larger than the limit"),
    Exhibit("walk", "A page with a video in pieces (HLS)"),
    Exhibit("files/turn.gif", "An animation"),
    Exhibit("files/song.mp3", "A song"),
    Exhibit("files/broken.mp4", "A video that is broken", ends="failed"),
)


PAGE = """<!doctype html>
<title>A walk at blue hour</title>
<video controls><source src="/files/walk.m3u8" type="application/x-mpegURL"></video>
"""


@asynccontextmanager
async def serving(folder: Path) -> AsyncGenerator[URL]:
    """The site's address while it is open; it serves what `sample.make` left in the folder."""
    app = web.Application()
    app.router.add_get("/api/v1/statuses/{id}", _post)
    app.router.add_get("/walk", _walk)
    app.router.add_static("/files", folder)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0]
        yield URL.build(scheme="http", host=host, port=port).origin()
    finally:
        await runner.cleanup()


async def _post(request: web.Request) -> web.Response:
    """A post as Mastodon tells it (docs.joinmastodon.org/entities/Status), with its pictures."""
    root = request.url.origin()
    pictures = [
        {
            "id": str(number),
            "type": "image",
            "url": str(root / "files" / f"{number}.jpg"),
            "description": f"{title}: mountains in a haze.",
        }
        for number, (title, *_) in enumerate(MOODS, start=1)
    ]
    return web.json_response(
        {
            "id": request.match_info["id"],
            "created_at": "2026-11-22T12:00:00.000Z",
            "url": str(root / "@painter" / request.match_info["id"]),
            "content": "Six times of day.",
            "account": {"id": "1", "username": "painter", "acct": "painter"},
            "media_attachments": pictures,
            "tags": [],
            "reblog": None,
            "in_reply_to_id": None,
            "favourites_count": 42,
            "sensitive": False,
        }
    )


async def _walk(request: web.Request) -> web.Response:
    del request
    return web.Response(text=PAGE, content_type="text/html")
