"""One connection, either way: first its opening words are read, then it is joined to another."""

import asyncio
import socket
from collections.abc import Callable
from typing import TypeVar, cast, final

T = TypeVar("T")

QUICK_ACK = getattr(socket, "TCP_QUICKACK", None)
"""Linux only; the kernel forgets it with the next word we say (tcp(7))."""
READ_AHEAD = 256 * 1024
"""Bytes held of a line that is not joined yet; beyond, the other side waits."""


@final
class Line(asyncio.Protocol):
    """Bytes are counted as they come; a line that cannot write holds its partner back."""

    def __init__(
        self,
        *,
        came: Callable[[int], None],
        made: "Callable[[Line], None] | None" = None,
        prompt: bool = False,
    ) -> None:
        """`prompt`: acknowledge what comes at once, for who waits for it before going on.

        Behind a proxy, `requests` leaves Nagle's algorithm on and sends a form apart from its head:
        without this, each costs the 40 ms for which a kernel puts an acknowledgement off.
        """
        self._came = came
        self._prompt = prompt
        self._made = made
        self._transport: asyncio.Transport | None = None
        self._partner: Line | None = None
        self._held = bytearray()
        self._news = asyncio.Event()
        self._ended = False
        """The other side will send no more."""
        self.held_back = False
        """Its partner cannot write as fast as it reads."""
        self.lost = asyncio.Event()
        """Set while there is no connection: before it is made, and when nothing of it is left."""
        self.lost.set()

    async def read(self, parse: Callable[[bytes], T | None]) -> T | None:
        """What `parse` makes of what was said so far, as soon as it is enough; None at its end."""
        while (found := parse(bytes(self._held))) is None and not self._ended:
            self._news.clear()
            await self._news.wait()
        return found

    def drop(self, length: int) -> None:
        """Forget as many bytes, which were understood."""
        del self._held[:length]

    def say(self, data: bytes) -> None:
        """Send; what a dead line is told is lost."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)

    def join(self, partner: "Line") -> None:
        """From now on, each says what the other one says, and ends when the other one does."""
        self.pass_on_to(partner)
        partner.pass_on_to(self)
        if self.lost.is_set() or partner.lost.is_set():
            self.close()
            partner.close()

    def pass_on_to(self, partner: "Line") -> None:
        """Say to the partner what was said, and all that comes."""
        self._partner = partner
        partner.say(bytes(self._held))
        self._held.clear()
        self.go_on()
        if self._ended:
            partner.finish()

    def hold_back(self) -> None:
        """Take no more for now."""
        self.held_back = True
        if self._transport is not None:
            self._transport.pause_reading()

    def go_on(self) -> None:
        """Take more again."""
        self.held_back = False
        if self._transport is not None and not self._transport.is_closing():
            self._transport.resume_reading()

    def finish(self) -> None:
        """Say that no more will come; where the other side has said so before, it is over."""
        if self._transport is None:
            return
        if not self._ended and self._transport.can_write_eof():
            self._transport.write_eof()
        else:
            self._transport.close()

    def close(self) -> None:
        """End it when all that was said is sent."""
        if self._transport is not None:
            self._transport.close()

    def cut(self) -> None:
        """End it at once."""
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast("asyncio.Transport", transport)
        self.lost.clear()
        if self._made is not None:
            self._made(self)

    def data_received(self, data: bytes) -> None:
        """Count and pass on, or hold until it is understood."""
        self._came(len(data))
        if self._prompt:
            self._acknowledge()
        if self._partner is not None:
            self._partner.say(data)
            return
        self._held += data
        self._news.set()
        if len(self._held) > READ_AHEAD:
            self.hold_back()

    def _acknowledge(self) -> None:
        if QUICK_ACK is not None and self._transport is not None:
            connection: socket.socket = self._transport.get_extra_info("socket")
            connection.setsockopt(socket.IPPROTO_TCP, QUICK_ACK, 1)

    def eof_received(self) -> bool:
        """Tell the partner; the way back stays open, unless TLS lies on it, which knows no half."""
        self._ended = True
        self._news.set()
        if self._partner is not None:
            self._partner.finish()
        return self._transport is not None and self._transport.can_write_eof()

    def pause_writing(self) -> None:
        """Hold the partner back."""
        if self._partner is not None:
            self._partner.hold_back()

    def resume_writing(self) -> None:
        """Let the partner go on."""
        if self._partner is not None:
            self._partner.go_on()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """End the partner, too."""
        self._ended = True
        self._transport = None
        self._news.set()
        self.lost.set()
        if self._partner is not None:
            self._partner.close()
