"""X's JSON: a post, who wrote it, and what it shows."""

import html
from collections.abc import Iterable
from typing import Any

from tests.simulator import media

Json = dict[str, Any]


def user(name: str = "lake_watcher", nick: str = "Lake Watcher", number: int = 4711) -> Json:
    """A user by screen name, display name and number."""
    created = "Tue Mar 01 12:00:00 +0000 2016"
    return {
        "__typename": "User",
        "rest_id": str(number),
        "core": {"created_at": created, "name": nick, "screen_name": name},
        "avatar": {"image_url": f"https://pbs.twimg.com/profile_images/{number}/face_normal.jpg"},
        "location": {"location": "Lakeside"},
        "privacy": {"protected": False},
        "verification": {"verified": False},
        "is_blue_verified": False,
        # yt-dlp reads the names here, where they stood before they moved to "core".
        "legacy": {
            "name": nick,
            "screen_name": name,
            "created_at": created,
            "description": "I watch lakes.",
            "entities": {"description": {"urls": []}},
            "favourites_count": 3,
            "followers_count": 1234,
            "friends_count": 56,
            "listed_count": 7,
            "media_count": 89,
            "statuses_count": 1011,
        },
    }


def photo(name: str, alt: str | None = None, **more: Any) -> Json:
    """A JPEG of 320x180."""
    return {
        "id_str": str(int.from_bytes(name.encode())),
        "media_key": f"3_{name}",
        "type": "photo",
        "media_url_https": f"https://pbs.twimg.com/media/{name}.jpg",
        "url": "https://t.co/photo",
        "expanded_url": "https://x.com/photo",
        "original_info": {"width": 320, "height": 180, "focus_rects": []},
        "sizes": {"large": {"w": 320, "h": 180, "resize": "fit"}},
        **({"ext_alt_text": alt} if alt else {}),
        **more,
    }


def _moving(kind: str, number: int, variants: list[Json], **info: Any) -> Json:
    thumbs = {"video": "ext_tw_video_thumb", "animated_gif": "tweet_video_thumb"}[kind]
    return {
        "id_str": str(number),
        "media_key": f"7_{number}",
        "type": kind,
        "media_url_https": f"https://pbs.twimg.com/{thumbs}/{number}/pu/img/thumb.jpg",
        "original_info": {"width": 1280, "height": 720, "focus_rects": []},
        "sizes": {"large": {"w": 1280, "h": 720, "resize": "fit"}},
        "video_info": {"aspect_ratio": [16, 9], "variants": variants, **info},
    }


def video(number: int, heights: Iterable[int] = (240, 360, 720)) -> Json:
    """An HLS playlist, and an MP4 with sound for each height."""
    where = f"https://video.twimg.com/ext_tw_video/{number}/pu"
    variants: list[Json] = [
        {"content_type": "application/x-mpegURL", "url": f"{where}/pl/all.m3u8?tag=12"}
    ]
    variants += [
        {
            "content_type": "video/mp4",
            "bitrate": height * 1000,
            "url": f"{where}/vid/avc1/{media.width(height)}x{height}/film.mp4?tag=12",
        }
        for height in heights
    ]
    return _moving("video", number, variants, duration_millis=media.SECONDS * 1000)


def gif(number: int) -> Json:
    """One silent MP4, which is what X makes of a GIF."""
    url = f"https://video.twimg.com/tweet_video/{number}.mp4"
    variants = [{"bitrate": 0, "content_type": "video/mp4", "url": url}]
    return _moving("animated_gif", number, variants)


def post(
    url: str,
    text: str,
    *shown: Json,
    by: Json | None = None,
    beside: Json | None = None,
    **more: Any,
) -> Json:
    """The post at the address; `more` belongs to its "legacy" part, `beside` stands beside that.

    Its text is escaped as X escapes it: gallery-dl undoes that, yt-dlp does not.
    """
    number = url.rpartition("/")[2]
    author = by or user()
    return {
        "__typename": "Tweet",
        "rest_id": number,
        "core": {"user_results": {"result": author}},
        "source": '<a href="https://mobile.twitter.com" rel="nofollow">Twitter Web App</a>',
        "views": {"count": "4321", "state": "EnabledWithCount"},
        "legacy": {
            "id_str": number,
            "user_id_str": author["rest_id"],
            "conversation_id_str": number,
            "created_at": "Thu Mar 13 00:58:50 +0000 2025",
            "full_text": html.escape(f"{text} https://t.co/abc" if shown else text, quote=False),
            "lang": "en",
            "entities": {"hashtags": [{"text": "lake"}], "urls": [], "user_mentions": []},
            **({"extended_entities": {"media": list(shown)}} if shown else {}),
            "possibly_sensitive": False,
            "bookmark_count": 5,
            "favorite_count": 40,
            "quote_count": 3,
            "reply_count": 2,
            "retweet_count": 10,
            **more,
        },
        **(beside or {}),
    }
