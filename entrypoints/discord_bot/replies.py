"""What the bot says back to an interaction, first of all that it has heard."""

from dataclasses import dataclass
from typing import Any

from adapters.sinks.discord.bodies import EPHEMERAL
from adapters.sinks.discord.calls import Call
from adapters.sinks.discord.defang import defanged
from adapters.sinks.discord.place import ORIGINAL, Place
from adapters.sinks.discord.transport import Transport
from domain.outcome import Failure, Success
from domain.sayable import Sayable
from entrypoints.discord_bot.asked import Asked
from entrypoints.words import sentence

MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE = 4, 5, 6
"""Types of a first response, by Discord's reference."""


@dataclass(frozen=True, slots=True)
class Replies:
    """First responses, which must come within three seconds, and what follows them."""

    transport: Transport

    async def defer(self, asked: Asked, *, private: bool) -> bool:
        """Show that an answer is coming; False: it is too late for one."""
        flags = {"flags": EPHEMERAL} if private else {}
        return await self._respond(asked, {"type": DEFERRED_MESSAGE, "data": flags})

    async def defer_update(self, asked: Asked) -> bool:
        """Take note of a press; the message stays as it is for now, and becomes the answer."""
        return await self._respond(asked, {"type": DEFERRED_UPDATE})

    async def tell(self, asked: Asked, text: str) -> bool:
        """Say it to this person only, as the first response."""
        data = {"content": text, "flags": EPHEMERAL}
        return await self._respond(asked, {"type": MESSAGE, "data": data})

    async def edit(self, asked: Asked, body: dict[str, Any]) -> None:
        """Change the answer."""
        await self.transport.send(self._place(asked).edit(ORIGINAL, body))

    async def delete(self, asked: Asked) -> None:
        """Take the answer away."""
        await self.transport.send(self._place(asked).delete(ORIGINAL))

    async def add(self, asked: Asked, text: str, *, private: bool) -> str | None:
        """One more message; its id, or None when it could not be posted."""
        flags = {"flags": EPHEMERAL} if private else {}
        call = self._place(asked).post({"content": text} | flags, nonce=asked.id)
        match await self.transport.send(call):
            case Success(answer):
                return str(answer["id"])
            case Failure():
                return None

    @staticmethod
    def words(asked: Asked, what: Sayable) -> str:
        """A sentence in the language of who asked, harmless."""
        return defanged(sentence(what, asked.locale))

    async def _respond(self, asked: Asked, body: dict[str, Any]) -> bool:
        token = asked.token.get_secret_value()
        call = Call("POST", f"/interactions/{asked.id}/{token}/callback", json=body)
        match await self.transport.send(call):
            case Success():
                return True
            case Failure():
                return False

    @staticmethod
    def _place(asked: Asked) -> Place:
        return Place.of_token(asked.application, asked.token.get_secret_value())
