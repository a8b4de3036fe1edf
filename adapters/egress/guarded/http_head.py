"""What an HTTP client asks of a proxy: one head, read strictly, and said again cleanly."""

import re
from typing import NamedTuple

HEAD_LIMIT = 32 * 1024
"""Bytes; longer heads are nobody's."""
HEAD_END = b"\r\n\r\n"
ASKED = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([\x21-\x7e]+) HTTP/1\.[01]")
HEADER = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\x00\r\n]*)")
AUTHORITY = re.compile(rb"(\[[0-9A-Fa-f:.]+\]|[^\[\]:@/\\?#]+)(?::([0-9]{1,5}))?")
ABSOLUTE = re.compile(rb"http://([^/?#]*)(.*)", re.IGNORECASE)
NO_KEY = 407
"""The status for who does not say the password (RFC 9110, 15.5.8)."""
OURS = frozenset({b"host", b"connection", b"keep-alive", b"upgrade", b"te", b"trailer"})
"""Headers that are about one hop, or that we say anew; proxy- ones as well (RFC 9110, 7.6.1)."""


class Plain(NamedTuple):
    """A request that is not for a tunnel, without what concerns one hop."""

    method: bytes
    authority: bytes
    path: bytes
    headers: bytes


class Asked(NamedTuple):
    """A head that was understood, and how many bytes it took."""

    host: str
    port: int
    plain: Plain | None
    """None where a tunnel is asked for (CONNECT)."""
    length: int
    authorization: bytes = b""
    """What the client says to be let in; empty where it says nothing, or says it twice."""


class Answered(NamedTuple):
    """What a proxy said to our request, and how many bytes that took."""

    status: int
    length: int


class Malformed(NamedTuple):
    """Nothing that we would pass on."""


def read_asked(received: bytes) -> Asked | Malformed | None:
    """The head at the beginning of what was received; None while it is not all there."""
    end = received.find(HEAD_END)
    if end < 0:
        return Malformed() if len(received) > HEAD_LIMIT else None
    line, *headers = received[:end].split(b"\r\n")
    asked = ASKED.fullmatch(line)
    if end > HEAD_LIMIT or asked is None:
        return Malformed()
    method, target = asked.groups()
    length = end + len(HEAD_END)
    if method == b"CONNECT":
        place = _place(target)
        return Malformed() if place is None else Asked(*place, None, length, _key(headers))
    absolute = ABSOLUTE.fullmatch(target)
    passed_on = _passed_on(headers)
    place = _place(absolute[1], default_port=80) if absolute is not None else None
    if absolute is None or passed_on is None or place is None:
        return Malformed()
    path = absolute[2] if absolute[2].startswith(b"/") else b"/" + absolute[2]
    plain = Plain(method, absolute[1], path, passed_on)
    return Asked(*place, plain, length, _key(headers))


def read_answered(received: bytes) -> Answered | Malformed | None:
    """The answer's head at the beginning of what was received; None while it is not all there."""
    end = received.find(HEAD_END)
    if end < 0:
        return Malformed() if len(received) > HEAD_LIMIT else None
    answered = re.match(rb"HTTP/1\.[01] ([0-9]{3})(?: |\r)", received)
    return Malformed() if answered is None else Answered(int(answered[1]), end + len(HEAD_END))


def request(plain: Plain, *, through_proxy: bool, authorization: bytes = b"") -> bytes:
    """The plain request as the host, or the next proxy, is to see it: for this one alone."""
    target = b"http://" + plain.authority + plain.path if through_proxy else plain.path
    return b"%s %s HTTP/1.1\r\nHost: %s\r\n%s%sConnection: close\r\n\r\n" % (
        plain.method,
        target,
        plain.authority,
        plain.headers,
        authorization,
    )


def connect(host: str, port: int, *, authorization: bytes = b"") -> bytes:
    """What asks the next proxy for a tunnel."""
    authority = (f"[{host}]:{port}" if ":" in host else f"{host}:{port}").encode()
    return b"CONNECT %s HTTP/1.1\r\nHost: %s\r\n%s\r\n" % (authority, authority, authorization)


def answer(status: int, reason: str) -> bytes:
    """An answer of our own, without a body; tools put the reason into their own words."""
    more = "" if status == 200 else "Content-Length: 0\r\nConnection: close\r\n"
    if status == NO_KEY:
        more += "Proxy-Authenticate: Basic\r\n"
    return f"HTTP/1.1 {status} {reason}\r\n{more}\r\n".encode()


def _place(authority: bytes, *, default_port: int | None = None) -> tuple[str, int] | None:
    """Host, without brackets, and port."""
    parts = AUTHORITY.fullmatch(authority)
    if parts is None:
        return None
    port = int(parts[2]) if parts[2] else default_port
    host = parts[1].decode("ascii")
    if port is None or not 0 < port < 65536 or (host.startswith("[") and ":" not in host):
        return None
    return host.strip("[]"), port


def _key(headers: list[bytes]) -> bytes:
    found = [parts for header in headers if (parts := HEADER.fullmatch(header)) is not None]
    keys = [parts[2].strip() for parts in found if parts[1].lower() == b"proxy-authorization"]
    return keys[0] if len(keys) == 1 else b""


def _passed_on(headers: list[bytes]) -> bytes | None:
    """The headers that are for the host, or None where one is no header."""
    kept = b""
    for header in headers:
        parts = HEADER.fullmatch(header)
        if parts is None:
            return None
        name = parts[1].lower()
        if name not in OURS and not name.startswith(b"proxy-"):
            kept += b"%s: %s\r\n" % (parts[1], parts[2])
    return kept
