"""gallery-dl's keywords of a post, by each site's own names, as our metadata."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from html import unescape
from typing import Any, Final, TypeAlias

from adapters.fetchers.media_type import SUFFIXES
from domain.items import ItemKey
from domain.link import Site
from domain.media import MediaKind
from domain.metadata import AnyMetadata, Method, OtherMetadata, TwitterMetadata

Keywords: TypeAlias = Mapping[str, Any]

NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("tweet_id", "post_shortcode", "post_id", "gallery_id", "id", "image_id"),
    "title": ("title", "summary"),
    "description": ("content", "selftext", "text", "caption", "desc", "body", "description"),
    "author": (
        "author.name",
        "author.handle",
        "author.uniqueId",
        "author",
        "account.acct",
        "account.username",
        "username",
        "blog_name",
        "uploader",
        "user.name",
        "user",
        "artist",
    ),
    "like_count": (
        "favorite_count",
        "likes",
        "likeCount",
        "stats.diggCount",
        "score",
        "favourites_count",
        "upvote_count",
        "note_count",
    ),
    "retweet_count": ("retweet_count", "repostCount", "stats.shareCount", "reblogs_count"),
    "view_count": ("view_count", "stats.playCount", "views"),
    "comment_count": (
        "reply_count",
        "num_comments",
        "comments",
        "replyCount",
        "stats.commentCount",
        "comment_count",
        "replies_count",
    ),
    "nsfw": ("sensitive", "over_18", "nsfw", "is_mature", "is_nsfw"),
    "spoiler": ("spoiler",),
}
"""Where a site keeps what we call by one name; the first that is there counts."""

ADULT: Final = frozenset({"porn", "sexual", "nudity", "graphic-media"})
"""Bluesky's labels for what is not for everyone."""
ADULT_RATINGS: Final = frozenset(
    {"e", "q", "explicit", "questionable", "adult", "mature", "nsfw", "r18", "r-18", "r-18g"}
)
"""Words of image boards and of pixiv, in lower case, for the same."""
TAG: Final = re.compile(r"<[^>]*>")
COUNTS: Final = ("like_count", "retweet_count", "view_count", "comment_count")
OF_THE_FILE: Final = frozenset(
    {
        "num",
        "extension",
        "filename",
        "width",
        "height",
        "type",
        "bitrate",
        "path",
        "media",
        "source_url",
    }
)
"""Keywords that belong to one file, not to its post."""
SIZES: Final = ("size", "filesize", "file_size")
ALT_TEXT: Final = {
    Site.TWITTER: "description",
    Site.BLUESKY: "description",
    Site.IMGUR: "description",
}
"""Where a site's alternative text is; it is no description of the post then."""


def metadata_of(
    keywords: Keywords, *, url: str, method: Method, now: datetime, thread_position: int | None
) -> AnyMetadata:
    """The post that a file belongs to; what gallery-dl fills up with "" or 0 is unknown."""
    site = _site(keywords)
    of_post = _of_post(keywords)
    common: dict[str, Any] = {
        "url": url,
        "published": _date(keywords.get("date")),
        "duration": _first(keywords, ("duration",), float, int) or None,
        "download_method": method,
        "download_timestamp": now,
        "platform_data": of_post,
    }
    common |= {name: _text(of_post, name) for name in ("id", "title", "description", "author")}
    common |= {name: _first(of_post, NAMES[name], int) for name in COUNTS}
    common |= {name: _first(of_post, NAMES[name], bool) for name in ("nsfw", "spoiler")}
    common["view_count"] = common["view_count"] or None
    rated = _is_rated_adult(keywords)
    common["nsfw"] = common["nsfw"] if rated is None else rated
    if site is Site.TUMBLR and common["description"]:
        common["description"] = unescape(TAG.sub("", common["description"])) or None
    if site is Site.TWITTER:
        return TwitterMetadata(
            **common,
            tweet_id=common["id"],
            user_screen_name=common["author"],
            is_retweet=bool(keywords.get("retweet_id")),
            is_quote_tweet=bool(keywords.get("quoted_id")),
            thread_position=thread_position,
        )
    return OtherMetadata(**common, platform=Site.OTHER if site is Site.YOUTUBE else site)


