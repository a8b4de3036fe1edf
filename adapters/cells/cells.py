"""Where the adapters run a stranger's work: in a child process, so that it cannot hurt us."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from signal import SIGXCPU
from types import MappingProxyType
from typing import Final, TypeAlias, final

from adapters.cells.cell import Cell
from adapters.cells.child import WORDS, Child, GarbledError
from adapters.cells.endings import CellFailure, Died, Garbled, OutOfMemory, Overran, Raised
from adapters.cells.fence import Fence, Level
from adapters.cells.json_value import Json
from adapters.cells.limits import CellLimits
from adapters.cells.patience import Patience
from adapters.cells.server import Server
from adapters.undisturbed import undisturbed
from domain.outcome import Failure, Outcome, Success

Hear: TypeAlias = Callable[[Json], None]
Answer: TypeAlias = Callable[[Json], Awaitable[Json]]

NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
DEFAULT: Final = CellLimits()


def unheard(_event: Json) -> None:
    """For a child that tells nothing of interest."""


async def unanswered(_event: Json) -> Json:
    """For a child that only needs to know that it was heard."""
    return None


@final
class Cells:
    """Runs jobs in children of a few servers, one for each preloaded tool, which it starts itself.

    One is enough for a process; it works in one event loop after the other.
    """

    def __init__(
        self,
        *,
        minimum: Level = "limits",
        fenced: bool = True,
        newer: Callable[[], tuple[Path, ...]] = tuple,
    ) -> None:
        """Below the level `minimum` nothing runs; not `fenced`: only limits hold, for a test.

        `newer` is asked before each child for folders that it searches first: when they change, a
        server that has loaded from the old ones is asked for no more children.
        """
        self._newer = newer
        self._minimum: Level = minimum
        self._fenced = fenced
        self._servers: dict[tuple[tuple[Path, ...], tuple[str, ...]], Server] = {}

    async def run(
        self,
        cell: Cell,
        job: Json,
        *,
        folder: Path,
        fence: Fence,
        limits: CellLimits = DEFAULT,
        env: Mapping[str, str] = NOTHING,
        hear: Hear = unheard,
        answer: Answer = unanswered,
    ) -> Outcome[Json, CellFailure]:
        """What the cell's function makes of `job`; no process of it lives when this ends.

        `folder` (absolute, existing) is the child's working directory, HOME and TMPDIR; besides
        those its environment holds `env` only, and it touches what `fence` says. `hear` is called
        with each event that it tells; `answer` is awaited for each that it asks, while it waits.
        What `answer` raises ends the child and is raised here.
        """
        opening = {
            "entry": cell.entry,
            "job": job,
            "folder": str(folder),
            "env": dict(env),
            "limits": asdict(limits),
            "fence": dict(fence.told()) if self._fenced else None,
            "minimum": self._minimum,
        }
        try:
            child = Child(
                lambda fds: self._fork(cell, fds),
                line_bytes=limits.line_bytes,
                said_bytes=limits.said_bytes,
            )
        except OSError as error:  # no more processes or file descriptors
            return Failure(Died(words=str(error)))
        try:
            ending = await _converse(child, opening, limits, hear, answer)
        finally:
            await child.bury()
        match ending:
            case Success():
                return ending
            case Failure(Died()):
                return Failure(_epitaph(child, limits))
            case Failure(failure):
                return Failure(replace(failure, words=child.words))

    async def aclose(self) -> None:
        """End the servers and all that they have forked; a later `run` starts them anew."""
        servers, self._servers = self._servers, {}
        for server in servers.values():
            server.close()
        loop = asyncio.get_running_loop()
        ends = [loop.run_in_executor(None, server.wait) for server in servers.values()]
        await undisturbed(asyncio.gather(*ends))

    def _fork(self, cell: Cell, fds: Sequence[int]) -> None:
        preload = cell.preload if cell.way == "forked" else ()
        path = (*cell.path, *self._newer())
        server = self._servers.get((path, preload))
        if server is not None and server.fork(cell.way, fds):
            return
        if server is not None:
            server.close()
            server.wait()
        server = self._servers[path, preload] = Server(path=path, preload=preload)
        server.fork(cell.way, fds)


async def _converse(
    child: Child, opening: Json, limits: CellLimits, hear: Hear, answer: Answer
) -> Outcome[Json, CellFailure]:
    patience = Patience(limits.seconds, limits.idle_seconds)
    heard = await _exchange(child, patience, opening)
    while True:
        match heard:
            case Failure(failure):
                return Failure(failure)
            case Success({"tell": event}):
                hear(event)
                heard = await _exchange(child, patience)
            case Success({"ask": event}):
                heard = await _exchange(child, patience, await answer(event))
            case Success({"done": value}):
                return Success(value)
            case Success({"raised": str(error), "message": str(message)}):
                return Failure(Raised(error[:WORDS], message[:WORDS]))
            case Success({"out_of_memory": True}):
                return Failure(OutOfMemory())
            case Success():
                return Failure(Garbled("not_ours"))


async def _exchange(child: Child, patience: Patience, *say: Json) -> Outcome[Json, CellFailure]:
    """Say this, if anything, and hear the next line."""
    await asyncio.sleep(0)  # a child that never pauses must not keep the loop to itself
    try:
        for line in say:
            await patience.wait(child.say(line))
        return Success(await patience.wait(child.listen()))
    except TimeoutError:
        return Failure(Overran(patience.which, patience.allowed))
    except GarbledError as error:
        return Failure(Garbled(error.why))
    except (EOFError, OSError):
        return Failure(Died())


def _epitaph(child: Child, limits: CellLimits) -> Died | Overran:
    status = child.status
    if status == -SIGXCPU:
        return Overran("cpu", limits.cpu_seconds, child.words)
    if status is None:
        return Died(words=child.words)
    if status < 0:
        return Died(signal=-status, words=child.words)
    return Died(code=status, words=child.words)
