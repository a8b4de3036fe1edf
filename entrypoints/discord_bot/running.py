"""Runs the bot until it is told to stop, and lets what runs come to its end."""

import asyncio
import logging
import signal
import sys
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any, Final, TypeVar

from interactions import Client
from interactions.client.errors import LoginError

from adapters.sinks.discord.answers import Refusal
from adapters.sinks.discord.calls import Call
from adapters.sinks.discord.transport import API, Transport, open_transport
from domain.jobs import JobId
from domain.outcome import Failure, Success
from entrypoints.checks import folders_checked, sandbox_checked
from entrypoints.command_line.statuses import CANNOT_BEGIN, NOTHING
from entrypoints.discord_bot.assembly import new_face
from entrypoints.discord_bot.client import new_client
from entrypoints.discord_bot.gateway import Gateway
from entrypoints.discord_bot.health import Health, PortTakenError, serving
from entrypoints.discord_bot.invitation import invitation
from entrypoints.discord_bot.line import Line
from entrypoints.discord_bot.token import MISSING, REFUSED, read_token
from entrypoints.discord_bot.wiring import BotContainer, wired
from entrypoints.settings import Settings

GRACE: Final = timedelta(seconds=25)
"""For what runs when we are told to stop; the rest is told that it was interrupted."""
PAUSE: Final = 10.0
"""Seconds between two tries to reach Discord for the first time."""

T = TypeVar("T")

_log = logging.getLogger(__name__)


async def run(settings: Settings, *, grace: timedelta = GRACE) -> int:
    """The exit status: 0 after SIGTERM or SIGINT; when it could not begin, which it tells, 78.

    Or 1, where it can as soon as there is room on a disk.
    """
    token = read_token(settings)
    if token is None:
        _say(MISSING)
        return CANNOT_BEGIN
    unwritable = [check for check in await folders_checked(settings) if not check.ok]
    for check in unwritable:
        _say(f"{check.name}: {check.found}. {check.advice}")
    if unwritable:
        return NOTHING if all(check.passes for check in unwritable) else CANNOT_BEGIN
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    try:
        await _run(settings, token, stop, grace=grace)
    except* LoginError:
        _say(REFUSED)
        status = CANNOT_BEGIN
    except* (TooOpenError, PortTakenError) as cannot:
        _say(str(cannot.exceptions[0]))
        status = CANNOT_BEGIN
    else:
        status = 0
    return status


async def _run(settings: Settings, token: str, stop: asyncio.Event, *, grace: timedelta) -> None:
    url = str(settings.discord_api_url or API).rstrip("/")
    async with open_transport(url=url, token=token) as transport:
        application = await _until(stop, _application(transport))
        if application is None:
            return
        unasked = bool(settings.discord_auto_detect_channels)
        _say(f"Invite me: {invitation(application, unasked=unasked)}")
        wiring = wired(settings, transport)
        await wiring.workspace().sweep()
        try:
            _say(f"Jobs run in a sandbox of level {await _level(settings, wiring)}")
            bot = Bot(wiring, settings, token=token, application=application)
            await bot.run(stop, grace=grace)
        finally:
            await wiring.cells().aclose()


class TooOpenError(Exception):
    """Jobs would be kept from less than the operator asks for."""


class Bot:
    """One bot with its queue, its gateway and its health."""

    def __init__(
        self, wiring: BotContainer, settings: Settings, *, token: str, application: str
    ) -> None:
        self._settings = settings
        self._transport = wiring.transport()
        self._queue = wiring.queue()
        self._line = Line(self._queue, wiring.chats())
        self._ending: set[asyncio.Task[None]] = set()
        wiring.chats().when_deleted = self._end
        self.gateway = Gateway(self._new_client, token=token)
        self.health = Health(self._queue, self.gateway.ready, settings.download_work_dir)
        self._face = new_face(wiring, settings, health=self.health, application=application)

    async def run(self, stop: asyncio.Event, *, grace: timedelta) -> None:
        """Until `stop` is set, and then as long as `grace` for what runs.

        Raises:
            LoginError: Discord refuses the token.
            PortTakenError: Nothing can be served at HEALTH_PORT.
        """
        async with serving(self.health, self._settings.health_port), asyncio.TaskGroup() as group:
            beside = [
                group.create_task(self._queue.run(), name="queue"),
                group.create_task(self._line.follow(), name="line"),
                group.create_task(self.gateway.stay(), name="gateway"),
            ]
            await stop.wait()
            _log.info("stopping: nothing new is taken, what runs has %s", grace)
            await self._queue.drain(grace)
            for task in beside:
                task.cancel()

    def _end(self, job: JobId) -> None:
        """Whoever deleted a job's card wants no answer."""
        ending = asyncio.create_task(self._cancel(job), name=f"end of job {job}")
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)

    async def _cancel(self, job: JobId) -> None:
        view = await self._queue.get(job)
        if view is not None:
            await self._queue.cancel(job, by=view.spec.actor)

    def _new_client(self) -> Client:
        return new_client(
            self._face,
            self._transport,
            test_guild=self._settings.discord_test_guild,
            shards=self._settings.discord_shards,
        )


async def _level(settings: Settings, wiring: BotContainer) -> str:
    """What is enforced.

    Raises:
        TooOpenError: Less than SANDBOX_MINIMUM.
    """
    check = await sandbox_checked(settings, wiring.cells())
    if not check.ok:
        raise TooOpenError(f"{check.name}: {check.found}. {check.advice}")
    return check.found


async def _application(transport: Transport) -> str:
    """The id of the bot's application.

    Raises:
        LoginError: Discord refuses the token.
    """
    while True:
        match await transport.send(Call("GET", "/applications/@me")):
            case Success(answer):
                return str(answer["id"])
            case Failure(Refusal(status=401)):
                raise LoginError("Discord refused the token")
            case Failure(Refusal(status=status, words=words)):
                why = f"it answered with status {status} {words}".rstrip()
            case Failure():
                why = "no proper answer"
        _log.warning("waiting for Discord: %s; asked again in %.0f s", why, PAUSE)
        await asyncio.sleep(PAUSE)


async def _until(stop: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """What the work returns; None when `stop` was set before."""
    working, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait([working, stopping], return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        working.cancel()
        stopping.cancel()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - for whoever starts it
