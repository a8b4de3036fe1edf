"""Between the client library's terms and ours: its files, its attachments, its exceptions."""

import asyncio
from http import HTTPStatus
from io import BytesIO, IOBase
from mimetypes import MimeTypes
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, TypeAlias, cast

from aiohttp import ClientResponse
from interactions.api.http.route import Route
from interactions.client.errors import DiscordError, Forbidden, HTTPException, NotFound
from interactions.models.discord.file import UPLOADABLE_TYPE, File
from interactions.models.discord.snowflake import Snowflake

from adapters.sinks.discord.answers import CallFailure, Refusal
from adapters.sinks.discord.calls import Json
from adapters.sinks.discord.uploads import Upload, attachments, safe_name
from domain.failures import ChatDown, ChatUnknown, NoRoom

Files: TypeAlias = list[UPLOADABLE_TYPE] | UPLOADABLE_TYPE | None
_TO_ITSELF: Final = "pass_self_into_delete"
_OF_COMMANDS: Final = ("contexts", "integration_types")
"""Words of a command that a subcommand has no use for."""
_TYPES: Final = MimeTypes()


async def uploads_of(files: Files) -> tuple[Upload, ...]:
    """The files as uploads that can be sent any number of times, each with its content type."""
    if files is None:
        return ()
    uploads: list[Upload] = []
    for file in files if isinstance(files, list) else [files]:
        described = file if isinstance(file, File) else File(file)
        name = safe_name(described.file_name or "file", taken=[it.name for it in uploads])
        kind = described.content_type or _TYPES.guess_type(name)[0] or "application/octet-stream"
        uploads.append(Upload(await _source(described.file), name, kind, described.description))
    return tuple(uploads)


def listing_attachments(body: Json, uploads: tuple[Upload, ...], *, given: bool) -> Json:
    """The body with every attachment listed, those that stay by their ids alone.

    The library forgets those that stay as soon as new ones are `given`; and it lets slip words
    to itself, which are taken out. A list is the commands, which list none.
    """
    if isinstance(body, list):
        return [_command(it) if isinstance(it, dict) else it for it in body]
    if not isinstance(body, dict):
        return body
    whole = cast("dict[str, Any]", _plain(body))
    message: dict[str, Any] = whole["data"] if isinstance(whole.get("data"), dict) else whole
    listed = {name: it for name, it in message.items() if name != _TO_ITSELF}
    if given or "attachments" in message:
        kept = [str(it["id"]) for it in message.get("attachments") or []]
        listed["attachments"] = attachments(kept, uploads)
    return listed if message is whole else whole | {"data": listed}


def exception_of(failure: CallFailure, route: Route) -> Exception:
    """What the library raises for it; a DiscordError when nobody answered."""
    match failure:
        case NoRoom():
            return FileNotFoundError("a file to upload is not there, or is no regular file")
        case ChatDown() | ChatUnknown():
            refusal = Refusal(HTTPStatus.GATEWAY_TIMEOUT, words=failure.kind)
        case Refusal():
            refusal = failure
    response = SimpleNamespace(status=int(refusal.status), reason=refusal.words)
    told = {"message": refusal.words, "code": refusal.code, "errors": refusal.errors}
    kinds: dict[int, type[HTTPException]] = {403: Forbidden, 404: NotFound, 504: DiscordError}
    kind = kinds.get(refusal.status, HTTPException)
    return kind(cast("ClientResponse", response), response_data=told, route=route)


def _command(described: dict[str, Any]) -> dict[str, Any]:
    """A command or an option without what Discord describes for neither options nor this one.

    The library says of subcommands where they may be used, and of every option that it is not
    completed, which only texts and numbers can be.
    """
    options = [
        {
            name: value
            for name, value in _command(option).items()
            if name not in _OF_COMMANDS and (name != "autocomplete" or value)
        }
        for option in described.get("options") or []
    ]
    return described | {"options": options} if options else described


def _plain(value: Json) -> Json:
    """The same with identifiers as Discord writes them: text, since they outgrow other numbers."""
    match value:
        case Snowflake():
            return str(value)
        case dict():
            return {name: _plain(it) for name, it in value.items()}
        case list():
            return [_plain(it) for it in value]
        case _:
            return value


async def _source(file: Json) -> Path | bytes:
    match file:
        case Path() | str():
            return Path(file)
        case BytesIO():
            return file.getvalue()
        case IOBase():
            return cast("bytes", await asyncio.to_thread(cast("BytesIO", file).read))
        case _:
            return bytes(file)
