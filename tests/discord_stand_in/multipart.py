"""Reads a body as it streams by: JSON, or multipart whose files are hashed and never held."""

import asyncio
import hashlib
import json
from pathlib import Path
from typing import Any

from aiohttp import BodyPartReader, web

from tests.discord_stand_in.refusals import Refused, malformed
from tests.discord_stand_in.transcript import Call, SentFile

PIECE = 256 * 1024


async def read_body(
    request: web.Request, call: Call, *, file_bytes: int, request_bytes: int, keep_in: Path | None
) -> None:
    """Write down in `call` the JSON (None when there is none) and the files, in their order.

    A body over `request_bytes`, or a file over `file_bytes`, is read to its end and then refused
    (40005), so that the refusal reaches the client.
    """
    if not request.body_exists:
        return
    if request.content_type != "multipart/form-data":
        call.json = _json(await request.read())
        return
    files = call.files
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            raise malformed("payload_json", "multipart within multipart")
        if part.name == "payload_json":
            call.json = _json(bytes(await part.read(decode=True)))
            continue
        files.append(await _file(part, keep_in))
    total = sum(file.size for file in files)
    if total > request_bytes or any(file.size > file_bytes for file in files):
        raise Refused(40005)


def _json(text: bytes) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError:
        raise malformed("payload_json", "The request body contains invalid JSON.") from None


async def _file(part: BodyPartReader, keep_in: Path | None) -> SentFile:
    digest, size = hashlib.sha256(), 0
    path = keep_in and keep_in / f"{id(part):x}-{Path(part.filename or 'unnamed').name}"
    target = await asyncio.to_thread(path.open, "xb") if path else None
    try:
        while piece := await part.read_chunk(PIECE):
            digest.update(piece)
            size += len(piece)
            if target:
                target.write(piece)
    finally:
        if target:
            target.close()
    return SentFile(
        field=part.name or "",
        name=part.filename or "",
        content_type=part.headers.get("Content-Type", ""),
        size=size,
        sha256=digest.hexdigest(),
        path=path,
    )
