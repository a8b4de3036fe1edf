"""No form of an address that no job may reach leads to one connection, in any of three ways."""

import asyncio
from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from itertools import product

import pytest

from application.ports.egress import EgressAddress
from domain.destinations import Verdict
from tests.security.address_forms import ADDRESSES, LOOPBACK, NAMES, UNUSUAL
from tests.security.asking import WAYS, by_connect, listening
from tests.security.egress_world import World, is_refused

Ask = Callable[[EgressAddress, str, int], Awaitable[str]]
ASKING = pytest.mark.parametrize("ask", WAYS, ids=lambda ask: ask.__name__)


def test_there_are_at_least_120_forms() -> None:
    assert len({*UNUSUAL, *NAMES, *ADDRESSES}) >= 120


@ASKING
async def test_an_unusual_form_is_not_even_looked_up(ask: Ask) -> None:
    async with listening() as listener:
        world = World(listener, [ip_address("127.0.0.1")])
        async with world.open() as address:
            said = {form: await ask(address, form, listener.port) for form in UNUSUAL}
            said |= {name: await ask(address, name, listener.port) for name in NAMES}
    assert {form: answer for form, answer in said.items() if not is_refused(answer)} == {}
    assert world.looked_up == []
    assert listener.connections == 0
    assert world.verdicts() <= {
        Verdict.MALFORMED,
        Verdict.REFUSED_HOST,
        Verdict.REFUSED_ADDRESS,  # 127.0.0.1. with its one dot is an address all the same
    }


@ASKING
async def test_an_address_that_leads_elsewhere_is_not_dialled(ask: Ask) -> None:
    async with listening() as listener:
        world = World(listener)
        async with world.open() as address:
            said = {form: await ask(address, form, listener.port) for form in ADDRESSES}
    assert {form: answer for form, answer in said.items() if not is_refused(answer)} == {}
    assert world.verdicts() == {Verdict.REFUSED_ADDRESS}
    assert [event.address for event in world.events if event.address is not None] == []
    assert listener.connections == 0


@ASKING
async def test_a_name_that_leads_elsewhere_is_looked_up_once_and_not_dialled(ask: Ask) -> None:
    async with listening() as listener:
        world = World(listener, *[[ip_address(form)] for form in ADDRESSES])
        async with world.open() as address:
            said = [
                await ask(address, f"{n}.example.com", listener.port) for n in range(len(ADDRESSES))
            ]
    assert all(is_refused(answer) for answer in said)
    assert len(world.looked_up) == len(ADDRESSES)
    assert world.verdicts() == {Verdict.REFUSED_ADDRESS}
    assert listener.connections == 0


@ASKING
async def test_one_bad_address_among_good_ones_is_enough(ask: Ask) -> None:
    good, bad = ip_address("93.184.216.34"), ip_address("127.0.0.1")
    async with listening() as listener:
        for answer in ([good, bad], [bad, good], [good, good, bad]):
            world = World(listener, answer)
            async with world.open() as address:
                assert is_refused(await ask(address, "mixed.example.com", listener.port))
            assert world.verdicts() == {Verdict.REFUSED_ADDRESS}
    assert listener.connections == 0


@ASKING
async def test_a_name_that_changes_its_mind_is_judged_by_the_address_that_is_dialled(
    ask: Ask,
) -> None:
    """Rebinding: the first answer passes, and what is dialled is that answer, not a second one."""
    good, bad = ip_address("127.0.0.1"), ip_address("127.0.0.2")
    async with listening() as listener:
        world = World(listener, [good], [bad])
        async with world.open(loopback=True) as address:
            assert (await ask(address, "twice.example.com", listener.port)).endswith("hello")
    assert world.looked_up == ["twice.example.com"]
    assert [event.address for event in world.events] == ["127.0.0.1"]


@ASKING
async def test_the_listener_does_count_where_loopback_is_allowed(ask: Ask) -> None:
    async with listening() as listener:
        world = World(listener, [ip_address("127.0.0.1")])
        async with world.open(loopback=True) as address:
            for host in ("127.0.0.1", "::1", "localhost", "some.example.com", "::ffff:127.0.0.1"):
                assert (await ask(address, host, listener.port)).endswith("hello"), host
    assert listener.connections == 5
    assert world.verdicts() <= {Verdict.PASSED, Verdict.ENDED}


@ASKING
async def test_loopback_being_allowed_opens_nothing_else(ask: Ask) -> None:
    elsewhere = [form for form in ADDRESSES if form not in LOOPBACK]
    async with listening() as listener:
        world = World(listener)
        async with world.open(loopback=True) as address:
            said = {form: await ask(address, form, listener.port) for form in elsewhere}
    assert {form: answer for form, answer in said.items() if not is_refused(answer)} == {}
    assert listener.connections == 0


@ASKING
async def test_a_port_that_nobody_serves_media_on_is_refused(ask: Ask) -> None:
    async with listening() as listener:
        world = World(listener, [ip_address("93.184.216.34")])
        async with world.open() as address:
            for port in (22, 25, 6379, listener.port ^ 1, 65535):
                assert is_refused(await ask(address, "example.com", port))
                assert is_refused(await ask(address, "93.184.216.34", port))
    assert world.looked_up == []
    assert world.verdicts() == {Verdict.REFUSED_PORT}


@ASKING
async def test_an_operator_opens_a_way_to_a_private_host_and_closes_one_to_a_public_one(
    ask: Ask,
) -> None:
    async with listening() as listener:
        world = World(listener, [ip_address("127.0.0.1")])
        lists = {
            "allow_hosts": frozenset({"mirror.lan", "example.org"}),
            "deny_hosts": frozenset({"bad.example.org"}),
        }
        async with world.open(**lists) as address:
            assert (await ask(address, "mirror.lan", listener.port)).endswith("hello")
            assert (await ask(address, "media.example.org", listener.port)).endswith("hello")
            assert is_refused(await ask(address, "bad.example.org", listener.port))
            assert is_refused(await ask(address, "very.BAD.example.org.", listener.port))
            assert is_refused(await ask(address, "notexample.org", listener.port))
            world.answers = [[ip_address("169.254.169.254")]]
            assert is_refused(await ask(address, "mirror.lan", listener.port))
    assert listener.connections == 2


async def test_many_at_once_are_each_judged_alone() -> None:
    forms = ["127.0.0.1", "10.0.0.1", "good.example.com", "::1", "router"]
    async with listening() as listener:
        world = World(listener, [ip_address("127.0.0.1")])
        async with world.open(allow_hosts=frozenset({"good.example.com"})) as address:
            asked = [(form, ask) for form, ask in product(forms * 4, WAYS)]
            said = await asyncio.gather(*(ask(address, form, listener.port) for form, ask in asked))
    for (form, _), answer in zip(asked, said, strict=True):
        assert answer.endswith("hello") == (form == "good.example.com")
        assert is_refused(answer) == (form != "good.example.com")
    assert listener.connections == 4 * len(WAYS)


async def test_a_name_that_nobody_knows_is_no_refusal() -> None:
    async with listening() as listener:
        world = World(listener)
        async with world.open() as address:
            said = await by_connect(address, "nobody.example.com", listener.port)
    assert said.startswith("HTTP/1.1 471 No such host")
    assert world.verdicts() == {Verdict.UNKNOWN_HOST}
