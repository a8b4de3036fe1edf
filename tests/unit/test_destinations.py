from ipaddress import ip_address

import pytest

from domain.destinations import Destination, EgressRules, Verdict
from domain.outcome import Failure, Success

PUBLIC, PRIVATE, LOCAL = (ip_address(one) for one in ("1.1.1.1", "10.0.0.1", "127.0.0.1"))
METADATA = ip_address("169.254.169.254")
LENIENT = EgressRules(
    allow_hosts=frozenset({"mirror.lan", "10.0.0.1"}), deny_hosts=frozenset({"bad.com", "9.9.9.9"})
)


def test_a_name_is_lowered_and_loses_its_last_dot() -> None:
    expected = Destination("example.com", 443, None)
    assert EgressRules().before_lookup("EXAMPLE.com.", 443) == Success(expected)


@pytest.mark.parametrize(
    ("host", "port", "verdict"),
    [
        ("", 443, Verdict.MALFORMED),
        ("exa mple.com", 443, Verdict.MALFORMED),
        ("example.com", 22, Verdict.REFUSED_PORT),
        ("localhost", 443, Verdict.REFUSED_HOST),
        ("mirror.lan", 443, Verdict.REFUSED_HOST),
        ("10.0.0.1", 443, Verdict.REFUSED_ADDRESS),
        ("1.1.1.1", 22, Verdict.REFUSED_PORT),
    ],
)
def test_some_are_refused_by_their_look(host: str, port: int, verdict: Verdict) -> None:
    assert EgressRules().before_lookup(host, port) == Failure(verdict)


@pytest.mark.parametrize(
    ("host", "port"), [("mirror.lan", 8888), ("a.mirror.lan", 1), ("10.0.0.1", 22)]
)
def test_an_allowed_host_passes_at_any_port(host: str, port: int) -> None:
    assert isinstance(LENIENT.before_lookup(host, port), Success)


@pytest.mark.parametrize("host", ["bad.com", "a.bad.com", "9.9.9.9"])
def test_a_denied_host_never_passes(host: str) -> None:
    everything = LENIENT.model_copy(update={"allow_hosts": LENIENT.deny_hosts, "loopback": True})
    assert everything.before_lookup(host, 443) == Failure(Verdict.REFUSED_HOST)


@pytest.mark.parametrize(
    ("rules", "host", "port", "addresses", "verdict"),
    [
        (EgressRules(), "a.com", 443, [PUBLIC, PUBLIC], None),
        (EgressRules(), "a.com", 443, [], Verdict.UNKNOWN_HOST),
        (EgressRules(), "a.com", 443, [PUBLIC, PRIVATE], Verdict.REFUSED_ADDRESS),
        (LENIENT, "mirror.lan", 9, [PRIVATE, PUBLIC, LOCAL], None),
        (LENIENT, "mirror.lan", 9, [METADATA], Verdict.REFUSED_ADDRESS),
        (EgressRules(loopback=True), "a.com", 9, [LOCAL], None),
        (EgressRules(loopback=True), "a.com", 9, [PUBLIC], Verdict.REFUSED_PORT),
        (EgressRules(loopback=True), "a.com", 9, [LOCAL, PUBLIC], Verdict.REFUSED_PORT),
        (EgressRules(loopback=True), "a.com", 443, [PRIVATE], Verdict.REFUSED_ADDRESS),
    ],
)
def test_where_a_name_leads_decides(
    rules: EgressRules, host: str, port: int, addresses: list, verdict: Verdict | None
) -> None:
    assert rules.after_lookup(Destination(host, port, None), addresses) is verdict
