"""The items of a post, as a fetcher tells them: found, then each arrived or skipped."""

from typing import Annotated, Self, TypeAlias

from pydantic import Field

from domain.failures import FetchFailure
from domain.media import MediaFile, MediaKind
from domain.metadata import AnyMetadata, Method
from domain.value import Value

ItemKey: TypeAlias = str
"""Post id and index: the same item has the same key in every try and by every tool's way."""


def place_of(key: ItemKey) -> str:
    """The index in a key, as people count a post's items."""
    return key.rpartition(":")[2]


class Found(Value):
    """The site offers this item; nothing of it is here yet."""

    key: ItemKey
    number: int = Field(ge=1)
    """Counted from 1 over the whole job, in the order of the post."""
    metadata: AnyMetadata | None = None
    """Of the post that the item belongs to."""
    kind: MediaKind | None = None
    size_bytes: int | None = None
    url: str | None = None
    description: str | None = None

    def fits(self, limit: int) -> bool | None:
        """Whether its file stays within so many bytes as it is; None: the site tells no size."""
        return None if self.size_bytes is None else self.size_bytes <= limit


class Arrived(Value):
    """The item's file lies whole in the room."""

    key: ItemKey
    file: MediaFile


class Skipped(Value):
    """This item will not come; the others go on."""

    key: ItemKey
    failure: Annotated[FetchFailure, Field(discriminator="kind")]


class Origin(Value):
    """Where a finished fetch had its files from."""

    metadata: AnyMetadata | None
    method: Method
    engine: str
    """The tool's name: gallery-dl, yt-dlp, direct."""

    @property
    def in_own_words(self) -> Self:
        """The same with the post's metadata in our own words."""
        metadata = self.metadata and self.metadata.in_own_words
        return self.model_copy(update={"metadata": metadata})
