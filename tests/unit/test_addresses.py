from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.addresses import NAT64, Reach, literal, reach

FOURS = st.ip_addresses(v=4).map(lambda address: IPv4Address(str(address)))
SIXES = st.ip_addresses(v=6).map(lambda address: IPv6Address(str(address)))


@pytest.mark.parametrize(
    "address",
    [
        *("1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "126.255.255.255"),
        *("172.32.0.1", "192.169.0.0", "223.255.255.255", "168.63.129.17", "64:ff9b::1.1.1.1"),
        *("2606:4700::1111", "2001:200::1", "2001:4860:4860::8888", "2a00::1", "::ffff:1.1.1.1"),
    ],
)
def test_the_internet_is_public(address: str) -> None:
    assert reach(ip_address(address)) is Reach.PUBLIC


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("10.0.0.1", Reach.PRIVATE),
        ("192.168.1.1", Reach.PRIVATE),
        ("100.64.0.1", Reach.PRIVATE),
        ("fd12::1", Reach.PRIVATE),
        ("::ffff:192.168.1.1", Reach.PRIVATE),
        ("127.0.0.1", Reach.LOOPBACK),
        ("::1", Reach.LOOPBACK),
        ("64:ff9b::127.0.0.1", Reach.LOOPBACK),
        ("169.254.169.254", Reach.NOWHERE),
        ("100.100.100.200", Reach.NOWHERE),
        ("168.63.129.16", Reach.NOWHERE),
        ("fd00:ec2::254", Reach.NOWHERE),
        ("0.0.0.0", Reach.NOWHERE),
        ("fe80::1", Reach.NOWHERE),
        ("fe80::1%eth0", Reach.NOWHERE),
        ("2001:db8::1", Reach.NOWHERE),
        ("::127.0.0.1", Reach.NOWHERE),
        ("224.0.0.251", Reach.NOWHERE),
    ],
)
def test_what_is_not_public_is_told_apart(address: str, expected: Reach) -> None:
    assert reach(ip_address(address)) is expected


@given(st.one_of(FOURS, SIXES))
def test_what_python_calls_private_is_never_public(address: IPv4Address | IPv6Address) -> None:
    inner = getattr(address, "ipv4_mapped", None) or address
    special = inner.is_private or inner.is_multicast or inner.is_reserved or inner.is_link_local
    assert not (special and reach(address) is Reach.PUBLIC) or address in NAT64


@given(FOURS)
def test_a_wrapped_address_reaches_as_far_as_the_one_inside(inner: IPv4Address) -> None:
    mapped = IPv6Address(0xFFFF_0000_0000 | int(inner))
    translated = IPv6Address(int(NAT64.network_address) | int(inner))
    assert reach(mapped) is reach(translated) is reach(inner)


@given(st.one_of(FOURS, SIXES))
def test_an_address_in_its_usual_form_is_read(address: IPv4Address | IPv6Address) -> None:
    assert literal(str(address)) == address


@given(st.text(alphabet="0123456789abcdefx.:%[]", max_size=24))
def test_what_is_read_is_what_the_system_would_read(text: str) -> None:
    address = literal(text)
    assert address is None or address == ip_address(text)


@pytest.mark.parametrize(
    "text",
    ["example.com", "1.2.3", "256.1.1.1", "01.2.3.4", "0x7f.0.0.1", "::1%lo", "1:2", "::ffff:g"],
)
def test_a_name_or_an_odd_form_is_no_address(text: str) -> None:
    assert literal(text) is None
