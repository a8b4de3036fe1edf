"""How much storage a user, a guild and everyone together may take up."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from domain.failures import QuotaExceeded
from domain.jobs import Actor
from domain.value import Value


class Quotas(Value):
    """Bytes over all that is kept and in work; None sets no bound."""

    user: int | None = None
    guild: int | None = None
    everything: int | None = None
    free_floor: int = 0
    """Bytes that stay free on the disk whatever is asked for."""

    @property
    def bounded(self) -> bool:
        """Whether there is anything to count."""
        return (self.user, self.guild, self.everything) != (None, None, None)


class Used(NamedTuple):
    """What one room takes up, or is known to take up before long."""

    owner: Actor
    bytes: int


def exceeded(
    quotas: Quotas, used: Iterable[Used], *, owner: Actor, expected: int
) -> QuotaExceeded | None:
    """The quota that `expected` bytes more of that owner would exceed, the narrowest first.

    A quota that is used up admits nothing more, however little is expected.
    """
    rooms = list(used)
    shares: list[tuple[Literal["user", "guild", "everything"], int | None, int]] = [
        ("user", quotas.user, sum(size for who, size in rooms if who.user == owner.user)),
        ("guild", quotas.guild, sum(size for who, size in rooms if who.guild == owner.guild)),
        ("everything", quotas.everything, sum(size for _, size in rooms)),
    ]
    for whose, allowed, taken in shares:
        bounds = allowed is not None and (whose != "guild" or owner.guild is not None)
        if bounds and allowed is not None and taken + max(1, expected) > allowed:
            return QuotaExceeded(whose=whose, used=taken, allowed=allowed)
    return None
