"""Imgur for guests.

Both engines ask `api.imgur.com/post/v1/media/KEY` or `/albums/KEY` and fetch from `i.imgur.com`;
yt-dlp the page `i.imgur.com/KEY.gifv` too.

gallery-dl's keywords: `id`, `title`, `description` (the item's own), `url`, `ext` and
`extension`, `mime_type`, `width`, `height`, `size`, `is_animated`, `has_sound`, `duration`,
`created_at`, `date`, `upvote_count`, `comment_count`, `view_count`, `is_mature`, `account`; in an
album `num`, `count`, and `album` (`id`, `title`, `description` ...). An animated GIF is taken as
its MP4, unless `mp4` is false.

yt-dlp's: `id`, `title`, `description`, `uploader`, `timestamp`, `duration`, `like_count`,
`comment_count`, `age_limit`, `formats`. It takes videos and animations only: "KEY is not a video
or animated image". An album is a playlist of these, and where it has none an empty playlist.
"""

from typing import Any

from tests.simulator import media
from tests.simulator.messages import NOT_FOUND, Request, Response, document, file, page
from tests.simulator.site import Site

Json = dict[str, Any]

IMAGE = "https://imgur.com/lake001"
DIRECT = "https://i.imgur.com/lake001.jpg"
ANIMATION = "https://imgur.com/wave001"
"""A GIF, which is there as MP4 too."""
ALBUM = "https://imgur.com/a/albm001"
"""Two images, each with a description, and ANIMATION."""
MISSING = "https://imgur.com/none001"

_WHEN = "2025-03-13T00:58:50Z"


def _item(key: str, *, animated: bool = False, about: str = "") -> Json:
    ext = "gif" if animated else "jpeg"
    return {
        "id": key,
        "type": "image",
        "mime_type": f"image/{ext}",
        "ext": ext,
        "url": f"https://i.imgur.com/{key}.{ext}",
        "width": 320,
        "height": 180,
        "size": 7000,
        "created_at": _WHEN,
        "metadata": {
            "title": "",
            "description": about,
            "is_animated": animated,
            "is_looping": animated,
            "duration": media.SECONDS if animated else 0,
            "has_sound": False,
        },
    }


def _post(key: str, *items: Json, album: bool = False) -> Json:
    return {
        "id": key,
        "title": "A lake & its shore",
        "description": "",
        "is_album": album,
        "is_mature": False,
        "image_count": len(items),
        "upvote_count": 40,
        "downvote_count": 1,
        "comment_count": 2,
        "view_count": 4321,
        "account_id": 4711,
        "account": {"id": 4711, "username": "lake_watcher"},
        "created_at": _WHEN,
        "updated_at": None,
        "media": list(items),
    }


def _api(kind: str, key: str) -> Response:
    match kind, key:
        case "media", "lake001":
            return document(_post(key, _item(key)))
        case "media", "wave001":
            return document(_post(key, _item(key, animated=True)))
        case "albums", "albm001":
            dawn, noon = _item("dawn001", about="At dawn"), _item("noon001", about="At noon")
            return document(_post(key, dawn, noon, _item("wave001", animated=True), album=True))
        case _:
            return document({"errors": [{"code": "404", "detail": "not found"}]}, 404)


def _answer(request: Request) -> Response:
    match request.path.strip("/").split("/"):
        case ["post", "v1", kind, key]:
            return _api(kind, key)
        case [name] if name.endswith(".mp4"):
            return file(media.video(144, sound=False), "video/mp4")
        case [name] if name.endswith(".gif"):
            return file(media.animation(name), "image/gif")
        case [name] if name.endswith(".jpg"):
            return file(media.image(name), "image/jpeg")
        case [name] if name.endswith(".gifv"):
            source = f"//i.imgur.com/{name[:-5]}.mp4"
            shown = f'<source src="{source}" type="video/mp4">'
            return page(f'<title>Imgur</title><div class="video-elements">{shown}</div>')
        case _:
            return NOT_FOUND


SITE = Site(("imgur.com", "*.imgur.com"), _answer)
