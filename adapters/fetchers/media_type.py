"""What a server's Content-Type and an address say about the kind of a file, before it is here."""

from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from domain.link import Link
from domain.media import MediaKind

SUFFIXES = {
    **dict.fromkeys(("mp4", "m4v", "mov", "webm", "mkv", "avi", "ts", "flv"), MediaKind.VIDEO),
    **dict.fromkeys(("mp3", "m4a", "aac", "ogg", "oga", "opus", "wav", "flac"), MediaKind.AUDIO),
    **dict.fromkeys(("jpg", "jpeg", "png", "webp", "avif", "heic", "bmp", "tiff"), MediaKind.IMAGE),
    "gif": MediaKind.ANIMATION,
}
MANIFESTS = ("m3u8", "mpd")
"""Lists of segments (RFC 8216, ISO/IEC 23009-1): a file by its name, a stream by its content."""


def suffix_of(url: str) -> str:
    """The suffix of an address's path, lower case and without its dot; "" for none."""
    return PurePosixPath(unquote(urlsplit(url).path)).suffix.lower().lstrip(".")


def file_name(url: str) -> str:
    """A safe name for the file of that address: nothing of it but a suffix that we know."""
    suffix = suffix_of(url)
    return f"file.{suffix}" if suffix in SUFFIXES else "file"


def kind_of(content_type: str, url: str) -> MediaKind | None:
    """What "video/mp4" and the like announce, or else the suffix; None where neither says."""
    if content_type == "image/gif":
        return MediaKind.ANIMATION
    kind = content_type.partition("/")[0]
    if kind in ("video", "audio", "image"):
        return MediaKind(kind)
    return SUFFIXES.get(suffix_of(url))


def is_file(link: Link) -> bool:
    """Whether the address names a media file, so that no site's extractor is needed."""
    return suffix_of(link.url) in SUFFIXES


def is_manifest(link: Link) -> bool:
    """Whether the address names a list of segments."""
    return suffix_of(link.url) in MANIFESTS


def name_of(url: str) -> str | None:
    """The file name that an address ends in, None when there is none."""
    name = PurePosixPath(unquote(urlsplit(url).path)).name
    return "".join(letter for letter in name if letter.isprintable()).replace("/", "_") or None
