"""What the guard's connections ask of the kernel."""

import asyncio
import socket
import sys

import pytest

from adapters.egress.guarded.line import QUICK_ACK, Line

ROUNDS = 8
"""Of question and answer, until the kernel takes it for a conversation."""


def nothing(_length: int) -> None: ...


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can be asked to")
@pytest.mark.parametrize("prompt", [True, False])
async def test_a_line_that_is_waited_for_acknowledges_at_once(prompt: bool) -> None:
    assert QUICK_ACK is not None
    loop = asyncio.get_running_loop()
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as client,
    ):
        transport, line = await loop.connect_accepted_socket(
            lambda: Line(came=nothing, prompt=prompt), server.accept()[0]
        )
        for _ in range(ROUNDS):
            client.sendall(b"?")
            await line.read(lambda held: held or None)
            line.drop(1)
            at_once = transport.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, QUICK_ACK)
            line.say(b"!")
            client.recv(1)
        line.cut()
        await line.lost.wait()
    assert bool(at_once) is prompt
