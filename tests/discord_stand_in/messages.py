"""Messages as they stand now, and every state that they had."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.discord_stand_in.people import User
from tests.discord_stand_in.transcript import SentFile

EPHEMERAL = 1 << 6
LOADING = 1 << 7
COMPONENTS_V2 = 1 << 15


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that a message shows."""

    id: str
    filename: str
    size: int
    sha256: str
    content_type: str
    description: str | None
    spoiler: bool
    path: Path | None

    def payload(self) -> dict[str, Any]:
        """An attachment object; its address is of no use to anyone, as Discord's expire."""
        address = f"https://cdn.invalid/attachments/{self.id}/{self.filename}"
        body = {
            "id": self.id,
            "filename": self.filename,
            "size": self.size,
            "content_type": self.content_type,
            "url": address,
            "proxy_url": address,
            "flags": 1 << 5 if self.spoiler else 0,
        }
        return body | {"description": self.description} if self.description else body


@dataclass(frozen=True, slots=True)
class State:
    """What a reader saw at one time."""

    at: float
    content: str
    embeds: list[dict[str, Any]]
    components: list[dict[str, Any]]
    attachments: list[Attachment]


@dataclass(slots=True)
class Message:
    """One message; `states` has every one that a reader saw, the first one included."""

    id: str
    channel_id: str
    author: User
    born: float
    flags: int = 0
    content: str = ""
    embeds: list[dict[str, Any]] = field(default_factory=list)
    components: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    reactions: list[str] = field(default_factory=list)
    nonce: str | int | None = None
    token: str | None = None
    deleted: bool = False
    states: list[State] = field(default_factory=list)

    @property
    def ephemeral(self) -> bool:
        """Whether only the one who asked sees it."""
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        """Whether it still says that the application is thinking."""
        return bool(self.flags & LOADING)

    @property
    def edits(self) -> int:
        """How often it changed after its first state."""
        return max(0, len(self.states) - 1)

    def write(
        self, body: dict[str, Any], files: list[SentFile], *, at: float, new_id: Callable[[], str]
    ) -> None:
        """Put `body` and `files`, which were checked, into this message."""
        self.flags &= ~LOADING
        self.flags |= (body.get("flags") or 0) & COMPONENTS_V2
        self.content = (body.get("content") or "") if "content" in body else self.content
        self.embeds = (body.get("embeds") or []) if "embeds" in body else self.embeds
        self.components = (
            (body.get("components") or []) if "components" in body else self.components
        )
        self.attachments = _attachments(self.attachments, body.get("attachments"), files, new_id)
        self.states.append(
            State(at, self.content, self.embeds, self.components, list(self.attachments))
        )

    def payload(self) -> dict[str, Any]:
        """A message object."""
        return {
            "id": self.id,
            "channel_id": self.channel_id,
            "type": 20 if self.token else 0,
            "author": self.author.payload(),
            "content": self.content,
            "embeds": self.embeds,
            "components": self.components,
            "attachments": [it.payload() for it in self.attachments],
            "flags": self.flags,
            "timestamp": datetime.fromtimestamp(self.born, UTC).isoformat(),
            "edited_timestamp": (
                datetime.fromtimestamp(self.states[-1].at, UTC).isoformat() if self.edits else None
            ),
            "tts": False,
            "pinned": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "mention_channels": [],
        } | ({"nonce": self.nonce} if self.nonce is not None else {})


def _attachments(
    had: list[Attachment],
    listed: list[dict[str, Any]] | None,
    files: list[SentFile],
    new_id: Callable[[], str],
) -> list[Attachment]:
    known = {it.id: it for it in had}
    sent = {file.field.removeprefix("files[").removesuffix("]"): file for file in files}
    if listed is None:
        return had + [_new(new_id(), file, {}) for file in sent.values()]
    result = [
        known[str(it["id"])] if str(it["id"]) in known else _new(new_id(), sent[str(it["id"])], it)
        for it in listed
    ]
    unlisted = [file for index, file in sent.items() if index not in {str(i["id"]) for i in listed}]
    return result + [_new(new_id(), file, {}) for file in unlisted]


def _new(identifier: str, file: SentFile, listed: dict[str, Any]) -> Attachment:
    name = listed.get("filename") or file.name
    return Attachment(
        id=identifier,
        filename=name,
        size=file.size,
        sha256=file.sha256,
        content_type=file.content_type,
        description=listed.get("description"),
        spoiler=bool(listed.get("is_spoiler")) or name.startswith("SPOILER_"),
        path=file.path,
    )
