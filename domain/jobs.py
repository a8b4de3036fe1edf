"""A job as it is stored: what to do, where the answer goes, who asked, and how it stands."""

from enum import StrEnum
from typing import Literal, TypeAlias

from pydantic import (
    AwareDatetime,
    Field,
    FieldSerializationInfo,
    SecretStr,
    field_serializer,
    field_validator,
)

from domain.delivery import End
from domain.progress import Progress
from domain.request import MediaRequest
from domain.value import Value

JobId: TypeAlias = str
JobKind: TypeAlias = Literal["share", "save", "deliver_kept"]


class Actor(Value):
    """Who asked: a user of a chat, or the person at the command line."""

    user: str
    guild: str | None = None
    may_manage: bool = False
    """May manage other people's messages there."""


class ReplyAddress(Value):
    """Where the answer goes; with it another process can answer.

    The token is revealed only by `model_dump_json(context={"sealed": True})`: that keeps it out of
    logs by accident and is no encryption.
    """

    chat: str
    """Which kind of chat: discord, folder ..."""
    place: str
    """The application of a Discord interaction; a folder's path."""
    channel: str | None = None
    """Where the bot may write by itself, in public; None where it may not."""
    token: SecretStr | None = None
    expires: AwareDatetime | None = None
    private: bool = False
    locale: str = "en"
    bytes_per_file: int | None = None
    """What the chat said it takes when the request came."""
    asker: str | None = None
    """Who may press what stands under the answer."""
    about: MediaRequest | None = None
    """What is answered, so that the answer can name it and offer it again."""
    fills: str | None = None
    """The message that becomes the answer; None: the one that the chat has ready for it."""
    replies_to: str | None = None
    """The message that is answered unasked: quietly, and only with what was found."""

    @field_serializer("token", when_used="json-unless-none")
    def _seal(self, token: SecretStr, info: FieldSerializationInfo) -> str:
        sealed = bool((info.context or {}).get("sealed"))
        return token.get_secret_value() if sealed else str(token)

    @field_validator("token")
    @classmethod
    def _is_no_mask(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None and set(token.get_secret_value()) <= {"*"}:
            raise ValueError("the token was lost: it was written without being sealed")
        return token


class JobSpec(Value):
    """Everything that a worker needs to know."""

    kind: JobKind = "share"
    kept_job: JobId | None = None
    """Whose rest is to be delivered, for "deliver_kept"."""
    request: MediaRequest
    reply: ReplyAddress
    actor: Actor


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    OVER = "over"


class JobView(Value):
    """A job as a person may see it."""

    id: JobId
    spec: JobSpec
    state: JobState
    place: int | None = Field(default=None, ge=1)
    """In the queue, counted from 1; None once it runs."""
    progress: Progress | None = None
    end: End | None = None
    submitted: AwareDatetime


class Submitted(Value):
    """The job was taken."""

    id: JobId
