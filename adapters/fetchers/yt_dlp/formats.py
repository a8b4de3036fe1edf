"""The formats that yt-dlp lists of a video, as renditions to choose from."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

from domain.renditions import Rendition

Format: TypeAlias = Mapping[str, Any]

PLAIN_ID: Final = re.compile(r"[\w.-]+")
"""A format's name that means nothing else to yt-dlp's format selector."""
PROTOCOLS: Final = ("http", "https", "m3u8", "m3u8_native", "http_dash_segments")
"""What yt-dlp downloads without an ffmpeg binary."""
KNOWN_BY_EXTENSION: Final[Mapping[str, tuple[str | None, str | None]]] = {
    "mp4": ("h264", "aac"),
    "webm": ("vp9", "opus"),
    "m4a": (None, "aac"),
    "mp3": (None, "mp3"),
}
"""What sites that name no codecs put into such files."""
MOST_OF_A_KIND: Final = 100
"""Files, or pictures without sound, that are looked at: sites offer some dozens of them."""
MOST_SOUNDS: Final = 20
"""Likewise; each goes with each picture, and a page may list thousands of both."""
KILOBITS: Final = 125
"""Bytes in a second of one kbit/s."""


def renditions_of(formats: Sequence[Format], *, duration: float | None) -> tuple[Rendition, ...]:
    """Every file, and every video without sound with every sound: audio and video are joined here.

    A video alone is offered only where there is no sound at all. Where there are too many, those
    count that yt-dlp takes for the best, which come last.
    """
    usable = [_Part(each, duration) for each in formats if _is_usable(each)]
    sounds = [part for part in usable if part.video is None and part.audio is not None]
    spoken = max((part.language for part in sounds), default=0)
    sounds = [part for part in sounds if part.language == spoken][-MOST_SOUNDS:]
    films = [part for part in usable if part.video is not None]
    whole = [part for part in films if part.audio is not None][-MOST_OF_A_KIND:]
    silent = [part for part in films if part.audio is None][-MOST_OF_A_KIND:]
    pairs = [_joined(picture, sound) for picture in silent for sound in sounds]
    alone = silent if not sounds and not whole else []
    return (*(part.rendition for part in (*whole, *alone, *sounds)), *pairs)


class _Part:
    """One format, read."""

    def __init__(self, each: Format, duration: float | None) -> None:
        guess = KNOWN_BY_EXTENSION.get(str(each.get("ext")), ("unknown", "unknown"))
        self.video = _codec(each.get("vcodec"), guess[0])
        self.audio = _codec(each.get("acodec"), guess[1])
        self.language = each.get("language_preference") or 0
        exact = each.get("filesize")
        rate = each.get("tbr")
        reckoned = rate * KILOBITS * duration if rate and duration else None
        size = exact or each.get("filesize_approx") or reckoned
        sides = [side for side in (each.get("width"), each.get("height")) if side]
        self.rendition = Rendition(
            format_id=each["format_id"],
            height=min(sides) if sides and self.video is not None else None,
            frames_per_second=each.get("fps") if self.video is not None else None,
            video_codec=self.video,
            audio_codec=self.audio,
            size_bytes=int(size) if size else None,
            exact=bool(exact),
        )


def _codec(named: str | None, usual: str | None) -> str | None:
    """yt-dlp calls a track that is not there "none", and says nothing where it does not know."""
    return None if named == "none" else named or usual


def _joined(picture: _Part, sound: _Part) -> Rendition:
    video, audio = picture.rendition, sound.rendition
    known = video.size_bytes is not None and audio.size_bytes is not None
    return video.model_copy(
        update={
            "format_id": f"{video.format_id}+{audio.format_id}",
            "audio_codec": audio.audio_codec,
            "size_bytes": (video.size_bytes or 0) + (audio.size_bytes or 0) if known else None,
            "exact": video.exact and audio.exact,
        }
    )


def is_whole(each: Format) -> bool:
    """Whether it is a video file as it is, which needs no joining and no mending."""
    both = "none" not in (each.get("vcodec"), each.get("acodec"))
    return both and each.get("protocol") in ("http", "https")


def _is_usable(each: Format) -> bool:
    nothing = each.get("vcodec") == "none" and each.get("acodec") == "none"
    return (
        not nothing
        and not each.get("has_drm")
        and each.get("protocol") in PROTOCOLS
        and PLAIN_ID.fullmatch(str(each.get("format_id"))) is not None
    )
