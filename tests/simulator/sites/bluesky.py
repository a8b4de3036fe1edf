"""Bluesky for guests.

gallery-dl asks `api.bsky.app` (resolveHandle, getPostThread), `plc.directory` for the author's
server, and that server for each blob. yt-dlp asks `public.api.bsky.app`, `plc.directory`, the HLS
playlist on `video.bsky.app`, and the blob.

gallery-dl's keywords: the post's are `post_id`, `uri`, `author` (`did`, `handle`, `displayName`),
`text`, `createdAt`, `date`, `likeCount`, `repostCount`, `replyCount`, `quoteCount`, `labels`,
`langs`, `count`; a file's are `num`, `description` (the alt text, "" where none), `width`,
`height`, `filename` (the blob's cid), `extension`. A quoted post is told with `quoted`, as
`quote_id` and `quote_by`. A post that is gone is "API request failed ('NotFound: ...')".

yt-dlp's: `id`, `title`, `description`, `alt_title` (the alt text), `uploader`, `uploader_id` (the
handle), `channel_id` (the did), `timestamp`, `like_count`, `repost_count`, `comment_count`,
`age_limit`, `tags` (labels), `formats` ("blob" = the upload itself with `filesize`, "hls-..."). A
post of images is "No video could be found in this post".
"""

from typing import Any

from tests.simulator import manifests, media
from tests.simulator.messages import NOT_FOUND, Request, Response, document, file
from tests.simulator.site import Site

Json = dict[str, Any]

ROOT = "https://bsky.app/profile/lake.bsky.social/post"
IMAGES = f"{ROOT}/3lkimages0001"
"""Two, the first with an alt text."""
VIDEO = f"{ROOT}/3lkvideo00001"
ADULT = f"{ROOT}/3lkadult00001"
"""An image, labelled."""
TEXT = f"{ROOT}/3lktext000001"
MISSING = f"{ROOT}/3lknothere001"

_DID = "did:plc:lakelakelakelakelakelake"
_SERVER = "https://lake.host.bsky.network"
_FILMS = "https://video.bsky.app/watch/lake"
_SHAPE = {"width": 320, "height": 180}


def _blob(cid: str, kind: str, size: int) -> Json:
    return {"$type": "blob", "ref": {"$link": cid}, "mimeType": kind, "size": size}


def _image(cid: str, alt: str = "") -> Json:
    return {"alt": alt, "aspectRatio": _SHAPE, "image": _blob(cid, "image/jpeg", 7000)}


def _post(url: str, text: str, embed: Json | None = None, view: Json | None = None) -> Json:
    key = url.rpartition("/")[2]
    record: Json = {"$type": "app.bsky.feed.post", "text": text, "langs": ["en"]}
    record["createdAt"] = "2025-03-13T00:58:50.000Z"
    label = {"src": _DID, "val": "sexual"}
    return {
        "uri": f"at://{_DID}/app.bsky.feed.post/{key}",
        "cid": "bafypost",
        "author": {"did": _DID, "handle": "lake.bsky.social", "displayName": "Lake Watcher"},
        "record": record | ({"embed": embed} if embed else {}),
        "likeCount": 40,
        "repostCount": 10,
        "replyCount": 2,
        "quoteCount": 3,
        "indexedAt": "2025-03-13T00:58:51.000Z",
        "labels": [label] if url == ADULT else [],
        **({"embed": view} if view else {}),
    }


def _images(*images: Json) -> tuple[Json, Json]:
    seen = [{"alt": image["alt"], "aspectRatio": _SHAPE} for image in images]
    return (
        {"$type": "app.bsky.embed.images", "images": list(images)},
        {"$type": "app.bsky.embed.images#view", "images": seen},
    )


def _video() -> tuple[Json, Json]:
    blob = _blob("bafyvideo", "video/mp4", len(media.video(360)))
    about = {"alt": "Waves on a lake", "aspectRatio": {"width": 640, "height": 360}}
    view = {"cid": "bafyvideo", "playlist": f"{_FILMS}/playlist.m3u8", **about}
    return (
        {"$type": "app.bsky.embed.video", "video": blob, **about},
        {"$type": "app.bsky.embed.video#view", **view},
    )


def _find(key: str) -> Json | None:
    match f"{ROOT}/{key}":
        case url if url == IMAGES:
            shown = _images(_image("bafydawn", "A lake at dawn"), _image("bafynoon"))
            return _post(IMAGES, "A lake & its shore", *shown)
        case url if url == VIDEO:
            return _post(VIDEO, "Waves", *_video())
        case url if url == ADULT:
            return _post(ADULT, "Bathers", *_images(_image("bafybath")))
        case url if url == TEXT:
            return _post(TEXT, "No lake today")
        case _:
            return None


def _thread(request: Request) -> Response:
    post = _find(request.params["uri"].rpartition("/")[2])
    if post is None:
        return document({"error": "NotFound", "message": "Post not found"}, 400)
    return document({"thread": {"$type": "app.bsky.feed.defs#threadViewPost", "post": post}})


def _answer(request: Request) -> Response:
    match request.path.strip("/").split("/"):
        case ["xrpc", "com.atproto.identity.resolveHandle"]:
            return document({"did": _DID})
        case ["xrpc", "app.bsky.feed.getPostThread"]:
            return _thread(request)
        case ["xrpc", "com.atproto.sync.getBlob"] if request.params["cid"] == "bafyvideo":
            return file(media.video(360), "video/mp4")
        case ["xrpc", "com.atproto.sync.getBlob"]:
            return file(media.image(request.params["cid"]), "image/jpeg")
        case ["watch", "lake", "playlist.m3u8"]:
            playlist = manifests.hls({360: "360p/index.m3u8"}, muxed=True)
            return Response(200, playlist.encode(), {"content-type": "application/x-mpegURL"})
        case ["watch", "lake", "360p", name]:
            return file(media.hls(360, sound=True)[name], "video/mp2t")
        case [did] if did == _DID:
            server = {"type": "AtprotoPersonalDataServer", "serviceEndpoint": _SERVER}
            return document({"id": _DID, "service": [server]})
        case _:
            return NOT_FOUND


SITE = Site(("bsky.app", "*.bsky.app", "*.bsky.network", "bsky.social", "plc.directory"), _answer)
