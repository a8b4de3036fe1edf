"""What a site tells about a post: fields that every site has, and those of two that have more."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import AwareDatetime, Discriminator, Field, JsonValue, Tag

from domain.link import Site
from domain.media import MediaFile
from domain.value import Value

Method: TypeAlias = Literal["api", "cli", "direct"]
"""How a tool was driven: in its own process as a library, as a command, or by no tool at all."""


class MediaMetadata(Value):
    """The common fields; what is unknown is None, never "" or 0."""

    url: str
    id: str | None = None
    title: str | None = None
    description: str | None = None
    author: str | None = None
    duration: float | None = None
    """Seconds."""
    files: tuple[str, ...] = ()
    """Names of the post's files, in order, as far as they are known."""
    thumbnail: str | None = None
    platform_data: dict[str, JsonValue] = Field(default_factory=dict)
    """What else the site tells, by the site's own names."""
    download_timestamp: AwareDatetime | None = None
    download_method: Method | None = None
    file_size_bytes: int | None = None
    """Of all files together."""
    quality: str | None = None
    like_count: int | None = None
    retweet_count: int | None = None
    view_count: int | None = None
    comment_count: int | None = None
    published: datetime | None = None
    nsfw: bool | None = None
    """Marked by author or site as not fit for all ages or places."""
    spoiler: bool | None = None

    @property
    def in_own_words(self) -> Self:
        """The same post without what only its site can use: addresses, which may be signed."""
        return self.model_copy(update={"thumbnail": None, "platform_data": {}})

    def with_files(self, files: Iterable[MediaFile]) -> Self:
        """The same post with the names and bytes of the files that came."""
        came = tuple(files)
        return self.model_copy(
            update={
                "files": tuple(file.filename for file in came),
                "file_size_bytes": sum(file.size_bytes for file in came) if came else None,
            }
        )


class TwitterMetadata(MediaMetadata):
    """A post on X/Twitter."""

    platform: Literal[Site.TWITTER] = Site.TWITTER
    tweet_id: str | None = None
    user_screen_name: str | None = None
    is_retweet: bool | None = None
    is_quote_tweet: bool | None = None
    thread_position: int | None = None
    """Counted from 1 in the author's own thread."""


class YouTubeMetadata(MediaMetadata):
    """A video or playlist on YouTube."""

    platform: Literal[Site.YOUTUBE] = Site.YOUTUBE
    video_id: str | None = None
    channel_name: str | None = None
    channel_id: str | None = None
    upload_date: date | None = None
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    is_livestream: bool | None = None
    format_info: dict[str, JsonValue] | None = None
    """Of the rendition that was taken: format id, height, codecs, bytes."""


class OtherMetadata(MediaMetadata):
    """A post anywhere else."""

    platform: Literal[
        Site.REDDIT,
        Site.INSTAGRAM,
        Site.TIKTOK,
        Site.BLUESKY,
        Site.IMGUR,
        Site.TUMBLR,
        Site.OTHER,
    ] = Site.OTHER


def _kind(metadata: object) -> str:
    found = (
        metadata.get("platform")
        if isinstance(metadata, dict)
        else getattr(metadata, "platform", None)
    )
    return str(found) if found in (Site.TWITTER, Site.YOUTUBE) else "other"


AnyMetadata: TypeAlias = Annotated[
    Annotated[TwitterMetadata, Tag("twitter")]
    | Annotated[YouTubeMetadata, Tag("youtube")]
    | Annotated[OtherMetadata, Tag("other")],
    Discriminator(_kind),
]
"""Metadata of any site, told apart by `platform` when read from JSON."""
