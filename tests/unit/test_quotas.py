import pytest

from domain.failures import QuotaExceeded
from domain.jobs import Actor
from domain.quotas import Quotas, Used, exceeded

ANN = Actor(user="ann", guild="g")
BEN = Actor(user="ben", guild="g")
ALONE = Actor(user="cat")
USED = [Used(ANN, 60), Used(BEN, 30), Used(ALONE, 10)]


@pytest.mark.parametrize(
    ("quotas", "owner", "expected", "whose", "used"),
    [
        (Quotas(user=100), ANN, 41, "user", 60),
        (Quotas(guild=100), BEN, 11, "guild", 90),
        (Quotas(everything=100), ALONE, 1, "everything", 100),
        (Quotas(user=60), ANN, 0, "user", 60),
        (Quotas(user=10, guild=10, everything=10), ANN, 1, "user", 60),
    ],
)
def test_the_narrowest_quota_that_would_be_exceeded_is_named(
    quotas: Quotas, owner: Actor, expected: int, whose: str, used: int
) -> None:
    refusal = exceeded(quotas, USED, owner=owner, expected=expected)
    assert isinstance(refusal, QuotaExceeded)
    assert (refusal.whose, refusal.used) == (whose, used)


@pytest.mark.parametrize(
    ("quotas", "owner", "expected"),
    [
        (Quotas(), ANN, 10**12),
        (Quotas(user=100), ANN, 40),
        (Quotas(guild=5), ALONE, 1000),
        (Quotas(user=31, guild=91, everything=101), BEN, 1),
    ],
)
def test_what_stays_within_every_quota_is_admitted(
    quotas: Quotas, owner: Actor, expected: int
) -> None:
    assert exceeded(quotas, USED, owner=owner, expected=expected) is None


def test_quotas_are_counted_only_where_one_is_set() -> None:
    assert not Quotas(free_floor=1).bounded
    assert Quotas(guild=1).bounded
