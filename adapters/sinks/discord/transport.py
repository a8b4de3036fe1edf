"""The only module that speaks to Discord's REST interface: streams, obeys, never doubles."""

import asyncio
import json
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final, final
from urllib.parse import quote

import aiohttp
from yarl import URL

from adapters.sinks.discord.answers import Again, Answer, CallFailure, Lost, Refusal, judge
from adapters.sinks.discord.calls import Call, Json, pinging_nobody
from adapters.sinks.discord.lanes import Lane, Lanes
from adapters.sinks.discord.uploads import multipart, open_all
from adapters.undisturbed import undisturbed
from domain.failures import ChatDown, ChatUnknown, NoRoom
from domain.outcome import Failure, Outcome, Success

API: Final = "https://discord.com/api/v10"
USER_AGENT: Final = "DiscordBot (boss-bot, 1)"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long and how often one call is tried; seconds, and bytes a second."""

    tries: int = 5
    waiting: float = 60.0
    """For places and pauses, in all; what takes longer has failed."""
    pause: float = 1.0
    """Before the second try, when nobody named a time; it doubles with every further one."""
    connecting: float = 10.0
    answering: float = 60.0
    """From the last byte sent."""
    slowest: float = 128 * 1024

    def of(self, size: int | None) -> aiohttp.ClientTimeout:
        """The time of one attempt with a body of so many bytes."""
        return aiohttp.ClientTimeout(
            total=self.connecting + self.answering + (size or 0) / self.slowest,
            sock_connect=self.connecting,
            sock_read=self.answering,
        )


@final
class Transport:
    """Sends calls; safe for any number of tasks at once.

    Without `token` it serves interactions and webhooks, which carry their own.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        url: str = API,
        token: str | None = None,
        patience: Patience | None = None,
    ) -> None:
        self.session = session
        self._url = url.rstrip("/")
        self._token = token
        self._patience = patience or Patience()
        self._lanes = Lanes()

    async def send(self, call: Call) -> Outcome[Json, CallFailure]:
        """The JSON that came back (None where there is none), or why it did not work.

        ChatUnknown: a POST that cannot be repeated may have taken effect. ChatDown: it was tried
        as often as it is worth. NoRoom: a file to upload is not there.
        """
        if call.by_bot and self._token is None:
            return Failure(Refusal(401, words="no bot's token here"))
        call, in_doubt = pinging_nobody(call), False
        waiting_ends = _now() + self._patience.waiting
        for number in range(1, self._patience.tries + 1):
            try:
                async with asyncio.timeout_at(waiting_ends):
                    lane = await self._lanes.enter(call)
            except TimeoutError:
                break
            began = _now()
            match await self._attempt(call, lane, in_doubt=in_doubt):
                case Again() as again:
                    in_doubt = again.in_doubt
                case settled:
                    return settled
            waiting_ends += _now() - began
            pause = again.seconds or self._patience.pause * 2 ** (number - 1)
            if again.limited:
                self._lanes.shut(call, lane, pause, everywhere=again.everywhere)
            failed = (call.route, number, again.why)
            if number == self._patience.tries or _now() + pause > waiting_ends:
                _log.info("%s: try %d failed (%s), and was the last", *failed)
                break
            _log.info("%s: try %d failed (%s), the next in %.1f s", *failed, pause)
            await asyncio.sleep(0 if again.limited else pause)
        return Failure(ChatUnknown() if in_doubt and call.method == "POST" else ChatDown())

    async def _attempt(
        self, call: Call, lane: Lane, *, in_doubt: bool
    ) -> Outcome[Json, CallFailure] | Again:
        headers = None
        try:
            match await self._once(call):
                case Failure(no_room):
                    return Failure(no_room)
                case Success(got):
                    pass
            if isinstance(got, Answer):
                headers = got.headers
                self._lanes.learn(call, lane, headers)
        finally:
            lane.leave(headers)
        return judge(call, got, in_doubt=in_doubt)

    async def _once(self, call: Call) -> Outcome[Answer | Lost, NoRoom]:
        text = json.dumps(call.json, separators=(",", ":")) if call.json is not None else None
        if not call.uploads:
            return Success(await self._exchange(call, text))
        try:
            stack, files = await undisturbed(asyncio.to_thread(open_all, call.uploads))
        except OSError:
            return Failure(NoRoom(why="gone"))
        with stack:
            return Success(await self._exchange(call, multipart(text or "{}", call.uploads, files)))

    async def _exchange(
        self, call: Call, data: str | aiohttp.MultipartWriter | None
    ) -> Answer | Lost:
        headers = {"User-Agent": USER_AGENT}
        if call.by_bot:
            headers["Authorization"] = f"Bot {self._token}"
        if call.reason:
            headers["X-Audit-Log-Reason"] = quote(call.reason, safe="/ ")
        if isinstance(data, str):
            headers["Content-Type"] = "application/json"
        size = data.size if isinstance(data, aiohttp.MultipartWriter) else None
        try:
            async with self.session.request(
                call.method,
                URL(self._url + call.path, encoded=True).update_query(call.query),
                data=data,
                headers=headers,
                timeout=self._patience.of(size),
                allow_redirects=False,
            ) as response:
                answer = Answer(response.status, response.headers, await response.text())
                if not response.ok:
                    response.close()
                return answer
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            return Lost(sent=False, why=_why(error))
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return Lost(sent=True, why=_why(error))


def _why(error: aiohttp.ClientError | OSError) -> str:
    """In short, and without the address, which may hold a token."""
    match error:
        case aiohttp.ConnectionTimeoutError():
            return "no connection in time"
        case TimeoutError():
            return "no answer in time"
        case aiohttp.ServerDisconnectedError():
            return "the connection was cut"
        case OSError(strerror=str(words)) if words:
            return words
        case _:
            return type(error).__name__


def _now() -> float:
    return asyncio.get_running_loop().time()


@asynccontextmanager
async def open_transport(
    *, url: str = API, token: str | None = None, patience: Patience | None = None
) -> AsyncGenerator[Transport]:
    """A transport with a session of its own, until the block ends."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield Transport(session, url=url, token=token, patience=patience)
