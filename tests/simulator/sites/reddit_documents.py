"""Reddit's JSON: posts, comments, and what they show."""

import html
from collections.abc import Iterable
from typing import Any

from tests.simulator import media

Json = dict[str, Any]

ROOT = "https://www.reddit.com"


def post(link: str, url: str | None = None, **more: Any) -> Json:
    """The post at the address, of which `url` is what it links to; itself where none is given."""
    key = link.split("/")[-3]
    url = url or link
    return {
        "id": key,
        "name": f"t3_{key}",
        "title": "A lake & its shore",
        "author": "lake_watcher",
        "author_fullname": "t2_lake",
        "subreddit": "lakes",
        "subreddit_id": "t5_lakes",
        "subreddit_name_prefixed": "r/lakes",
        "permalink": link.removeprefix(ROOT),
        "url": url,
        "domain": url.split("/")[2],
        "created_utc": 1741827530.0,
        "score": 40,
        "ups": 42,
        "downs": 0,
        "upvote_ratio": 0.95,
        "num_comments": 3,
        "num_crossposts": 1,
        "over_18": False,
        "spoiler": False,
        "pinned": False,
        "stickied": False,
        "is_self": url == link,
        "is_video": False,
        "link_flair_text": None,
        "selftext": "",
        "selftext_html": None,
        "secure_media": None,
        "media": None,
        "removed_by_category": None,
        **more,
    }


def image(name: str, caption: str | None = None) -> tuple[Json, Json]:
    """A picture of a gallery: its item and its metadata."""
    item = {"media_id": name, "id": len(name), **({"caption": caption} if caption else {})}
    return item, {
        "id": name,
        "status": "valid",
        "e": "Image",
        "m": "image/jpg",
        "s": {"u": f"https://preview.redd.it/{name}.jpg?width=320&s=abc", "x": 320, "y": 180},
    }


def gallery(*images: tuple[Json, Json]) -> Json:
    """What makes a post a gallery of these."""
    return {
        "is_gallery": True,
        "gallery_data": {"items": [item for item, _ in images]},
        "media_metadata": {item["media_id"]: meta for item, meta in images},
    }


def video(name: str, *, sound: bool) -> Json:
    """What makes a post a film on v.redd.it."""
    root = f"https://v.redd.it/{name}"
    hosted = {
        "bitrate_kbps": 2400,
        "fallback_url": f"{root}/CMAF_720.mp4?source=fallback",
        "has_audio": sound,
        "height": 720,
        "width": 1280,
        "scrubber_media_url": f"{root}/CMAF_96.mp4",
        "dash_url": f"{root}/DASHPlaylist.mpd?a=1&v=1&f=sd",
        "hls_url": f"{root}/HLSPlaylist.m3u8?a=1&v=1&f=sd",
        "duration": media.SECONDS,
        "is_gif": not sound,
        "transcoding_status": "completed",
    }
    shown = {"reddit_video": hosted}
    return {"is_video": True, "secure_media": shown, "media": shown, "post_hint": "hosted:video"}


def comment(post_link: str, key: str, body: str, replies: Iterable[Json] = (), **more: Any) -> Json:
    """A comment below the post at the address."""
    return {
        "kind": "t1",
        "data": {
            "id": key,
            "name": f"t1_{key}",
            "author": "boat_owner",
            "body": body,
            "body_html": f'<div class="md"><p>{html.escape(body)}</p></div>',
            "created_utc": 1741830000.0,
            "permalink": f"{post_link.removeprefix(ROOT)}{key}/",
            "score": 4,
            "replies": listing(*replies) if replies else "",
            **more,
        },
    }


def listing(*children: Json) -> Json:
    """Reddit's envelope."""
    return {"kind": "Listing", "data": {"after": None, "children": list(children)}}


def shows(name: str) -> Json:
    """What makes a post or a comment show a picture within its words."""
    return {"media_metadata": {name: image(name)[1]}}
