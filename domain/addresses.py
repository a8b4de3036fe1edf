"""Which addresses a job may reach: the public internet, and nothing that stands behind us."""

import re
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TypeAlias

Address: TypeAlias = IPv4Address | IPv6Address


class Reach(StrEnum):
    """How far away an address is."""

    PUBLIC = "public"
    PRIVATE = "private"
    """Somebody's own network; an operator may open a way to a host there."""
    LOOPBACK = "loopback"
    NOWHERE = "nowhere"
    """No host of the internet, or one that hands out a machine's secrets: never reached."""


LOOPBACK = (IPv4Network("127.0.0.0/8"), IPv6Network("::1/128"))
PRIVATE = tuple(
    IPv4Network(network)
    for network in ("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16")
)
UNIQUE_LOCAL = IPv6Network("fc00::/7")
METADATA = frozenset(
    ip_address(address) for address in ("100.100.100.200", "168.63.129.16", "fd00:ec2::254")
)
"""Where clouds hand out secrets, outside of the link-local range (Alibaba, Azure, AWS)."""
SPECIAL = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "169.254.0.0/16",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",
    )
)
"""The rest of IANA's special-purpose registry, multicast and reserved addresses (RFC 6890)."""
GLOBAL_UNICAST = IPv6Network("2000::/3")
"""The only range of IPv6 in which hosts of the internet are (RFC 4291)."""
SPECIAL_UNICAST = tuple(
    IPv6Network(network)
    for network in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
)
"""Within it: protocol assignments and Teredo, documentation, 6to4, AS112 (RFC 6890, RFC 9637)."""
NAT64 = IPv6Network("64:ff9b::/96")
"""An IPv4 host, reached through a translator (RFC 6052)."""
DOTTED_QUAD = re.compile(r"(?:0|[1-9][0-9]{0,2})(?:\.(?:0|[1-9][0-9]{0,2})){3}", re.ASCII)


def reach(address: Address) -> Reach:
    """How far away the host is that this address leads to, through whatever wraps it."""
    match address:
        case IPv4Address():
            return _reach4(address)
        case IPv6Address(ipv4_mapped=IPv4Address() as mapped):
            return _reach4(mapped)
        case _ if address in NAT64:
            return _reach4(IPv4Address(int(address) & 0xFFFF_FFFF))
        case _:
            return _reach6(address)


def literal(host: str) -> Address | None:
    """The address that the text writes in its one usual form, without brackets; else None.

    Octal, hexadecimal, shortened and zoned forms are none: programs disagree on what they mean.
    """
    if ":" not in host and not DOTTED_QUAD.fullmatch(host):
        return None
    try:
        return None if "%" in host else ip_address(host)
    except ValueError:
        return None


def _reach4(address: IPv4Address) -> Reach:
    if address in LOOPBACK[0]:
        return Reach.LOOPBACK
    if address in METADATA or any(address in network for network in SPECIAL):
        return Reach.NOWHERE
    return Reach.PRIVATE if any(address in network for network in PRIVATE) else Reach.PUBLIC


def _reach6(address: IPv6Address) -> Reach:
    if address in LOOPBACK[1]:
        return Reach.LOOPBACK
    if address in METADATA or address.scope_id is not None:
        return Reach.NOWHERE
    if address in UNIQUE_LOCAL:
        return Reach.PRIVATE
    special = any(address in network for network in SPECIAL_UNICAST)
    return Reach.PUBLIC if address in GLOBAL_UNICAST and not special else Reach.NOWHERE
