"""Names for people: readable, and safe to be a file's name on any system."""

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import urlsplit

from domain.link import Site
from domain.metadata import MediaMetadata, OtherMetadata, TwitterMetadata, YouTubeMetadata

MAX_BYTES = 120
"""Of a name without its extension, in UTF-8: some encrypting file systems take 143 in all."""
MAX_PART_BYTES = 40
"""Of an author or an id within a name."""
FORBIDDEN = re.compile(r'[\s/\\:*?"<>|]+')
"""What no name may hold on Windows, and spaces, which are a nuisance on a command line."""
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", re.IGNORECASE)
"""Names that Windows gives to devices, whatever follows the dot."""
EXTENSION = re.compile(r"\.(?=[^.]{0,4}[a-z])[a-z0-9]{1,5}$", re.IGNORECASE)
"""The end of a name that says a type; a number behind a dot says none."""
INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn")
"""Control and format characters (those that turn the direction of text, too) and no characters."""
SHORT = {Site.TWITTER: "x"}


def safe(text: str, *, max_bytes: int = MAX_BYTES) -> str:
    """The text as a file's name: visible characters of one line, at most `max_bytes` in UTF-8.

    It begins with neither a dot nor a dash, and is never empty.
    """
    spaced = unicodedata.normalize("NFC", FORBIDDEN.sub("_", text))
    visible = "".join(one for one in spaced if unicodedata.category(one) not in INVISIBLE)
    cut = visible.lstrip(".-_ ").encode()[:max_bytes].decode(errors="ignore").rstrip("._ ")
    if not cut:
        return "file"
    return f"_{cut}"[:max_bytes] if RESERVED.match(cut) else cut


def typed(name: str, extension: str) -> str:
    """The name made safe, with the extension that says what the file truly is."""
    return f"{safe(EXTENSION.sub('', name))}.{extension}"


def tidy(name: str) -> str:
    """The name made safe, with the extension that it has."""
    extension = EXTENSION.search(name)
    return safe(name) if extension is None else typed(name, extension[0][1:].lower())


def readable(metadata: MediaMetadata, number: int | None) -> str:
    """A name without extension for a file of that post: `x_nasa_1900_01`."""
    parts = [_site(metadata), *(part for part in _author_and_id(metadata) if part)]
    short = [safe(part, max_bytes=MAX_PART_BYTES) for part in parts]
    return safe("_".join(short if number is None else [*short, f"{number:02}"]))


def variants(name: str) -> Iterator[str]:
    """The name, and then ever new ones for when it is taken: `a.jpg`, `a-2.jpg`, `a-3.jpg` ..."""
    yield name
    stem, dot, extension = name.rpartition(".")
    number = 1
    while True:
        number += 1
        yield f"{stem}-{number}{dot}{extension}" if dot else f"{name}-{number}"


def _site(metadata: MediaMetadata) -> str:
    match metadata:
        case TwitterMetadata() | YouTubeMetadata() | OtherMetadata() if (
            metadata.platform is not Site.OTHER
        ):
            return SHORT.get(metadata.platform, metadata.platform.value)
        case _:
            return (urlsplit(metadata.url).hostname or "file").removeprefix("www.")


def _author_and_id(metadata: MediaMetadata) -> tuple[str | None, str | None]:
    match metadata:
        case TwitterMetadata():
            author = metadata.user_screen_name or metadata.author
            return author, metadata.tweet_id or metadata.id
        case YouTubeMetadata():
            return metadata.channel_name or metadata.author, metadata.video_id or metadata.id
        case _:
            return metadata.author, metadata.id
