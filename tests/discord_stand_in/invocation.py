"""One interaction, as the one who invoked it sees it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.discord_stand_in.changes import Changes
from tests.discord_stand_in.messages import Message
from tests.discord_stand_in.people import Channel, User


@dataclass(frozen=True, slots=True)
class Ack:
    """The first response: its callback type, whether it is private, seconds after the dispatch."""

    kind: int
    ephemeral: bool
    after: float
    data: dict[str, Any]


@dataclass(slots=True)
class Invocation:
    """A slash command, a message command, or a click; a test awaits on it what comes back."""

    id: str
    token: str
    payload: dict[str, Any]
    user: User
    channel: Channel
    born: float
    file_bytes: int
    changes: Changes
    source: Message | None = None
    ack: Ack | None = None
    original: Message | None = None
    follow_ups: list[Message] = field(default_factory=list)
    follow_ups_sent: int = 0

    @property
    def installed_by_user_only(self) -> bool:
        """Whether no guild authorised the application here."""
        return set(self.payload["authorizing_integration_owners"]) == {"1"}

    @property
    def messages(self) -> list[Message]:
        """The answer and its follow-ups, as they stand now, without the deleted ones."""
        all_of_them = [self.original, *self.follow_ups] if self.original else self.follow_ups
        return [it for it in all_of_them if not it.deleted]

    async def acknowledged(self, *, within: float = 10.0) -> Ack:
        """The first response."""
        return await self.changes.until(lambda: self.ack, within=within)

    async def answer(
        self, fits: Callable[[Message], object] = lambda it: not it.loading, *, within: float = 10.0
    ) -> Message:
        """The original response once it `fits`; by default, once it says anything."""

        def found() -> Message | None:
            return self.original if self.original and fits(self.original) else None

        return await self.changes.until(found, within=within)

    async def follow_up(self, nth: int = 1, *, within: float = 10.0) -> Message:
        """The n-th follow-up, deleted or not."""
        await self.changes.until(lambda: len(self.follow_ups) >= nth, within=within)
        return self.follow_ups[nth - 1]
