"""yt-dlp's fields of a video, which are the same for every site, as our metadata."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime
from html import unescape
from typing import Any, Final, TypeAlias

from domain.items import ItemKey
from domain.link import Link, Site
from domain.metadata import AnyMetadata, Method, OtherMetadata, TwitterMetadata, YouTubeMetadata
from domain.renditions import Rendition

Info: TypeAlias = Mapping[str, Any]

LIVE: Final = ("is_live", "is_upcoming")
ADULT: Final = 18
OURS: Final = frozenset({"formats", "title", "description", "thumbnail", "duration", "webpage_url"})
"""What has a field of its own, or is too much."""
AUTHOR: Final = defaultdict(
    lambda: ("uploader", "channel", "uploader_id"),
    {
        Site.TWITTER: ("uploader_id", "uploader"),
        Site.YOUTUBE: ("channel", "uploader", "uploader_id"),
        Site.INSTAGRAM: ("channel", "uploader", "uploader_id"),
    },
)
"""Where the name is by which people know an author."""


def metadata_of(
    info: Info, *, link: Link, method: Method, now: datetime, taken: Rendition | None = None
) -> AnyMetadata:
    """The video; `taken` is the rendition that was chosen of it."""
    age = info.get("age_limit")
    common: dict[str, Any] = {
        "url": info.get("webpage_url") or link.url,
        "id": info.get("id"),
        "title": unescape(info.get("title") or "") or None,
        "description": info.get("description") or None,
        "author": next((str(info[name]) for name in AUTHOR[link.site] if info.get(name)), None),
        "duration": info.get("duration") or None,
        "thumbnail": info.get("thumbnail"),
        "published": _published(info),
        "download_method": method,
        "download_timestamp": now,
        "quality": f"{taken.height}p" if taken is not None and taken.height else None,
        "like_count": info.get("like_count"),
        "retweet_count": info.get("repost_count"),
        "view_count": info.get("view_count"),
        "comment_count": info.get("comment_count"),
        "nsfw": None if age is None else age >= ADULT,
        "platform_data": {name: value for name, value in info.items() if name not in OURS},
    }
    match link.site:
        case Site.YOUTUBE:
            return YouTubeMetadata(
                **common,
                video_id=info.get("id"),
                channel_name=info.get("channel") or info.get("uploader"),
                channel_id=info.get("channel_id"),
                upload_date=_day(info.get("upload_date")),
                categories=tuple(info.get("categories") or ()),
                tags=tuple(info.get("tags") or ()),
                is_livestream=is_live(info) or bool(info.get("was_live")),
                format_info=None if taken is None else taken.model_dump(mode="json"),
            )
        case Site.TWITTER:
            tweet = info.get("display_id") or info.get("id")
            common |= {"id": tweet, "title": None}
            return TwitterMetadata(
                **common, tweet_id=tweet, user_screen_name=info.get("uploader_id")
            )
        case site:
            return OtherMetadata(**common, platform=site)


def key_of(info: Info, number: int) -> ItemKey:
    """Site, video and place."""
    return f"{str(info.get('extractor_key') or 'video').lower()}:{info.get('id')}:{number}"


def is_live(info: Info) -> bool:
    """Whether it has no end yet, or not even a beginning."""
    return bool(info.get("is_live")) or info.get("live_status") in LIVE


def _published(info: Info) -> datetime | None:
    stamp = info.get("timestamp")
    try:
        return datetime.fromtimestamp(stamp, UTC) if isinstance(stamp, int | float) else None
    except (OverflowError, ValueError):  # what a page says need be no moment
        return None


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
