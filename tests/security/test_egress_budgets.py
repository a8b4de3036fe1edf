"""What a job may use up, how it is stopped, and that nothing of it is left."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import aiohttp
import pytest

from adapters.egress.guarded import exchange
from adapters.egress.guarded.exchange import Exchange
from adapters.egress.guarded.guarded import Guarded
from adapters.egress.guarded.line import Line
from application.ports.egress import EgressAddress, JobBudget
from domain.addresses import Address
from domain.destinations import EgressRules, Verdict
from tests.security.asking import (
    WAYS,
    Listener,
    by_connect,
    connected,
    key,
    listening,
)
from tests.security.egress_world import World

KIBIBYTE = 1024


async def pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer for ever, as fast as it is taken."""
    try:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(bytes(64 * KIBIBYTE))
            await writer.drain()
    except (ConnectionError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Never answer."""
    await reader.read()
    writer.close()


@asynccontextmanager
async def going_on(world: World, address: EgressAddress) -> AsyncIterator[asyncio.StreamReader]:
    async with connected(address) as (reader, writer):
        target = f"127.0.0.1:{world.listener.port}"
        writer.write(f"CONNECT {target} HTTP/1.1\r\n".encode() + key(address) + b"\r\n")
        assert b" 200 " in await reader.readuntil(b"\r\n\r\n")
        writer.write(b"GET / HTTP/1.1\r\n\r\n")
        yield reader


async def test_a_job_gets_so_many_bytes_and_then_nothing() -> None:
    allowed = 300 * KIBIBYTE
    async with listening(serve=pour) as listener:
        world = World(listener)
        async with world.open(loopback=True, budget=JobBudget(wire_bytes=allowed)) as address:
            async with going_on(world, address) as reader:
                got = 0
                while data := await _read(reader):
                    got += len(data)
            assert got <= allowed
            for ask in WAYS:
                said = await ask(address, "127.0.0.1", listener.port)
                assert said.startswith(("HTTP/1.1 509", "SOCKS 2"))
    assert world.verdicts() == {Verdict.OVER_BUDGET}
    assert 0 <= sum(event.bytes_in for event in world.events) - allowed <= 256 * KIBIBYTE


async def _read(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.read(64 * KIBIBYTE)
    except ConnectionError:
        return b""


async def test_who_says_nothing_is_cut_off() -> None:
    async with listening(serve=hang) as listener:
        world = World(listener)
        async with (
            world.open(loopback=True, budget=JobBudget(idle_seconds=0.05)) as address,
            going_on(world, address) as reader,
        ):
            assert await _read(reader) == b""
    assert world.verdicts() == {Verdict.TOO_SLOW}


async def test_a_client_that_holds_back_is_not_blamed_on_the_host() -> None:
    async with listening(serve=pour) as listener:
        world = World(listener)
        async with (
            world.open(loopback=True, budget=JobBudget(idle_seconds=0.05)) as address,
            going_on(world, address) as reader,
        ):
            await asyncio.sleep(0.3)
            taken = 0
            while taken < 16 * 1024 * KIBIBYTE:
                data = await _read(reader)
                assert data
                taken += len(data)
    assert world.verdicts() == {Verdict.ENDED}


async def test_when_its_time_is_over_a_job_is_cut_off() -> None:
    async with listening(serve=pour) as listener:
        world = World(listener)
        budget = JobBudget(seconds=0.05, idle_seconds=0.1)
        async with world.open(loopback=True, budget=budget) as address:
            async with going_on(world, address) as reader:
                while await _read(reader):
                    pass
            assert "509" in await by_connect(address, "127.0.0.1", listener.port)
    assert world.verdicts() == {Verdict.OVER_BUDGET}


async def test_time_in_which_a_job_has_no_connection_is_not_counted() -> None:
    async with listening(Listener(answer=b"hello")) as listener:
        world = World(listener)
        async with world.open(loopback=True, budget=JobBudget(seconds=0.05)) as address:
            await asyncio.sleep(0.1)
            assert (await by_connect(address, "127.0.0.1", listener.port)).endswith("hello")
            assert address.spent() is None


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(("bytes_a_minute", "verdict"), [(600, Verdict.TOO_SLOW), (40000, None)])
def test_who_trickles_is_cut_off(bytes_a_minute: int, verdict: Verdict | None) -> None:
    clock = Clock()
    trickling = Exchange(now=clock, spend=lambda _: None)
    line: Line = trickling.remote()
    for _ in range(30):
        clock.now += exchange.SLOW_SECONDS / 20
        line.data_received(bytes(bytes_a_minute // 20))
        trickling.judge(idle_seconds=30)
    event = trickling.event("job")
    assert event.verdict == (verdict or Verdict.PASSED)
    assert event.bytes_in == 30 * (bytes_a_minute // 20)


async def test_when_the_job_ends_nothing_listens_and_no_connection_is_left() -> None:
    async with listening(serve=pour) as listener:
        world = World(listener)
        async with world.open(loopback=True) as address:
            async with connected(address) as (_, unsaid):
                unsaid.write(b"GET htt")
            open_readers = [going_on(world, address) for _ in range(5)]
            readers = [await one.__aenter__() for one in open_readers]
        for reader in readers:
            while await _read(reader):
                pass
        for one in open_readers:
            await one.__aexit__(None, None, None)
        proxy = urlsplit(address.url)
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection(proxy.hostname, proxy.port)
    assert world.verdicts() <= {Verdict.ENDED, Verdict.MALFORMED}
    assert len(world.events) == 6


async def test_a_cancelled_job_is_cut_off_however_often_it_is_cancelled() -> None:
    async with listening(serve=pour) as listener:
        world = World(listener)
        begun = asyncio.Event()

        async def job() -> None:
            async with (
                world.open(loopback=True) as address,
                going_on(world, address) as reader,
            ):
                await reader.read(1)
                begun.set()
                await asyncio.Event().wait()

        working = asyncio.create_task(job())
        await begun.wait()
        while not working.done():
            working.cancel()
            await asyncio.sleep(0)
    assert working.cancelled()
    assert len(world.events) == 1


async def test_a_job_may_not_open_connections_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.egress.guarded.doorway.MOST_AT_ONCE", 2)
    async with listening(serve=hang) as listener:
        world = World(listener)
        async with (
            world.open(loopback=True) as address,
            going_on(world, address),
            going_on(world, address),
        ):
            assert "509" in await by_connect(address, "127.0.0.1", listener.port)


async def test_a_redirect_to_a_private_address_is_not_followed() -> None:
    answer = b"HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    targets = ["http://169.254.169.254/latest/meta-data/", "http://localhost/", "http://[::1]/"]
    for target in targets:
        listener = Listener(answer=answer % target.encode())
        async with listening(listener):
            world = World(listener)
            async with (
                world.open(allow_hosts=frozenset({"127.0.0.1"})) as address,
                aiohttp.ClientSession() as session,
                session.get(f"http://127.0.0.1:{listener.port}/", proxy=address.url) as response,
            ):
                assert response.status == 470
                assert str(response.url) == target
        assert listener.connections == 1


async def test_what_is_told_names_no_path_and_no_header() -> None:
    async with listening() as listener:
        world = World(listener)
        async with world.open(loopback=True) as address, connected(address) as (reader, writer):
            writer.write(
                f"GET http://127.0.0.1:{listener.port}/secret?token=secret HTTP/1.1\r\n".encode()
                + b"Cookie: secret\r\nProxy-Secret: secret\r\nConnection: secret\r\n"
                + key(address)
                + b"\r\n"
            )
            assert (await reader.read()).endswith(b"hello")
    assert "secret" not in repr(world.events)
    head = listener.heard[0].decode()
    assert head.startswith("GET /secret?token=secret HTTP/1.1\r\nHost: 127.0.0.1:")
    assert "Cookie: secret" in head
    assert "Proxy" not in head
    assert head.endswith("Connection: close\r\n\r\n")


async def test_a_body_follows_its_request() -> None:
    async with listening(serve=_echo) as listener:
        world = World(listener)
        async with world.open(loopback=True) as address, aiohttp.ClientSession() as session:
            body = b"x" * 900_000
            url = f"http://127.0.0.1:{listener.port}/"
            async with session.post(url, data=body, proxy=address.url) as response:
                assert await response.read() == b"900000"
    assert [event.bytes_out > 900_000 for event in world.events] == [True]


async def _echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length:")[1].split()[0])
    body = await reader.readexactly(length)
    writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n%d" % len(body))
    writer.close()


async def test_the_host_may_go_on_when_the_client_has_said_all() -> None:
    async def count(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        said = await reader.read()
        writer.write(b"%d" % len(said))
        writer.close()

    async with listening(serve=count) as listener:
        world = World(listener)
        async with world.open(loopback=True) as address, connected(address) as (reader, writer):
            writer.write(f"CONNECT 127.0.0.1:{listener.port} HTTP/1.1\r\n".encode())
            writer.write(key(address) + b"\r\nearly ")
            writer.write(b"bird")
            writer.write_eof()
            assert (await reader.read()).endswith(b"\r\n\r\n10")


async def test_two_jobs_have_a_proxy_and_a_budget_each() -> None:
    guarded = Guarded(EgressRules(loopback=True))
    async with (
        listening() as listener,
        guarded.open("one", JobBudget(wire_bytes=1)) as one,
        guarded.open("two", JobBudget()) as two,
    ):
        assert one is not None
        assert two is not None
        assert one != two
        await by_connect(one, "127.0.0.1", listener.port)
        assert "509" in await by_connect(one, "127.0.0.1", listener.port)
        assert (await by_connect(two, "127.0.0.1", listener.port)).endswith("hello")


async def test_a_job_asks_for_two_names_at_once_and_a_slow_resolver_is_not_asked_for_more() -> None:
    asked: list[str] = []
    both, answer = asyncio.Event(), asyncio.Event()

    async def resolve(name: str) -> list[Address]:
        asked.append(name)
        if len(asked) == 2:
            both.set()
        await answer.wait()
        raise OSError(name)

    guarded = Guarded(EgressRules(), resolve=resolve)
    async with guarded.open("job", JobBudget()) as address:
        assert address is not None
        names = [f"{number}.example.com" for number in range(5)]
        asking = [asyncio.create_task(by_connect(address, name, 443)) for name in names]
        await both.wait()
        await asyncio.sleep(0.05)
        assert len(asked) == 2
        answer.set()
        said = await asyncio.gather(*asking)
    assert sorted(asked) == names
    assert all("471" in each for each in said)
