"""Instagram for guests and for those with a `sessionid` cookie.

gallery-dl asks `/api/v1/media/PK/info/`, where a guest is led to `/accounts/login/`; for a story
the user's page, a script that names the queries, `/api/graphql` and `/graphql/query`, these two
without any cookie. Between two requests it sleeps 6 to 12 seconds, unless `sleep-request` says
otherwise. A reel's DASH manifest goes to its ytdl downloader (`videos` = "merged" takes the plain
file instead).

Its keywords: the post's are `post_id`, `post_shortcode`, `post_url`, `type` ("post" | "reel" |
"story" | "highlight"), `post_date`, `date`, `owner_id`, `username`, `fullname`, `description`,
`tags` (with "#"), `likes`, `liked`, `pinned`, `location_name`, `coauthors`, `count`; of a
carousel `sidecar_media_id` and `sidecar_shortcode`; of a story `expires`. A file's are `num`,
`media_id`, `shortcode`, `display_url`, `video_url` (None of an image), `width`, `height`,
`width_original`, `height_original`, `tagged_users`, `extension`. An alt text is never told.

yt-dlp asks in a browser's disguise (curl_cffi): with the cookie `/api/v1/media/PK/info/`, as a
guest `/`, `/api/v1/web/get_ruling_for_content/`, `/api/graphql`, and where that is empty the
post's page; for a story its page and `/api/v1/feed/reels_media/`. Its keys: `id` (the shortcode),
`title` ("Video by USERNAME", "Post by USERNAME", "Story by USERNAME"), `description`, `channel`
(username), `uploader` (full name), `uploader_id`, `timestamp`, `like_count`, `comment_count`,
`duration`, `thumbnails`, `formats` (plain ones by `type`, "dash-..." tracks). A carousel is a
playlist whose images are entries without formats (an error that ends all, unless `ignoreerrors`);
a post of one image is the error "There is no video in this post".
"""

import json
import string
from typing import Any
from urllib.parse import parse_qs

from tests.simulator import manifests, media
from tests.simulator.messages import NOT_FOUND, Request, Response, document, file, page, redirect
from tests.simulator.site import Site

Json = dict[str, Any]

COOKIES = {"sessionid": "s" * 32}
"""What a browser that has logged in would send to instagram.com."""
USER = {"pk": "4711", "id": "4711", "username": "lake_watcher", "full_name": "Lake Watcher"}

ROOT = "https://www.instagram.com"
_CDN = "https://scontent.cdninstagram.com"
_ALPHABET = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"

IMAGE = f"{ROOT}/p/DImage00001/"
CAROUSEL = f"{ROOT}/p/DCarousel01/"
"""Two images and a video, in this order."""
REEL = f"{ROOT}/reel/DReel000001/"
REEL_PLAIN = f"{ROOT}/reel/DReel000002/"
"""Without a DASH manifest."""
STORY = f"{ROOT}/stories/lake_watcher/3580000000000000002/"
"""A video, the second of two items; only with COOKIES."""
STORIES = f"{ROOT}/stories/lake_watcher/"
"""An image and a video."""
GATED = f"{ROOT}/p/DGated00001/"
"""A reel that is shown only with COOKIES."""
MISSING = f"{ROOT}/p/DNothere001/"
LOGIN = redirect(f"{ROOT}/accounts/login/?next=%2Fp%2FDImage00001%2F")
"""The login wall; to be used with `faults.says` against everyone."""


def _key(shortcode: str) -> str:
    number = 0
    for letter in shortcode:
        number = number * 64 + _ALPHABET.index(letter)
    return str(number)


def _image(name: str) -> Json:
    url = f"{_CDN}/v/t51.2885-15/{name}.jpg?stp=dst-jpg_e35"
    shown = [{"url": url, "width": 320, "height": 180}]
    return {
        "pk": str(int.from_bytes(name.encode())),
        "taken_at": 1741827530,
        "image_versions2": {"candidates": shown},
        "accessibility_caption": f"Photo of {name}",
        "original_width": 320,
        "original_height": 180,
    }


def _film(name: str, *, dash: bool = True) -> Json:
    where = f"{_CDN}/o1/v/t16/{name}"
    tracks = {height: f"{where}/track_{height}.mp4" for height in (240, 720)}
    manifest = manifests.dash(tracks, f"{where}/track_audio.mp4") if dash else None
    return _image(name) | {
        "video_versions": [
            {"type": 101, "url": f"{where}/film_360.mp4", "width": 640, "height": 360}
        ],
        "video_duration": float(media.SECONDS),
        "has_audio": True,
        "original_width": 1280,
        "original_height": 720,
        **({"video_dash_manifest": manifest} if dash else {}),
    }


