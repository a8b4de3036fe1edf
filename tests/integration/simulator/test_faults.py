"""Do the simulator's faults reach a client as what they are called?"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
import pytest

from tests.simulator import faults, media
from tests.simulator.simulator import Simulator
from tests.simulator.sites import files

LAKE = media.image("lake.jpg")
Get = Callable[..., Awaitable[aiohttp.ClientResponse]]


@asynccontextmanager
async def client(simulator: Simulator) -> AsyncIterator[Get]:
    trusting = ssl.create_default_context(cafile=simulator.ca_file)
    async with aiohttp.ClientSession() as session:

        async def get(url: str = files.JPEG, **more) -> aiohttp.ClientResponse:
            more.setdefault("proxy", simulator.proxy)
            return await session.get(url, ssl=trusting, **more)

        yield get


async def test_a_status_is_given_as_often_as_was_asked(simulator: Simulator):
    simulator.fail(faults.status(429, retry_after=7), host="files.example", times=2)
    async with client(simulator) as get:
        answers = [await get() for _ in range(3)]
    assert [answer.status for answer in answers] == [429, 429, 200]
    assert answers[0].headers["retry-after"] == "7"


async def test_a_fault_befalls_only_what_it_was_meant_for(simulator: Simulator):
    simulator.fail(faults.status(500), path="*.png")
    async with client(simulator) as get:
        assert (await get(files.JPEG)).status == 200
        assert (await get(files.PNG)).status == 500


@pytest.mark.parametrize("fault", [faults.cut(100), faults.claims(len(LAKE) + 1)])
async def test_a_body_that_ends_too_early_breaks(simulator: Simulator, fault: faults.Change):
    simulator.fail(fault)
    async with client(simulator) as get:
        answer = await get()
        with pytest.raises(aiohttp.ClientPayloadError):
            await answer.read()


async def test_a_body_goes_on_after_its_length(simulator: Simulator):
    simulator.fail(faults.claims(100))
    async with client(simulator) as get:
        with pytest.raises(aiohttp.ClientResponseError, match="Data after"):
            await get()


async def test_a_hanging_site_answers_never(simulator: Simulator):
    simulator.fail(faults.hang())
    async with client(simulator) as get:
        with pytest.raises(TimeoutError):
            await get(timeout=aiohttp.ClientTimeout(total=0.2))


async def test_a_dripping_body_arrives_whole(simulator: Simulator):
    simulator.fail(faults.drip(size=1000, every=0.001))
    async with client(simulator) as get:
        assert await (await get()).read() == LAKE


async def test_an_endless_body_has_no_length_and_goes_on(simulator: Simulator):
    simulator.fail(faults.endless(every=0))
    async with client(simulator) as get:
        answer = await get()
        assert "content-length" not in answer.headers
        async with asyncio.timeout(30):
            begun = await answer.content.readexactly(1 << 20)
        answer.close()
    assert begun.startswith(LAKE)


async def test_garbage_comes_under_the_headers_of_the_file(simulator: Simulator):
    simulator.fail(faults.garbage(500))
    async with client(simulator) as get:
        answer = await get()
        assert answer.headers["content-type"] == "image/jpeg"
        assert len(await answer.read()) == 500


async def test_a_compressed_body_is_the_same_body(simulator: Simulator):
    simulator.fail(faults.compressed())
    async with client(simulator) as get:
        answer = await get()
        assert answer.headers["content-encoding"] == "gzip"
        assert await answer.read() == LAKE


async def test_a_part_of_a_file_can_be_asked_for(simulator: Simulator):
    async with client(simulator) as get:
        answer = await get(headers={"range": "bytes=10-19"})
        assert answer.status == 206
        assert await answer.read() == LAKE[10:20]
        assert (await get(headers={"range": "bytes=999999-"})).status == 416


async def test_a_host_that_nobody_simulates_is_a_stranger(simulator: Simulator):
    async with client(simulator) as get:
        with pytest.raises(aiohttp.ClientHttpProxyError):
            await get("https://elsewhere.invalid/")
    assert simulator.strangers == {"elsewhere.invalid"}


async def test_jobs_are_told_apart_by_the_address_of_their_proxy(simulator: Simulator):
    async with client(simulator) as get:
        for job in ("one", "two"):
            await get(
                proxy=simulator.proxy_for(job), cookies={"job": job}, headers={"user-agent": job}
            )
    (seen,) = simulator.asked(job="two", path="/pictures/*")
    assert (seen.request.cookies, seen.request.user_agent) == ({"job": "two"}, "two")
