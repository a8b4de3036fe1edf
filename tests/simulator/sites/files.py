"""Any host of `*.example`: links straight to files, good and bad."""

from tests.simulator import media
from tests.simulator.messages import NOT_FOUND, Request, Response, file, page, redirect
from tests.simulator.site import Site

ROOT = "https://files.example"
JPEG = f"{ROOT}/pictures/lake.jpg"
PNG = f"{ROOT}/pictures/lake.png"
GIF = f"{ROOT}/pictures/lake.gif"
MP4 = f"{ROOT}/films/lake.mp4"
MP3 = f"{ROOT}/sounds/lake.mp3"
PAGE_NAMED_JPEG = f"{ROOT}/pictures/page.jpg"
PAGE_CALLED_JPEG = f"{ROOT}/pictures/disguised.jpg"
"""HTML under `content-type: image/jpeg`."""
EMPTY = f"{ROOT}/pictures/empty.jpg"
MISSING = f"{ROOT}/pictures/missing.jpg"
NOT_ASCII = f"{ROOT}/pictures/größe✓.jpg"
REDIRECTED = f"{ROOT}/moved/lake.jpg"
"""Leads to JPEG on another host of `.example`."""
CIRCLE = f"{ROOT}/circle/lake.jpg"
"""Leads to itself."""
PLAIN = "http://plain.example/pictures/lake.jpg"
"""JPEG without TLS."""
PAGE = f"{ROOT}/"
PAGE_WITH_FILM = f"{ROOT}/watch/lake"
"""HTML that plays MP4, on a site that no tool knows."""

_PLAYER = f'<!DOCTYPE html><title>A lake</title><video src="{MP4}" controls></video>'
_HTML = "<!DOCTYPE html><title>A lake</title><p>No media here."


def _answer(request: Request) -> Response:
    match request.path.strip("/").split("/"):
        case [""] | ["watch", "lake"] | ["pictures", "page.jpg"]:
            return page(_PLAYER if request.url == PAGE_WITH_FILM else _HTML)
        case ["pictures", "disguised.jpg"]:
            return file(_HTML.encode(), "image/jpeg")
        case ["pictures", "empty.jpg"]:
            return file(b"", "image/jpeg")
        case ["pictures", "missing.jpg"]:
            return NOT_FOUND
        case ["moved", name]:
            return redirect(f"https://cdn.files.example/pictures/{name}")
        case ["circle", _]:
            return redirect(request.url)
        case ["pictures", name] if name.endswith(".jpg"):
            return file(media.image(name), "image/jpeg")
        case ["pictures", name] if name.endswith(".png"):
            return file(media.image(name, "PNG"), "image/png")
        case ["pictures", name] if name.endswith(".gif"):
            return file(media.animation(name), "image/gif")
        case ["films", _]:
            return file(media.video(360), "video/mp4")
        case ["sounds", _]:
            return file(media.mp3(), "audio/mpeg")
        case _:
            return NOT_FOUND


SITE = Site(("*.example",), _answer)
