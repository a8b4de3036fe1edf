"""Files on their way into a message: streamed from disk, under names that every client shows."""

import os
import re
import stat
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from io import BufferedReader, BytesIO
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Final

from aiohttp import MultipartWriter

from adapters.disk.regular_files import open_regular

ALT_TEXT_LENGTH: Final = 1024
"""Characters of an attachment's description, by Discord's reference."""
NAME_LENGTH: Final = 80
SPOILER: Final = "SPOILER_"
"""A prefix that hides a file on every client, also on those that do not know `is_spoiler`."""
_READ_AT_ONCE: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class Upload:
    """One file of a message; `source` is where it lies, or its bytes when it is small."""

    source: Path | bytes = field(repr=False)
    """Absolute, where it is a path."""
    name: str
    content_type: str
    """Discord plays an MP4 inline only when it comes as video/mp4."""
    description: str | None = None
    spoiler: bool = False
    below: Path | None = None
    """The folder in which it lies, where a stranger's tools could have left a link on the way."""

    def listed(self, index: int) -> dict[str, Any]:
        """Its entry in a message's `attachments`, as the n-th new file."""
        entry: dict[str, Any] = {"id": str(index), "filename": self.name}
        if self.description:
            entry["description"] = self.description[:ALT_TEXT_LENGTH]
        if self.spoiler:
            entry["is_spoiler"] = True
        return entry


def attachments(kept: Iterable[str], uploads: Sequence[Upload]) -> list[dict[str, Any]]:
    """What a message is to show: the ids of attachments that stay, then the new files.

    Discord takes away whatever an edit does not list.
    """
    staying = [{"id": identifier} for identifier in kept]
    return staying + [upload.listed(index) for index, upload in enumerate(uploads)]


def safe_name(name: str, *, spoiler: bool = False, taken: Iterable[str] = ()) -> str:
    """A name of ASCII letters, digits, `_`, `-` and `.`, unlike those taken in its message."""
    path = PurePosixPath(name)
    stem = re.sub(r"[^A-Za-z0-9_-]+", "_", path.stem).strip("_")[:NAME_LENGTH] or "file"
    suffix = re.sub(r"[^A-Za-z0-9.]+", "", path.suffix)[:10].lower()
    stem = SPOILER + stem if spoiler else stem
    others, number, result = set(taken), 1, f"{stem}{suffix}"
    while result in others:
        number += 1
        result = f"{stem}-{number}{suffix}"
    return result


def open_all(uploads: Sequence[Upload]) -> tuple[ExitStack, list[BinaryIO]]:
    """The files, opened for reading; blocks. OSError: one is gone, or is no regular file."""
    with ExitStack() as stack:
        files = [stack.enter_context(_open(upload.source, upload.below)) for upload in uploads]
        return stack.pop_all(), files


def multipart(json: str, uploads: Sequence[Upload], files: Sequence[BinaryIO]) -> MultipartWriter:
    """A body that reads the files while it is sent; it serves one attempt."""
    body = MultipartWriter("form-data")
    part = body.append(json, {"Content-Type": "application/json"})
    part.set_content_disposition("form-data", name="payload_json")
    for index, (upload, file) in enumerate(zip(uploads, files, strict=True)):
        part = body.append(file, {"Content-Type": upload.content_type})
        part.set_content_disposition(
            "form-data", quote_fields=False, name=f"files[{index}]", filename=upload.name
        )
    return body


def _open(source: Path | bytes, below: Path | None) -> BinaryIO:
    if isinstance(source, bytes):
        return BytesIO(source)
    if below is not None:
        inside = open_regular(below, PurePosixPath(source.relative_to(below)))
        if inside is None:
            raise OSError(f"{source.name} is no regular file")
        return BufferedReader(inside, _READ_AT_ONCE)
    descriptor = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    file = open(descriptor, "rb", buffering=_READ_AT_ONCE)  # noqa: PTH123, SIM115 - the caller's
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        file.close()
        raise OSError(f"{source.name} is no regular file")
    return file
