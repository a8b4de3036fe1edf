"""What a message's body must be like: refusals are Discord's, violations are ours."""

import re
from collections.abc import Iterator
from typing import Any

from tests.discord_stand_in.limits import Limits
from tests.discord_stand_in.messages import COMPONENTS_V2, LOADING, Message
from tests.discord_stand_in.refusals import Refused, malformed
from tests.discord_stand_in.transcript import Call
from tests.discord_stand_in.violations import Rule, Violations

SAFE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
CONTENT_TYPES = {".mp4": "video/mp4", ".jpg": "image/jpeg", ".png": "image/png"}


def check_message(
    call: Call, body: dict[str, Any], message: Message | None, limits: Limits, noted: Violations
) -> None:
    """Refuse what Discord refuses in `body`, which creates (None) or edits `message`."""
    content = body.get("content") or ""
    if len(content) > limits.content:
        raise malformed("content", f"Must be {limits.content} or fewer in length.")
    nonce = body.get("nonce")
    if nonce is not None and len(str(nonce)) > limits.nonce:
        raise malformed("nonce", f"Must be {limits.nonce} or fewer in length.")
    _check_attachments(call, body, message, limits)
    _check_style(body, message)
    if _is_empty(call, body, message):
        raise Refused(50006)
    for rule, words in _broken(call, body, message):
        noted.record(rule, str(call), words)


def _indices(call: Call) -> set[str]:
    return {file.field.removeprefix("files[").removesuffix("]") for file in call.files}


def _check_attachments(
    call: Call, body: dict[str, Any], message: Message | None, limits: Limits
) -> None:
    listed, kept = body.get("attachments"), message.attachments if message else []
    known = _indices(call) | {it.id for it in kept}
    for position, it in enumerate(listed or []):
        if str(it.get("id")) not in known:
            raise malformed(f"attachments.{position}.id", "There is no such file or attachment.")
    total = len(call.files) + len(kept) if listed is None else len(listed)
    if max(total, len(call.files)) > limits.files:
        raise Refused(30015)


def _check_style(body: dict[str, Any], message: Message | None) -> None:
    flags = (body.get("flags") or 0) | (message.flags if message else 0)
    if flags & COMPONENTS_V2 and (body.get("content") or body.get("embeds")):
        raise malformed("flags", "The 'content' field cannot be used with IS_COMPONENTS_V2")


def _is_empty(call: Call, body: dict[str, Any], message: Message | None) -> bool:
    told = message if message and not message.flags & LOADING else None
    return not call.files and not any(
        body.get(name) if name in body else getattr(told, name, None)
        for name in ("content", "embeds", "components", "attachments")
    )


def _broken(
    call: Call, body: dict[str, Any], message: Message | None
) -> Iterator[tuple[Rule, str]]:
    mentions = body.get("allowed_mentions")
    if mentions is None or mentions.get("parse") != [] or mentions.get("users"):
        yield Rule.ALLOWED_MENTIONS, f"allowed_mentions is {mentions}, so somebody may be pinged"
    listed = {str(it.get("id")) for it in body.get("attachments") or []}
    for index in sorted(_indices(call) - listed):
        yield Rule.ATTACHMENT_UNLISTED, f"files[{index}] is not in attachments"
    if message and "attachments" in body:
        again = {(file.name, file.sha256) for file in call.files}
        for it in message.attachments:
            if it.id not in listed and (it.filename, it.sha256) not in again:
                yield Rule.ATTACHMENT_DROPPED, f"{it.filename} was there and is not listed"
    for file in call.files:
        if not SAFE_NAME.fullmatch(file.name):
            yield Rule.FILE_NAME, f"{file.name!r} is no name that every client shows as it is"
        suffix = file.name[file.name.rfind(".") :].lower()
        if CONTENT_TYPES.get(suffix, file.content_type) != file.content_type:
            yield Rule.CONTENT_TYPE, f"{file.name} was sent as {file.content_type}"
    if (body.get("flags") or 0) & COMPONENTS_V2:
        shown = str(body.get("components"))
        for file in call.files:
            if f"attachment://{file.name}" not in shown:
                yield Rule.ATTACHMENT_INVISIBLE, f"no component shows {file.name}"
