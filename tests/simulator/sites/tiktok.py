"""TikTok for guests.

Both engines read one JSON document in the post's page (`__UNIVERSAL_DATA_FOR_REHYDRATION__`), and
answer the page that asks for a small proof of work first with a cookie; yt-dlp comes in a
browser's disguise (curl_cffi). yt-dlp does not know `/photo/` links at all.

gallery-dl's keywords are the post's own JSON: `id`, `desc`, `createTime` and `date`, `author`
(`uniqueId`, `nickname`, `id`), `user` (= `author[uniqueId]`), `stats` (`playCount`, `diggCount`,
`shareCount`, `commentCount`), `music`, `post_type` ("image" | "video"); a file's are `type`
("image" | "audio" | "video"), `num` (0 unless an image), `title`, `file_id`, `width`, `height`,
`duration`. Of a photo post the music is a file too, unless `audio` is false. A refused post is an
error in the log and exit code 0.

yt-dlp's: `id`, `title` (at most 72 characters), `description`, `uploader` (uniqueId),
`uploader_id` (number), `channel` (nickname), `timestamp`, `duration`, `view_count`, `like_count`,
`repost_count`, `comment_count`, `track`, `artists`, `formats` ("h264_540p_..." with `filesize`,
"play" without, "download" watermarked, "audio").
"""

import base64
import hashlib
import json
from typing import Any

from tests.simulator import media
from tests.simulator.messages import NOT_FOUND, Request, Response, file, page, redirect
from tests.simulator.site import Site

Json = dict[str, Any]

ROOT = "https://www.tiktok.com/@lake_watcher"
VIDEO = f"{ROOT}/video/7480000000000000001"
SHORT = "https://vm.tiktok.com/ZMlake001/"
"""Leads to VIDEO."""
PHOTOS = f"{ROOT}/photo/7480000000000000002"
"""Two, and music."""
CHALLENGED = f"{ROOT}/video/7480000000000000003"
"""Shown to whoever has solved a puzzle."""
PRIVATE = f"{ROOT}/video/7480000000000000004"
DELETED = f"{ROOT}/video/7480000000000000005"
"""Also any other number."""

_FILMS = "https://v16-webapp-prime.tiktok.com/video/tos"
_IMAGES = "https://p16-sign-va.tiktokcdn.com/obj"
_COOKIE = "_wafchallengeid"


def _number(url: str) -> str:
    return url.rpartition("/")[2]


def _post(url: str, **shown: Any) -> Json:
    return {
        "id": _number(url),
        "desc": "A lake & its shore #lake",
        "createTime": "1741827530",
        "author": {"id": "4711", "uniqueId": "lake_watcher", "nickname": "Lake Watcher"},
        "stats": {"diggCount": 40, "shareCount": 10, "commentCount": 2, "playCount": 4321},
        "music": {
            "id": "815",
            "title": "original sound",
            "authorName": "Lake Watcher",
            "duration": media.SECONDS,
            "playUrl": f"{_FILMS}/sound.mp3?mime_type=audio_mpeg",
        },
        **shown,
    }


def _video() -> Json:
    renditions = [
        {
            "Bitrate": height * 1000,
            "PlayAddr": {
                "UrlList": [f"{_FILMS}/{height}.mp4?mime_type=video_mp4"],
                "UrlKey": f"v14044g50000lake_h264_{height}p_{height * 1000}",
                "DataSize": str(len(media.video(height))),
                "Width": media.width(height),
                "Height": height,
            },
        }
        for height in (720, 360)
    ]
    return {
        "width": 1280,
        "height": 720,
        "duration": media.SECONDS,
        "format": "mp4",
        "cover": f"{_IMAGES}/cover~tplv.jpeg",
        "playAddr": f"{_FILMS}/play/360.mp4?mime_type=video_mp4",
        "bitrateInfo": renditions,
    }


def _image(name: str) -> Json:
    url = f"{_IMAGES}/{name}~tplv-photomode-image.jpeg"
    return {"imageURL": {"urlList": [url]}, "imageWidth": 320, "imageHeight": 180}


def _detail(number: str) -> Json:
    if number in (_number(VIDEO), _number(CHALLENGED)):
        post = _post(number, video=_video())
    elif number == _number(PHOTOS):
        post = _post(
            number,
            imagePost={"images": [_image("first"), _image("second")]},
            video={"duration": 0, "playAddr": ""},
        )
    else:
        return {"statusCode": 10222 if number == _number(PRIVATE) else 10204}
    return {"statusCode": 0, "itemInfo": {"itemStruct": post}}


def _puzzle() -> Response:
    """Find the number below a million whose digest, after the salt's, is this one."""
    salt = b"lake"
    digest = hashlib.sha256(salt + b"7").digest()
    asked = {"v": {"a": base64.b64encode(salt).decode(), "c": base64.b64encode(digest).decode()}}
    packed = base64.b64encode(json.dumps(asked).encode()).decode().rstrip("=")
    return page(f'Please wait...<p id="cs" class="{packed}"></p><p id="wci" class="{_COOKIE}"></p>')


def _www(request: Request) -> Response:
    match request.path.strip("/").split("/"):
        case [_] if request.host != "www.tiktok.com":
            return redirect(f"{VIDEO}?_r=1")
        case [_, "video" | "photo", number]:
            if number == _number(CHALLENGED) and _COOKIE not in request.cookies:
                return _puzzle()
            told = {"__DEFAULT_SCOPE__": {"webapp.video-detail": _detail(number)}}
            return page(
                '<script id="__UNIVERSAL_DATA_FOR_REHYDRATION__" type="application/json">'
                f"{json.dumps(told)}</script>"
            )
        case _:
            return NOT_FOUND


def _answer(request: Request) -> Response:
    name = request.path.rpartition("/")[2]
    if request.host.endswith(".tiktokcdn.com"):
        return file(media.image(name), "image/jpeg")
    if not request.host.startswith("v16-"):
        return _www(request)
    if name == "sound.mp3":
        return file(media.mp3(), "audio/mpeg")
    return file(media.video(int(name.partition(".")[0])), "video/mp4")


SITE = Site(("tiktok.com", "*.tiktok.com", "*.tiktokcdn.com"), _answer)