def _is_rated_adult(keywords: Keywords) -> bool | None:
    """By labels of Bluesky, an image board's rating, or pixiv's `x_restrict`; None: unrated."""
    match keywords:
        case {"labels": [*labels]}:
            return any(isinstance(each, Mapping) and each.get("val") in ADULT for each in labels)
        case {"rating": str(rating)}:
            return rating.lower() in ADULT_RATINGS
        case {"x_restrict": int(restricted)}:
            return restricted > 0
        case _:
            return None


def key_of(keywords: Keywords, number: int) -> ItemKey:
    """Site, post and place in the post; the job's own number where the site counts nothing."""
    post, place = _text(_of_post(keywords), "id") or "post", keywords.get("num") or number
    return f"{keywords.get('category')}:{post}:{place}"


def size_of(keywords: Keywords) -> int | None:
    """Bytes of the file, where the site tells them or a rate and a length."""
    told = _first(keywords, SIZES, int)
    if told:
        return int(told)
    match keywords:
        case {"bitrate": int(bits), "duration": float() | int() as seconds}:
            return int(bits * seconds / 8) or None
        case _:
            return None


def names_a_post(keywords: Keywords) -> bool:
    """Whether they tell of a post, and not only of a file that one links to."""
    return _text(keywords, "id") is not None


def alt_text(keywords: Keywords) -> str | None:
    """What the author wrote for those who cannot see the file."""
    site = _site(keywords)
    if site is Site.REDDIT:
        return _caption(keywords)
    if site is Site.IMGUR and "album" not in keywords:
        return None
    return _first(keywords, (ALT_TEXT.get(site, "media.description"),), str) or None


def kind_of_file(keywords: Keywords) -> MediaKind | None:
    """What the file is said to be; animated GIFs may come as videos without sound."""
    if keywords.get("type") == "animated_gif" or keywords.get("is_animated"):
        return MediaKind.ANIMATION
    return SUFFIXES.get(str(keywords.get("extension")))


def _of_post(keywords: Keywords) -> dict[str, Any]:
    """Without what belongs to the file; an album's own words go before those of its pictures."""
    site = _site(keywords)
    album, comment = keywords.get("album"), keywords.get("comment")
    hidden = {*OF_THE_FILE, ALT_TEXT.get(site) if site is not Site.IMGUR or album else None}
    told = {name: value for name, value in keywords.items() if name not in hidden}
    if isinstance(album, Mapping):
        told |= album
    if isinstance(comment, Mapping):
        told |= {"author": comment.get("author"), "selftext": comment.get("body")}
    return told


def _caption(keywords: Keywords) -> str | None:
    """Reddit's words below one picture of a gallery; its number says nothing, broken ones count."""
    gallery: Any = keywords
    if parents := keywords.get("crosspost_parent_list"):
        gallery = parents[-1]
    for item in (gallery.get("gallery_data") or {}).get("items") or ():
        if item.get("media_id") == keywords.get("filename"):
            return item.get("caption") or None
    return None


def _site(keywords: Keywords) -> Site:
    name = str(keywords.get("category"))
    return Site(name) if name in set(Site) else Site.OTHER


def _text(keywords: Keywords, name: str) -> str | None:
    found = _first(keywords, NAMES[name], str, int)
    return str(found) if found else None


def _first(keywords: Keywords, names: tuple[str, ...], *kinds: type) -> Any:  # noqa: ANN401 - JSON
    """The first of these names that holds something of these kinds; a dot leads inwards."""
    for name in names:
        value: Any = keywords
        for step in name.split("."):
            value = value.get(step) if isinstance(value, Mapping) else None
        if type(value) in kinds and value != "":
            return value
    return None


def _date(value: object) -> datetime | None:
    """gallery-dl writes dates in UTC without saying so; the year 1 stands for unknown."""
    if not isinstance(value, str):
        return None
    try:
        date = datetime.fromisoformat(value)
    except ValueError:
        return None
    return date.replace(tzinfo=date.tzinfo or UTC) if date.year > 1 else None