def _post(link: str, shown: Json, **more: Any) -> Json:
    shortcode = link.split("/")[-2]
    return shown | {
        "pk": _key(shortcode),
        "id": f"{_key(shortcode)}_4711",
        "code": shortcode,
        "user": USER,
        "caption": {"text": "A lake & its shore #lake"},
        "like_count": 40,
        "comment_count": 2,
        "product_type": "clips" if "video_versions" in shown else "feed",
        **more,
    }


_POSTS = [
    _post(IMAGE, _image("lake")),
    _post(
        CAROUSEL,
        _image("first"),
        carousel_media=[_image("first"), _image("second"), _film("third", dash=False)],
    ),
    _post(REEL, _film("waves")),
    _post(REEL_PLAIN, _film("ripples", dash=False)),
    _post(GATED, _film("gated")),
]
_BY_KEY = {post["pk"]: post for post in _POSTS}
_STORY = {
    "id": USER["id"],
    "user": USER,
    "reel_type": "user_reel",
    "seen": 1741827000,
    "latest_reel_media": 1741827530,
    "items": [
        _image("story1") | {"pk": "3580000000000000001", "expiring_at": 1741913930},
        _film("story2", dash=False) | {"pk": "3580000000000000002", "expiring_at": 1741913930},
    ],
}
_QUERIES = {"PolarisProfilePageContentQuery": "101", "PolarisStoriesV3ReelPageGalleryQuery": "102"}


def _profile() -> Response:
    token = '<script id="__eqmc" type="application/json">{"l":"lsd","f":"dtsg"}</script>'
    script = '<link href="https://static.cdninstagram.com/rsrc.php/queries.js">'
    told = json.dumps({"profile_id": USER["pk"], "params": {"username": USER["username"]}})
    shown = f'<script>{{"user":{json.dumps(USER)}}}</script>'
    return page(f"<html>{token}{script}<script>{told.replace(': ', ':')}</script>{shown}</html>")


def _script() -> Response:
    said = "".join(
        f'__d("{name}_instagramRelayOperation",[],(function(a,b){{b.exports="{number}"}}));'
        for name, number in _QUERIES.items()
    )
    return Response(200, said.encode(), {"content-type": "application/x-javascript"})


def _query(request: Request) -> Response:
    asked = {name: values[-1] for name, values in parse_qs(request.body.decode()).items()}
    variables = json.loads(asked["variables"])
    match asked["fb_api_req_friendly_name"]:
        case "PolarisProfilePageContentQuery":
            return document({"data": {"user": USER | {"is_private": False}}})
        case "PolarisStoriesV3ReelPageGalleryQuery":
            connection = {"edges": [{"node": _STORY}], "page_info": {"has_next_page": False}}
            return document({"data": {"xdt_api__v1__feed__reels_media__connection": connection}})
        case _:
            post = _BY_KEY.get(variables["media_id"])
            shown = None if post is None or post["code"] in GATED else post
            return document({"data": {"xig_polaris_media": {"if_not_gated_logged_out": shown}}})


def _www(request: Request) -> Response:
    known = request.cookies.get("sessionid") == COOKIES["sessionid"]
    match [part for part in request.path.split("/") if part]:
        case ["accounts", "login"]:
            return page("<title>Login</title>")
        case ["api", "v1", "media", *_] | ["api", "v1", "feed", *_] | ["stories", *_] if not known:
            return LOGIN
        case ["api", "v1", "media", key, "info"]:
            if key not in _BY_KEY:
                return document(
                    {"message": "Media not found or unavailable", "status": "fail"}, 404
                )
            return document({"items": [_BY_KEY[key]], "more_available": False})
        case ["api", "v1", "feed", "reels_media"]:
            return document({"reels": {USER["pk"]: _STORY}})
        case ["api", "v1", "web", "get_ruling_for_content"]:
            ruling = document({"status": "ok"})
            return ruling.with_headers(set_cookie="csrftoken=t; Domain=.instagram.com; Path=/")
        case ["api", "graphql"] | ["graphql", "query"]:
            return _query(request)
        case [] | ["stories", *_] | [_]:
            return _profile()
        case ["p" | "reel", _]:
            return page("<title>Instagram</title>")
        case _:
            return NOT_FOUND


def _files(request: Request) -> Response:
    match request.path.strip("/").split("/"):
        case ["rsrc.php", *_]:
            return _script()
        case ["v", _, name]:
            return file(media.image(name.partition(".")[0]), "image/jpeg")
        case ["o1", "v", "t16", _, "track_audio.mp4"]:
            return file(media.audio_track(), "video/mp4")
        case ["o1", "v", "t16", _, name] if name.startswith("track_"):
            return file(media.video_track(int(name[6:-4])), "video/mp4")
        case ["o1", "v", "t16", _, _]:
            return file(media.video(360), "video/mp4")
        case _:
            return NOT_FOUND


def _answer(request: Request) -> Response:
    return _files(request) if request.host.endswith("cdninstagram.com") else _www(request)


SITE = Site(("instagram.com", "*.instagram.com", "*.cdninstagram.com"), _answer)
