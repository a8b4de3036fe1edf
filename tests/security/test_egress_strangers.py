"""A job's guard is a port on this machine, but nobody goes through it who is not of that job."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, build_opener

import pytest

from adapters.cells.cell import Cell
from adapters.cells.cells import Cells
from adapters.cells.fence import Fence
from adapters.egress.guarded import doorway
from adapters.egress.guarded.guarded import Guarded
from application.ports.egress import EgressAddress, JobBudget
from domain.destinations import EgressRules, Verdict
from domain.outcome import Success
from tests.security.asking import WAYS, by_connect, connected, listening
from tests.security.egress_world import World

Ask = Callable[[EgressAddress, str, int], Coroutine[Any, Any, str]]
REFUSED = ("HTTP/1.1 407", "SOCKS stranger")


def in_anothers_place(own: EgressAddress, other: EgressAddress) -> EgressAddress:
    """The other's port, with what opens one's own."""
    return EgressAddress(url=own.url.replace(str(port_of(own)), str(port_of(other))))


def port_of(address: EgressAddress) -> int:
    port = urlsplit(address.url).port
    assert port is not None
    return port


def fetch_through(job, talk):  # runs in a cell
    opener = build_opener(ProxyHandler({"http": job["proxy"]}))
    try:
        return opener.open(job["url"], timeout=20).read().decode()
    except HTTPError as error:
        return error.code


@pytest.mark.parametrize("ask", WAYS, ids=lambda ask: ask.__name__)
@pytest.mark.parametrize("password", [None, "", "guessed", "job"])
async def test_who_does_not_know_the_password_makes_nobody_be_dialled_or_looked_up(
    ask: Ask, password: str | None
) -> None:
    async with listening() as listener:
        world = World(listener)
        async with world.open(loopback=True) as address:
            login = "" if password is None else f"job:{password}@"
            stranger = EgressAddress(url=f"http://{login}127.0.0.1:{port_of(address)}")
            for host in ("127.0.0.1", "example.com"):
                assert (await ask(stranger, host, listener.port)).startswith(REFUSED)
            assert (await ask(address, "127.0.0.1", listener.port)).endswith("hello")
    assert listener.connections == 1
    assert world.looked_up == []
    assert [event.verdict for event in world.events[:2]] == [Verdict.STRANGER] * 2
    assert {event.host for event in world.events[:2]} == {None}


async def test_a_socks_client_that_brings_no_password_is_not_let_in() -> None:
    async with listening() as listener:
        world = World(listener)
        async with world.open(loopback=True) as address, connected(address) as (reader, writer):
            writer.write(b"\x05\x01\x00\x05\x01\x00\x01\x7f\x00\x00\x01\x00\x50")
            assert await reader.read() == b"\x05\xff"
    assert world.verdicts() == {Verdict.STRANGER}


@pytest.mark.parametrize("fence", [Fence(ports=None), None], ids=["no fence of ports", "no fence"])
async def test_a_child_of_one_job_cannot_use_the_way_of_another(
    fence: Fence | None, tmp_path: Path
) -> None:
    cells = Cells(fenced=fence is not None)
    cell = Cell(f"{__name__}:fetch_through")
    guarded = Guarded(EgressRules(loopback=True))
    async with (
        listening() as listener,
        guarded.open("one", JobBudget()) as one,
        guarded.open("two", JobBudget()) as two,
    ):
        assert one is not None
        assert two is not None
        said = []
        for address in (in_anothers_place(one, two), one):
            job = {"proxy": address.url, "url": f"http://127.0.0.1:{listener.port}/"}
            said.append(
                await cells.run(cell, job, folder=tmp_path, fence=fence or Fence(ports=None))
            )
        await cells.aclose()
    assert said == [Success(407), Success("hello")]
    assert listener.connections == 1


async def test_strangers_take_no_place_of_the_jobs_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doorway, "MOST_AT_ONCE", 1)
    async with listening() as listener:
        world = World(listener)
        async with (
            world.open(loopback=True) as address,
            connected(address),
            connected(address),
            connected(address),
        ):
            assert (await by_connect(address, "127.0.0.1", listener.port)).endswith("hello")


async def test_strangers_take_no_time_of_the_jobs_own() -> None:
    budget = JobBudget(seconds=0.05, idle_seconds=0.4)
    async with listening() as listener:
        world = World(listener)
        async with world.open(loopback=True, budget=budget) as address:
            async with connected(address) as (reader, _):
                assert await reader.read() == b"", "it was not judged"
            assert address.spent() is None
            assert (await by_connect(address, "127.0.0.1", listener.port)).endswith("hello")


async def test_the_password_is_not_shown_by_what_holds_it() -> None:
    async with Guarded().open("one", JobBudget()) as one, Guarded().open("two", JobBudget()) as two:
        assert one is not None
        assert two is not None
        passwords = [urlsplit(each.url).password for each in (one, two)]
        shown = repr([one, two])
    assert passwords[0] != passwords[1]
    assert all(password and password not in shown for password in passwords)
