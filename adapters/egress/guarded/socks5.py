"""What a SOCKS5 client asks: three short messages, read strictly (RFC 1928, RFC 1929)."""

from enum import IntEnum
from ipaddress import IPv4Address, IPv6Address
from typing import NamedTuple

from adapters.egress.guarded.http_head import Malformed

VERSION = 5
BY_PASSWORD = 2
WHO_ARE_YOU = bytes([VERSION, BY_PASSWORD])
NO_WAY_IN = bytes([VERSION, 0xFF])
LOGIN_VERSION = 1
WELCOME = bytes([LOGIN_VERSION, 0])
NOT_YOU = bytes([LOGIN_VERSION, 1])
CONNECT = 1
IPV4, NAME, IPV6 = 1, 3, 4


class Reply(IntEnum):
    """What the client is told."""

    GRANTED = 0
    FAILED = 1
    REFUSED = 2
    UNREACHABLE = 4
    NOT_UNDERSTOOD = 7


class Greeting(NamedTuple):
    """The ways in that a client knows."""

    by_password: bool
    """Whether it would come in with a password."""
    length: int


class Login(NamedTuple):
    """Who a client says it is."""

    name: bytes
    password: bytes
    length: int


class Wanted(NamedTuple):
    """Where a client wants to go."""

    host: str
    port: int
    length: int


def read_greeting(received: bytes) -> Greeting | None:
    """The greeting at the beginning of what was received; None while it is not all there."""
    if len(received) < 2 or len(received) < 2 + received[1]:
        return None
    length = 2 + received[1]
    return Greeting(BY_PASSWORD in received[2:length], length)


def read_login(received: bytes) -> Login | Malformed | None:
    """Name and password at the beginning of what was received; None while they are not all there.

    Each is preceded by its length, a byte.
    """
    if received and received[0] != LOGIN_VERSION:
        return Malformed()
    if len(received) < 2 or len(received) < 3 + received[1]:
        return None
    middle = 2 + received[1]
    end = middle + 1 + received[middle]
    if len(received) < end:
        return None
    return Login(received[2:middle], received[middle + 1 : end], end)


def read_wanted(received: bytes) -> Wanted | Malformed | None:
    """The request at the beginning of what was received; None while it is not all there."""
    if len(received) < 5:
        return None
    version, command, reserved, kind, first = received[:5]
    sizes = {IPV4: 4, IPV6: 16, NAME: first}
    if (version, command, reserved) != (VERSION, CONNECT, 0) or kind not in sizes:
        return Malformed()
    start = 5 if kind == NAME else 4
    end = start + sizes[kind]
    if len(received) < end + 2:
        return None
    written, port = received[start:end], int.from_bytes(received[end : end + 2], "big")
    if kind == IPV4:
        host = str(IPv4Address(written))
    elif kind == IPV6:
        host = str(IPv6Address(written))
    elif written.isascii():
        host = written.decode("ascii")
    else:
        return Malformed()
    return Wanted(host, port, end + 2) if host and port else Malformed()


def reply(what: Reply) -> bytes:
    """The answer, which names no address of ours."""
    return bytes([VERSION, what, 0, IPV4]) + bytes(6)
