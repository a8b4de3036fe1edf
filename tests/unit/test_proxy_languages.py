"""What the guard understands of HTTP and SOCKS5, read strictly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.egress.guarded.http_head import (
    HEAD_LIMIT,
    Answered,
    Asked,
    Malformed,
    Plain,
    connect,
    read_answered,
    read_asked,
    request,
)
from adapters.egress.guarded.socks5 import (
    Greeting,
    Login,
    Wanted,
    read_greeting,
    read_login,
    read_wanted,
)

PLAIN = (
    b"POST http://Example.com/a?b=c HTTP/1.1\r\nHost: other.com\r\nCookie: a=b\r\n"
    b"Proxy-Connection: keep-alive\r\nConnection: x\r\nContent-Length: 2\r\n\r\n"
)


def test_a_tunnel_is_asked_for() -> None:
    head = b"CONNECT example.com:443 HTTP/1.1\r\nHost: whatever\r\n\r\n"
    assert read_asked(head + b"tls") == Asked("example.com", 443, None, len(head))
    head = b"CONNECT [2606::1]:8443 HTTP/1.0\r\n\r\n"
    assert read_asked(head) == Asked("2606::1", 8443, None, len(head))


def test_a_plain_request_is_said_again_with_one_host_and_for_one_time() -> None:
    asked = read_asked(PLAIN + b"hi")
    assert isinstance(asked, Asked)
    assert (asked.host, asked.port, asked.length) == ("Example.com", 80, len(PLAIN))
    assert asked.plain is not None
    assert request(asked.plain, through_proxy=False) == (
        b"POST /a?b=c HTTP/1.1\r\nHost: Example.com\r\n"
        b"Cookie: a=b\r\nContent-Length: 2\r\nConnection: close\r\n\r\n"
    )
    assert request(asked.plain, through_proxy=True, authorization=b"A: b\r\n") == (
        b"POST http://Example.com/a?b=c HTTP/1.1\r\nHost: Example.com\r\n"
        b"Cookie: a=b\r\nContent-Length: 2\r\nA: b\r\nConnection: close\r\n\r\n"
    )


@pytest.mark.parametrize(
    ("target", "path"),
    [(b"http://a.com", b"/"), (b"HTTP://a.com?q", b"/?q"), (b"http://a.com/x//", b"/x//")],
)
def test_a_path_begins_with_a_slash(target: bytes, path: bytes) -> None:
    asked = read_asked(b"GET " + target + b" HTTP/1.1\r\n\r\n")
    assert isinstance(asked, Asked)
    assert asked.plain == Plain(b"GET", b"a.com", path, b"")


@pytest.mark.parametrize("size", range(1, len(PLAIN)))
def test_a_head_that_is_not_all_there_is_waited_for(size: int) -> None:
    assert read_asked(PLAIN[:size]) is None


@pytest.mark.parametrize(
    "head",
    [
        b"GET / HTTP/1.1",
        b"GET https://a.com/ HTTP/1.1",
        b"GET ftp://a.com/ HTTP/1.1",
        b"GET file:///etc/passwd HTTP/1.1",
        b"GET http:/a.com/ HTTP/1.1",
        b"GET http://me@a.com/ HTTP/1.1",
        b"GET http://a.com:0/ HTTP/1.1",
        b"GET http://a.com:65536/ HTTP/1.1",
        b"GET http://a.com:/ HTTP/1.1",
        b"GET http://a.com\\@b.com/ HTTP/1.1",
        b"GET http://a.com b HTTP/1.1",
        b"GET http:///x HTTP/1.1",
        b"GET  http://a.com/ HTTP/1.1",
        b"GET http://a.com/ HTTP/2",
        b"GET http://a.com/\x00 HTTP/1.1",
        b"GET http://a.com/ HTTP/1.1\r\nHost : a.com",
        b"GET http://a.com/ HTTP/1.1\r\nX: a\r\n folded",
        b"GET http://a.com/ HTTP/1.1\r\nX: a\nY: b",
        b"GET http://a.com/ HTTP/1.1\r\nX: a\rY: b",
        b"GET http://a.com/ HTTP/1.1\r\n: nameless",
        b"GET http://[127.0.0.1]/ HTTP/1.1",
        b"GET http://[::1/ HTTP/1.1",
        b"GET http://::1/ HTTP/1.1",
        b"CONNECT a.com HTTP/1.1",
        b"CONNECT a.com:x HTTP/1.1",
        b"CONNECT a.com:443/ HTTP/1.1",
        b"CONNECT http://a.com:443 HTTP/1.1",
        b"CONNECT me@a.com:443 HTTP/1.1",
        b"CONNECT :443 HTTP/1.1",
        b"CONNECT a.com:4\xb43 HTTP/1.1",
        b"\x04\x01\x00\x50\x7f\x00\x00\x01\x00",
        b"",
    ],
)
def test_what_is_not_exactly_right_is_not_understood(head: bytes) -> None:
    assert read_asked(head + b"\r\n\r\n") == Malformed()


def test_a_head_without_end_is_not_waited_for() -> None:
    assert read_asked(b"GET http://a.com/ HTTP/1.1\r\nX: " + b"x" * HEAD_LIMIT) == Malformed()
    assert read_answered(b"HTTP/1.1 200 OK\r\nX: " + b"x" * HEAD_LIMIT) == Malformed()


HEADERS = st.lists(st.from_regex(rb"[A-Za-z-]{1,9}: ?[^\x00\r\n]{0,9}", fullmatch=True), max_size=5)


@given(st.from_regex(rb"/[\x21-\x7e]{0,9}", fullmatch=True), HEADERS)
def test_what_is_passed_on_has_the_headers_that_came_and_no_more(
    path: bytes, headers: list[bytes]
) -> None:
    asked = read_asked(
        b"\r\n".join([b"GET http://a.com" + path + b" HTTP/1.1", *headers, b"", b""])
    )
    assert isinstance(asked, Asked)
    assert asked.plain is not None
    said = request(asked.plain, through_proxy=False)
    lines = said.removesuffix(b"\r\n\r\n").split(b"\r\n")
    assert lines[:2] == [b"GET " + path + b" HTTP/1.1", b"Host: a.com"]
    assert lines[-1] == b"Connection: close"
    assert len(lines) <= 3 + len(headers)


@given(st.binary(max_size=200))
def test_any_bytes_get_an_answer(received: bytes) -> None:
    for ending in (b"", b"\r\n\r\n"):
        assert isinstance(read_asked(received + ending), Asked | Malformed | None)
    assert isinstance(read_wanted(received), Wanted | Malformed | None)
    assert isinstance(read_greeting(received), Greeting | None)
    assert isinstance(read_login(received), Login | Malformed | None)


def test_a_next_proxy_is_asked_and_understood() -> None:
    assert connect("2606::1", 443).startswith(b"CONNECT [2606::1]:443 HTTP/1.1\r\n")
    head = b"HTTP/1.1 200 OK\r\nVia: x\r\n\r\n"
    assert read_answered(head + b"tls") == Answered(200, len(head))
    assert read_answered(head[:-1]) is None
    assert read_answered(b"SSH-2.0\r\n\r\n") == Malformed()


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (b"\x05\x01\x02", Greeting(True, 3)),
        (b"\x05\x02\x00\x02more", Greeting(True, 4)),
        (b"\x05\x01\x00", Greeting(False, 3)),
        (b"\x05\x00", Greeting(False, 2)),
        (b"\x05", None),
        (b"\x05\x02\x00", None),
    ],
)
def test_a_greeting_says_whether_a_password_is_known(
    received: bytes, expected: Greeting | None
) -> None:
    assert read_greeting(received) == expected


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (b"\x01\x02me\x03you", Login(b"me", b"you", 8)),
        (b"\x01\x00\x00more", Login(b"", b"", 3)),
        (b"\x01\x02me\x03yo", None),
        (b"\x01\x02me", None),
        (b"\x01", None),
        (b"", None),
        (b"\x05\x01\x00", Malformed()),
    ],
)
def test_a_login_is_read(received: bytes, expected: Login | Malformed | None) -> None:
    assert read_login(received) == expected


@pytest.mark.parametrize("asked", [b"CONNECT a.com:443", b"GET http://a.com/"])
@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (b"Proxy-Authorization: Basic eA==\r\n", b"Basic eA=="),
        (b"X: y\r\nproxy-authorization:  Basic eA==  \r\nHost: a.com\r\n", b"Basic eA=="),
        (b"Proxy-Authorization: a\r\nPROXY-AUTHORIZATION: b\r\n", b""),
        (b"Authorization: Basic eA==\r\n", b""),
        (b"", b""),
    ],
)
def test_what_opens_the_proxy_is_said_once_and_not_passed_on(
    asked: bytes, headers: bytes, expected: bytes
) -> None:
    head = read_asked(asked + b" HTTP/1.1\r\n" + headers + b"\r\n")
    assert isinstance(head, Asked)
    assert head.authorization == expected
    assert head.plain is None or b"proxy" not in head.plain.headers.lower()


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (b"\x05\x01\x00\x01\x01\x02\x03\x04\x01\xbb", Wanted("1.2.3.4", 443, 10)),
        (b"\x05\x01\x00\x04" + bytes(15) + b"\x01\x00\x50more", Wanted("::1", 80, 22)),
        (b"\x05\x01\x00\x03\x05a.com\x00\x50", Wanted("a.com", 80, 12)),
        (b"\x05\x01\x00\x03\x05a.com\x00", None),
        (b"\x05\x01\x00\x03", None),
        (b"\x05\x02\x00\x01\x01\x02\x03\x04\x01\xbb", Malformed()),
        (b"\x05\x03\x00\x01\x01\x02\x03\x04\x01\xbb", Malformed()),
        (b"\x05\x01\x01\x01\x01\x02\x03\x04\x01\xbb", Malformed()),
        (b"\x04\x01\x00\x01\x01\x02\x03\x04\x01\xbb", Malformed()),
        (b"\x05\x01\x00\x02\x01\x02\x03\x04\x01\xbb", Malformed()),
        (b"\x05\x01\x00\x03\x00\x00\x50", Malformed()),
        (b"\x05\x01\x00\x03\x01\xe9\x00\x50", Malformed()),
        (b"\x05\x01\x00\x03\x05a.com\x00\x00", Malformed()),
    ],
)
def test_a_wanted_host_is_read(received: bytes, expected: Wanted | Malformed | None) -> None:
    assert read_wanted(received) == expected
