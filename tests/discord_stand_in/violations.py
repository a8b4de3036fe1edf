"""What Discord would let pass, and we do not."""

from dataclasses import dataclass
from enum import StrEnum, auto


class Rule(StrEnum):
    """One rule that a test may tolerate by name."""

    ALLOWED_MENTIONS = auto()
    ATTACHMENT_DROPPED = auto()
    ATTACHMENT_UNLISTED = auto()
    ATTACHMENT_INVISIBLE = auto()
    CONTENT_TYPE = auto()
    FILE_NAME = auto()
    TOKEN_ON_WEBHOOK = auto()
    EARLY_AFTER_429 = auto()
    SCHEMA = auto()
    UNKNOWN_ROUTE = auto()


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule, the call that broke it, and how."""

    rule: Rule
    call: str
    words: str


class Violations(list[Violation]):
    """All that were broken, less what the test tolerates: assert that it is empty."""

    def __init__(self, tolerated: frozenset[Rule] = frozenset()) -> None:
        super().__init__()
        self.tolerated = tolerated

    def record(self, rule: Rule, call: str, words: str) -> None:
        """Note a broken rule."""
        if rule not in self.tolerated:
            self.append(Violation(rule, call, words))
