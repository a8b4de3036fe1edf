"""The parent's end of one child: what it says, its lifeline, its burial."""

import asyncio
import contextlib
import io
import json
import os
import socket
from collections.abc import Callable, Sequence
from math import isfinite
from typing import Any, Final, NoReturn, final

from adapters.cells.endings import WhyGarbled
from adapters.cells.json_value import Json
from adapters.cells.tail import CHUNK, Tail
from adapters.undisturbed import undisturbed

WORDS: Final = 8192
"""Bytes of a child's stdout and stderr that are kept."""


class GarbledError(Exception):
    """The child broke the rules of the conversation."""

    def __init__(self, why: WhyGarbled) -> None:
        super().__init__(why)
        self.why: WhyGarbled = why


@final
class Child:
    """One child, from its birth until it is buried; whoever makes it buries it.

    `fork` takes the file descriptors of its talk, lifeline, words and exit to the server.
    """

    def __init__(
        self, fork: Callable[[Sequence[int]], None], *, line_bytes: int, said_bytes: int
    ) -> None:
        self._line_bytes = line_bytes
        self._may_say = said_bytes
        self._heard = bytearray()
        with contextlib.ExitStack() as ours, contextlib.ExitStack() as theirs:
            self._talk, talk = (
                stack.enter_context(end)
                for stack, end in zip((ours, theirs), socket.socketpair(), strict=True)
            )
            lifeline, self._lifeline = _pipe(theirs, ours)
            words_from, words = _pipe(ours, theirs)
            exit_from, exit_to = _pipe(ours, theirs)
            fork([end.fileno() for end in (talk, lifeline, words, exit_to)])
            self._talk.setblocking(False)
            self._words = Tail(words_from.fileno(), most=WORDS)
            self._exit = Tail(exit_from.fileno(), most=WORDS)
            self._exit.ended.add_done_callback(lambda _: self._kill())  # the server may have died
            ours.callback(self._exit.close)
            ours.callback(self._words.close)
            self._ours = ours.pop_all()

    async def say(self, line: Json) -> None:
        """Send it one line; OSError: it is gone."""
        text = json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        await asyncio.get_running_loop().sock_sendall(self._talk, text)

    async def listen(self) -> Any:  # noqa: ANN401 - whatever the child says
        """Its next line; EOFError: there is none; GarbledError: it does not keep the rules."""
        loop = asyncio.get_running_loop()
        searched = 0
        while (end := self._heard.find(b"\n", searched)) < 0:
            searched = len(self._heard)
            if searched > self._line_bytes:
                raise GarbledError("line_too_long")
            try:
                chunk = await loop.sock_recv(self._talk, CHUNK)
            except ConnectionResetError:
                chunk = b""
            if not chunk:
                raise EOFError
            self._may_say -= len(chunk)
            if self._may_say < 0:
                raise GarbledError("too_much")
            self._heard += chunk
        line = bytes(self._heard[:end])
        del self._heard[: end + 1]
        try:
            return _read(line)
        except (ValueError, RecursionError) as error:
            raise GarbledError("not_ours") from error

    async def bury(self) -> None:
        """Kill it and its group, and wait, however often we are cancelled, until they are gone."""
        with self._ours:
            self._kill()
            try:
                await undisturbed(self._exit.ended)
            finally:
                if not self._exit.kept:  # the server died first: the next best sign
                    silence = Tail(self._talk.fileno(), most=1)
                    await undisturbed(silence.ended)

    def _kill(self) -> None:
        if not self._lifeline.closed:
            with self._lifeline, contextlib.suppress(BrokenPipeError):
                self._lifeline.write(b"x")  # closing alone is not enough when we were forked since

    @property
    def status(self) -> int | None:
        """Once buried: its exit status, negative for a signal; None: nobody could tell."""
        return int(self._exit.kept) if self._exit.kept else None

    @property
    def words(self) -> str:
        """Once buried: the last that it printed."""
        return self._words.kept.decode("utf-8", "replace")


def _pipe(
    reader: contextlib.ExitStack, writer: contextlib.ExitStack
) -> tuple[io.FileIO, io.FileIO]:
    read_end, write_end = os.pipe()
    return (
        reader.enter_context(io.FileIO(read_end, "rb")),
        writer.enter_context(io.FileIO(write_end, "wb")),
    )


def _read(line: bytes) -> Any:  # noqa: ANN401 - JSON
    """The JSON; ValueError: it is none, or what nobody could write down: no number, no text."""
    said = json.loads(line, parse_constant=_refuse, parse_float=_finite)
    if b"\\u" in line:  # it may be half a character; our end of the child writes none
        json.dumps(said, ensure_ascii=False).encode()
    return said


def _finite(text: str) -> float:
    number = float(text)
    return number if isfinite(number) else _refuse(text)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
