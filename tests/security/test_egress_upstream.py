"""Behind the operator's own proxy, names are looked up there; what is refused is refused here."""

import asyncio
import ssl
from base64 import b64encode
from ipaddress import ip_address
from pathlib import Path

import pytest
import trustme

from adapters.egress.guarded.ways import Upstream
from domain.destinations import Verdict
from tests.security.address_forms import ADDRESSES, NAMES, UNUSUAL
from tests.security.asking import WAYS, Listener, by_connect, by_request, by_socks, listening
from tests.security.egress_world import World, is_refused

OPEN = b"HTTP/1.1 200 Connection established\r\n\r\n"


async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Tells what it was asked, through the tunnel or in answer to the plain request."""
    head = await reader.readuntil(b"\r\n\r\n")
    if head.startswith(b"CONNECT"):
        writer.write(OPEN)
        await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + head)
    writer.close()


async def test_names_go_to_the_next_proxy_unresolved_with_its_password() -> None:
    async with listening(serve=proxy) as listener:
        world = World(listener)
        upstream = Upstream(f"http://me:p%40ss@127.0.0.1:{listener.port}")
        async with world.open(upstream=upstream) as address:
            tunnel = await by_connect(address, "example.com", listener.port)
            socks = await by_socks(address, "example.com", listener.port)
            plain = await by_request(address, "example.com", listener.port)
    secret = f"Proxy-Authorization: Basic {b64encode(b'me:p@ss').decode()}"
    for said in (tunnel, socks):
        assert f"CONNECT example.com:{listener.port} HTTP/1.1" in said
        assert secret in said
    assert f"GET http://example.com:{listener.port}/ HTTP/1.1" in plain
    assert secret in plain
    assert world.looked_up == []
    assert "p@ss" not in repr(world.events)
    assert {event.address for event in world.events} == {None}


@pytest.mark.parametrize("ask", WAYS, ids=lambda ask: ask.__name__)
async def test_what_is_refused_for_its_look_does_not_reach_the_next_proxy(ask: object) -> None:
    assert callable(ask)
    listener = Listener(answer=OPEN)
    async with listening(listener):
        world = World(listener, [ip_address("93.184.216.34")])
        upstream = Upstream(f"http://127.0.0.1:{listener.port}")
        async with world.open(upstream=upstream) as address:
            for form in (*UNUSUAL[::4], *NAMES, *ADDRESSES[::4]):
                assert is_refused(await ask(address, form, listener.port)), form
            assert is_refused(await ask(address, "example.com", 22))
    assert listener.connections == 0


@pytest.mark.parametrize(
    "answer",
    [b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", b"220 smtp\r\n\r\n", b"HTTP/1.1 200"],
)
async def test_a_next_proxy_that_will_not_is_not_reachable(answer: bytes) -> None:
    listener = Listener(answer=answer)
    async with listening(listener):
        world = World(listener)
        upstream = Upstream(f"http://127.0.0.1:{listener.port}")
        async with world.open(upstream=upstream) as address:
            said = await by_connect(address, "example.com", listener.port)
            assert said.startswith("HTTP/1.1 471 Not reachable")
            said = await by_socks(address, "example.com", listener.port)
            assert said == "SOCKS 4"
    assert world.verdicts() == {Verdict.UNREACHABLE}


async def test_a_next_proxy_that_is_not_there_is_not_reachable() -> None:
    async with listening() as listener:
        port = listener.port
    world = World(Listener(port=port))
    async with world.open(upstream=Upstream(f"http://127.0.0.1:{port}")) as address:
        assert "471" in await by_request(address, "example.com", port)
    assert world.verdicts() == {Verdict.UNREACHABLE}


async def test_a_next_proxy_may_speak_tls_with_a_certificate_of_the_operators(
    tmp_path: Path,
) -> None:
    authority, context = trustme.CA(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    server = await asyncio.start_server(proxy, "127.0.0.1", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]
    world = World(Listener(port=port))
    trusting = Upstream(f"https://127.0.0.1:{port}", authorities=tmp_path / "ca.pem")
    async with server:
        async with world.open(upstream=trusting) as address:
            assert "CONNECT example.com" in await by_connect(address, "example.com", port)
        async with world.open(upstream=Upstream(f"https://127.0.0.1:{port}")) as address:
            assert "471" in await by_connect(address, "example.com", port)
