"""Nouns that tests need and whose details do not matter."""

from pathlib import PurePosixPath

from domain.fitting import Fitted
from domain.media import MediaFile, MediaKind
from domain.plans import Keep


def media_file(name: str = "a.jpg", size: int = 100) -> MediaFile:
    return MediaFile(
        filename=name,
        filepath=PurePosixPath("work") / name,
        file_type=MediaKind.IMAGE,
        mimetype="image/jpeg",
        size_bytes=size,
        checksum="0" * 64,
    )


def fitted(key: str, size: int = 100) -> Fitted:
    file = media_file(f"{key}.jpg", size)
    return Fitted(key=key, file=file, original=file, plan=Keep())
