"""What every Egress promises: a way out while the job runs, and none of it afterwards."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import final
from urllib.parse import urlsplit

import aiohttp
import pytest

from adapters.egress.guarded.guarded import Guarded
from application.ports.egress import Egress, EgressAddress, JobBudget
from domain.destinations import EgressRules
from domain.jobs import JobId
from tests.fakes.egress import Unguarded
from tests.security.asking import listening

Promise = Callable[[Egress], Awaitable[None]]


async def got(address: EgressAddress | None, port: int) -> str:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(20)) as session:
        proxy = None if address is None else address.url
        async with session.get(f"http://127.0.0.1:{port}/", proxy=proxy) as response:
            return await response.text()


async def is_dead(address: EgressAddress | None) -> bool:
    if address is None:
        return True
    parts = urlsplit(address.url)
    try:
        _, writer = await asyncio.open_connection(parts.hostname, parts.port)
    except ConnectionRefusedError:
        return True
    writer.close()
    return False


async def it_leads_out_while_it_is_open(egress: Egress) -> None:
    async with listening() as listener, egress.open("job", JobBudget()) as address:
        assert await got(address, listener.port) == "hello"
        assert await got(address, listener.port) == "hello"


async def nothing_of_it_is_left_afterwards(egress: Egress) -> None:
    async with egress.open("job", JobBudget()) as address:
        pass
    assert await is_dead(address)


async def nothing_of_it_is_left_after_any_number_of_cancellations(egress: Egress) -> None:
    opened: list[EgressAddress | None] = []
    begun = asyncio.Event()

    async def job() -> None:
        async with egress.open("job", JobBudget()) as address:
            opened.append(address)
            begun.set()
            await asyncio.Event().wait()

    working = asyncio.create_task(job())
    await begun.wait()
    while not working.done():
        working.cancel()
        await asyncio.sleep(0)
    assert [await is_dead(address) for address in opened] == [True]


async def each_job_has_a_way_of_its_own(egress: Egress) -> None:
    async with (
        listening() as listener,
        egress.open("one", JobBudget()) as one,
        egress.open("two", JobBudget()) as two,
    ):
        assert one is None or one != two
        said = await asyncio.gather(*(got(way, listener.port) for way in (one, two) * 5))
        assert said == ["hello"] * 10


PROMISES: list[Promise] = [
    it_leads_out_while_it_is_open,
    nothing_of_it_is_left_afterwards,
    nothing_of_it_is_left_after_any_number_of_cancellations,
    each_job_has_a_way_of_its_own,
]


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
@pytest.mark.parametrize(
    "egress", [Unguarded(), Guarded(EgressRules(loopback=True))], ids=["unguarded", "guarded"]
)
async def test_an_egress_promises_that(egress: Egress, promise: Promise) -> None:
    await promise(egress)


@final
class LyingEgress(Egress):
    """Leads nowhere, and goes on listening."""

    def __init__(self) -> None:
        self.server: asyncio.Server | None = None

    @asynccontextmanager
    async def open(self, job_id: JobId, budget: JobBudget) -> AsyncIterator[EgressAddress | None]:
        if self.server is None:
            self.server = await asyncio.start_server(self._answer, "127.0.0.1", 0)
        yield EgressAddress(url=f"http://127.0.0.1:{self.server.sockets[0].getsockname()[1]}")

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno")
        writer.close()


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
async def test_a_liar_is_found_out_by(promise: Promise) -> None:
    liar = LyingEgress()
    try:
        with pytest.raises(AssertionError):
            await promise(liar)
    finally:
        if liar.server is not None:
            liar.server.close()
