"""What stands behind a link, known before anything is downloaded."""

from domain.failures import TooMany
from domain.items import Found
from domain.metadata import AnyMetadata
from domain.renditions import Rendition
from domain.value import Value


class Look(Value):
    """A post's metadata, its items in order, and the renditions that the site offers of a video."""

    metadata: AnyMetadata | None
    items: tuple[Found, ...] = ()
    renditions: tuple[Rendition, ...] = ()
    left_out: TooMany | None = None
    """There is more, which one request does not take; None where all is told."""
