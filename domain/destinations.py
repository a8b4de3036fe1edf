"""Where a job may connect to: decided by name before anything is looked up, then by address."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from domain.addresses import Address, Reach, literal, reach
from domain.hosts import INTERNAL_SUFFIXES, LABEL, NUMERIC_LABEL, HostPolicy, listed
from domain.outcome import Failure, Outcome, Success

MAX_NAME = 253
"""Characters of a host's name (RFC 1035)."""


class Verdict(StrEnum):
    """What became of an attempt to connect."""

    PASSED = "passed"
    MALFORMED = "malformed"
    """Not understood, so nothing was looked up."""
    STRANGER = "stranger"
    """Who asked does not know the job's password: another job, or another program."""
    REFUSED_HOST = "refused host"
    """By its name, so nothing was looked up."""
    REFUSED_PORT = "refused port"
    REFUSED_ADDRESS = "refused address"
    """The name leads, at least in part, to where no job may go; nothing was dialled."""
    UNKNOWN_HOST = "unknown host"
    UNREACHABLE = "unreachable"
    TOO_SLOW = "too slow"
    """No byte, or hardly any, for too long."""
    OVER_BUDGET = "over budget"
    """The job has had all its bytes, or all its time."""
    ENDED = "ended"
    """The job was over."""


class Destination(NamedTuple):
    """A host and port that were not refused by their look."""

    host: str
    """In lower case, without a trailing dot; an address without brackets."""
    port: int
    address: Address | None
    """Where the host is written as one: nothing is to be looked up."""


class EgressRules(HostPolicy):
    """The policy by which a job's connections are judged."""

    def before_lookup(self, host: str, port: int) -> Outcome[Destination, Verdict]:
        """The destination, or why it is refused by its look."""
        name = host.lower().removesuffix(".")
        address = literal(name)
        destination = Destination(name, port, address)
        if address is None and not _is_name(name):
            return Failure(Verdict.MALFORMED)
        if listed(name, self.deny_hosts):
            return Failure(Verdict.REFUSED_HOST)
        if address is not None:
            refusal = self.after_lookup(destination, [address])
            return Success(destination) if refusal is None else Failure(refusal)
        local = name == "localhost" or name.endswith(".localhost")
        if (local and self.loopback) or listed(name, self.allow_hosts):
            return Success(destination)
        if local or "." not in name or name.rpartition(".")[2] in INTERNAL_SUFFIXES:
            return Failure(Verdict.REFUSED_HOST)
        # With loopback allowed, which port is meant shows only when the address is known.
        if port not in self.ports and not self.loopback:
            return Failure(Verdict.REFUSED_PORT)
        return Success(destination)

    def after_lookup(self, to: Destination, addresses: Iterable[Address]) -> Verdict | None:
        """Why the destination is refused, now that it is known to lead to these addresses.

        One bad address among good ones is enough: who answers so tries something.
        """
        reaches = {reach(address) for address in addresses}
        allowed = {Reach.PUBLIC}
        if self.loopback:
            allowed.add(Reach.LOOPBACK)
        is_allowed = listed(to.host, self.allow_hosts)
        if is_allowed:
            allowed |= {Reach.PRIVATE, Reach.LOOPBACK}
        if not reaches:
            return Verdict.UNKNOWN_HOST
        if not reaches <= allowed:
            return Verdict.REFUSED_ADDRESS
        any_port = is_allowed or (self.loopback and reaches == {Reach.LOOPBACK})
        return None if any_port or to.port in self.ports else Verdict.REFUSED_PORT


def _is_name(name: str) -> bool:
    """Whether every program would take it for a name: a number at its end may be an address."""
    labels = name.split(".")
    return (
        len(name) <= MAX_NAME
        and all(LABEL.fullmatch(label) for label in labels)
        and not NUMERIC_LABEL.fullmatch(labels[-1])
    )
