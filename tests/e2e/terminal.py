"""A real terminal, with somebody at its keyboard."""

import asyncio
import os
import pty
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tests.e2e.command import BossBot

CTRL_C = b"\x03"
PATIENCE = 60


@dataclass
class Terminal:
    """What it shows, and how to type."""

    process: asyncio.subprocess.Process
    _keyboard: int
    _shown: bytearray = field(default_factory=bytearray)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def shown(self) -> str:
        """Everything so far."""
        return self._shown.decode(errors="replace")

    def type(self, keys: bytes) -> None:
        """As a person does."""
        os.write(self._keyboard, keys)

    async def shows(self, text: str) -> None:
        """Wait until it is there."""
        async with asyncio.timeout(PATIENCE):
            while text not in self.shown:
                self._changed.clear()
                await self._changed.wait()

    async def ended(self) -> int:
        """The exit status."""
        return await asyncio.wait_for(self.process.wait(), PATIENCE)

    def read(self) -> None:
        """Take in what is there."""
        try:
            self._shown += os.read(self._keyboard, 65536)
        except OSError:  # the other side is closed
            asyncio.get_running_loop().remove_reader(self._keyboard)
        self._changed.set()


@asynccontextmanager
async def at_a_terminal(
    boss_bot: BossBot, *words: object, settings: dict[str, str] | None = None
) -> AsyncIterator[Terminal]:
    """The command as somebody runs it in a terminal of their own."""
    keyboard, screen = pty.openpty()
    told = {"TERM": "xterm", "COLUMNS": "120", **(settings or {})}
    streams = dict.fromkeys(("stdin", "stdout", "stderr"), screen)
    try:
        async with boss_bot.running(*words, settings=told, prepare=_enter, **streams) as process:
            terminal = Terminal(process, keyboard)
            asyncio.get_running_loop().add_reader(keyboard, terminal.read)
            os.close(screen)
            screen = -1
            yield terminal
    finally:
        asyncio.get_running_loop().remove_reader(keyboard)
        os.close(keyboard)
        if screen >= 0:
            os.close(screen)


def _enter() -> None:
    os.login_tty(0)
