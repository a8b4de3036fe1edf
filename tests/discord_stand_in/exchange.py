"""What a route gets, and what it gives back."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from tests.discord_stand_in.checks import check_message
from tests.discord_stand_in.messages import Message
from tests.discord_stand_in.transcript import Call
from tests.discord_stand_in.world import World


@dataclass(frozen=True, slots=True)
class Exchange:
    """One call on its way through a route."""

    world: World
    call: Call
    parameters: dict[str, str]
    query: dict[str, str]

    @property
    def body(self) -> dict[str, Any]:
        """The JSON object that was sent, or an empty one."""
        return self.call.json if isinstance(self.call.json, dict) else {}

    def write(self, message: Message, body: dict[str, Any] | None = None) -> Message:
        """Put what was sent (`body`, where it is only a part of that) into `message`."""
        world, body = self.world, self.body if body is None else body
        message.write(body, self.call.files, at=world.clock.now(), new_id=world.ids.next)
        return message

    def check(self, message: Message | None, body: dict[str, Any] | None = None) -> None:
        """Refuse or note what is wrong with the body, before anything is changed."""
        world = self.world
        body = self.body if body is None else body
        check_message(self.call, body, message, world.limits, world.violations)


class Reply(NamedTuple):
    """A status, and the JSON body where there is one."""

    status: int
    body: Any = None


class Endpoint(NamedTuple):
    """One route; `by_bot` says that it wants the bot's token, and otherwise it must have none."""

    method: str
    route: str
    answer: Callable[[Exchange], Awaitable[Reply]]
    by_bot: bool
    file_bytes: Callable[[World, dict[str, str]], int] = lambda world, _: world.limits.file_bytes
