"""One answer's messages with files: each is there once, whatever was tried how often."""

from dataclasses import dataclass, field
from typing import Any, Final

from adapters.sinks.discord.answers import delivery_failure
from adapters.sinks.discord.calls import Json
from adapters.sinks.discord.place import Place
from adapters.sinks.discord.transport import Transport
from adapters.sinks.discord.uploads import Upload, attachments
from application.ports.journal import Journal
from domain.failures import ChatUnknown, DeliveryFailure, NoRoom
from domain.items import ItemKey
from domain.jobs import JobId
from domain.outcome import Failure, Outcome, Success
from domain.value import Value

TRIES_TO_RESERVE: Final = 2
"""A placeholder that may be there or not is posted once more: one too many is the worst case."""


class Filled(Value):
    """What the journal keeps of a message: enough to edit it without losing its files."""

    message: str
    attachments: tuple[str, ...]
    keys: tuple[ItemKey, ...]


@dataclass(slots=True)
class Messages:
    """Reserves messages, then fills them; both through the journal."""

    transport: Transport
    journal: Journal
    job_id: JobId
    place: Place
    era: int = 1
    """Grows with a new token, for which the messages of the old one are out of reach."""
    reserved: dict[int, str] = field(default_factory=dict)
    filled: dict[int, Filled] = field(default_factory=dict)

    def move(self, place: Place, *, same_messages: bool) -> None:
        """Write there from now on."""
        self.place = place
        if not same_messages:
            self.era += 1
            self.reserved.clear()

    async def write(
        self, message: str, body: dict[str, Any], uploads: tuple[Upload, ...] = ()
    ) -> Outcome[Json, DeliveryFailure]:
        """Edit one message; what came back is the message."""
        match await self.transport.send(self.place.edit(message, body, uploads)):
            case Failure(failure):
                return Failure(delivery_failure(failure))
            case Success(answer):
                return Success(answer)

    async def reserve(self, number: int, body: dict[str, Any]) -> Outcome[str, DeliveryFailure]:
        """The id of the message of that number, which is posted with `body` when it is not yet."""
        reserved = await self.journal.once(
            f"reserve-{number}" if self.era == 1 else f"reserve-{number}-{self.era}",
            lambda: self._post(number, body),
        )
        match reserved:
            case Success(message):
                self.reserved[number] = message
                return Success(message)
            case Failure():
                return reserved

    async def fill(
        self,
        number: int,
        message: str,
        body: dict[str, Any],
        uploads: tuple[Upload, ...],
        *,
        keys: tuple[ItemKey, ...],
    ) -> Outcome[Filled, DeliveryFailure]:
        """What the message of that number holds, by the record where there is one."""

        async def effect() -> Outcome[str, DeliveryFailure]:
            listed = body | {"attachments": attachments((), uploads)}
            match await self.write(message, listed, uploads):
                case Failure(NoRoom() as failure):
                    return Failure(failure)
                case Failure(failure):  # whatever was said, it may have taken effect
                    answer = await self.read(message)
                    if names_attached(answer) != [upload.name for upload in uploads]:
                        return Failure(failure)
                case Success(answer):
                    pass
            there = Filled(message=message, attachments=attached(answer), keys=keys)
            return Success(there.model_dump_json())

        match await self.journal.once(f"fill-{number}", effect):
            case Failure(failure):
                return Failure(failure)
            case Success(record):
                filled = Filled.model_validate_json(record)
                self.filled[number] = filled
                return Success(filled)

    async def take_back_empty(self) -> None:
        """Delete placeholders that nothing came into."""
        for number, message in list(self.reserved.items()):
            if number not in self.filled:
                await self.transport.send(self.place.delete(message))
                del self.reserved[number]

    async def read(self, message: str) -> Json:
        """The message as it stands; None when that cannot be told."""
        match await self.transport.send(self.place.read(message)):
            case Success(answer):
                return answer
            case Failure():
                return None

    async def _post(self, number: int, body: dict[str, Any]) -> Outcome[str, DeliveryFailure]:
        nonce = f"{self.job_id}-{number}"
        for _ in range(TRIES_TO_RESERVE):
            match await self.transport.send(self.place.post(body, nonce=nonce)):
                case Success(answer):
                    return Success(str(answer["id"]))
                case Failure(ChatUnknown()):
                    continue
                case Failure(failure):
                    return Failure(delivery_failure(failure))
        return Failure(ChatUnknown())


def names_attached(answer: Json) -> list[str]:
    """The names of the attachments of a message, in order."""
    shown = answer.get("attachments") if isinstance(answer, dict) else None
    return [str(attachment["filename"]) for attachment in shown or ()]


def attached(answer: Json) -> tuple[str, ...]:
    """The ids of the attachments of a message."""
    shown = answer.get("attachments") if isinstance(answer, dict) else None
    return tuple(str(attachment["id"]) for attachment in shown or ())
