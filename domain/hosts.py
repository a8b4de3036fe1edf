"""Which hosts and ports may be asked: the policy that links and connections are both held to."""

import re

from domain.value import Value

INTERNAL_SUFFIXES = (
    *("internal", "intranet", "lan", "local", "localdomain", "home", "corp", "private", "svc"),
    *("localhost", "arpa", "onion"),
)
"""Names that only a private network answers for, or nobody who has media.

RFC 6761, RFC 6762, RFC 7686, RFC 8375, common practice.
"""
LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
NUMERIC_LABEL = re.compile(r"0x[0-9a-f]*|[0-9]+")


class HostPolicy(Value):
    """A host in a list stands for its subdomains, too."""

    ports: frozenset[int] = frozenset({80, 443, 8080, 8443})
    loopback: bool = False
    """This machine's own addresses pass, at any port: for the demo and for tests."""
    allow_hosts: frozenset[str] = frozenset()
    """Pass at any port, and although their names or addresses are private."""
    deny_hosts: frozenset[str] = frozenset()
    """Never pass."""


def listed(host: str, hosts: frozenset[str]) -> bool:
    """Whether the host, or a domain that it belongs to, is among `hosts`."""
    labels = host.split(".")
    return any(".".join(labels[start:]) in hosts for start in range(len(labels)))
