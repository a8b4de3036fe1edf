"""The proxy of one job on this machine: HTTP and SOCKS5 through one port, within one budget."""

import asyncio
from collections.abc import Callable
from secrets import token_urlsafe
from typing import final

from adapters.egress.guarded.exchange import EgressEvent, Exchange
from adapters.egress.guarded.line import Line
from adapters.egress.guarded.ways import Way, Ways
from adapters.egress.guarded.wishes import NAME, Wish, heard
from application.ports.egress import JobBudget, Spent
from domain.destinations import Verdict
from domain.jobs import JobId
from domain.outcome import Failure, Outcome, Success

OPENING_SECONDS = 30.0
"""For a client to say what it wants, and for us to get there."""
MOST_AT_ONCE = 64
"""Connections of one job; tools use a few dozen."""
PASSWORD_BYTES = 16
"""Of chance."""
JUDGED_EVERY = 1.0
"""Seconds."""


@final
class Doorway:
    """Listens on the loopback address while its job runs."""

    def __init__(
        self, job_id: JobId, *, ways: Ways, budget: JobBudget, tell: Callable[[EgressEvent], None]
    ) -> None:
        self._job_id = job_id
        self._password = token_urlsafe(PASSWORD_BYTES)
        self._ways = ways
        self._budget = budget
        self._tell = tell
        self._loop = asyncio.get_running_loop()
        self._seconds_left = budget.seconds
        self._bytes_left = budget.wire_bytes
        self._open: dict[Exchange, asyncio.Task[None]] = {}
        self._server: asyncio.Server | None = None
        self._judging: asyncio.Task[None] | None = None

    async def open(self) -> str:
        """Begin to listen; the address of the proxy, with what opens it."""
        self._server = await self._loop.create_server(self._entered, "127.0.0.1", 0)
        self._judging = asyncio.create_task(self._judge())
        port: int = self._server.sockets[0].getsockname()[1]
        return f"http://{NAME}:{self._password}@127.0.0.1:{port}"

    async def close(self) -> None:
        """Cut every connection; when this ends, none is left."""
        if self._server is not None:
            self._server.close()
        if self._judging is not None:
            self._judging.cancel()
        while self._open:
            for exchange, serving in self._open.items():
                exchange.end(Verdict.ENDED)
                serving.cancel()
            await asyncio.wait(self._open.values())

    def spent(self) -> Spent | None:
        """Of what the job has had its share: of bytes, or of seconds with a connection open."""
        if self._bytes_left <= 0:
            return "bytes"
        return "seconds" if self._seconds_left <= 0 else None

    def _of_the_job(self) -> int:
        """How many connections are open for it: a stranger takes no place, and no time."""
        return sum(exchange.host is not None for exchange in self._open)

    def _entered(self) -> Line:
        exchange = Exchange(now=self._loop.time, spend=self._spend)

        def made(client: Line) -> None:
            serving = asyncio.create_task(self._serve(exchange, client))
            self._open[exchange] = serving
            serving.add_done_callback(lambda _: self._open.pop(exchange))

        return exchange.client(made)

    def _spend(self, length: int) -> None:
        self._bytes_left -= length
        if self._bytes_left < 0:
            for exchange in list(self._open):
                exchange.end(Verdict.OVER_BUDGET)

    async def _judge(self) -> None:
        while True:
            since = self._loop.time()
            await asyncio.sleep(min(JUDGED_EVERY, self._budget.idle_seconds / 4))
            if self._of_the_job():
                self._seconds_left -= self._loop.time() - since
            for exchange in list(self._open):
                exchange.judge(self._budget.idle_seconds)
                if self.spent():
                    exchange.end(Verdict.OVER_BUDGET)

    async def _serve(self, exchange: Exchange, client: Line) -> None:
        verdict = Verdict.ENDED
        try:
            verdict = await self._begin(exchange, client)
            if verdict is not Verdict.PASSED:
                client.close()
            await client.lost.wait()
        finally:
            exchange.end(verdict)
            await exchange.over()
            self._tell(exchange.event(self._job_id))

    async def _begin(self, exchange: Exchange, client: Line) -> Verdict:
        try:
            async with asyncio.timeout(OPENING_SECONDS):
                match await heard(client, password=self._password):
                    case Failure(verdict):
                        return verdict
                    case Success(wish):
                        pass
                exchange.host, exchange.port = wish.host, wish.port
                way = await self._way(exchange, wish)
        except TimeoutError:
            return Verdict.TOO_SLOW
        match way:
            case Success(found):
                exchange.address = found.address
                wish.grant(client, found)
                client.join(found.line)
                return Verdict.PASSED
            case Failure(verdict):
                wish.refuse(client, verdict)
                return verdict

    async def _way(self, exchange: Exchange, wish: Wish) -> Outcome[Way, Verdict]:
        if self.spent() or self._of_the_job() > MOST_AT_ONCE:
            return Failure(Verdict.OVER_BUDGET)
        return await self._ways.to(wish.host, wish.port, tunnel=wish.tunnel, line=exchange.remote)
