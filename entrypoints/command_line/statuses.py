"""What a command's exit status says to a shell."""

from collections.abc import Sequence

ALL = 0
NOTHING = 1
WRONG_USAGE = 2
A_PART = 3
CANNOT_BEGIN = 78
"""EX_CONFIG of sysexits.h: trying again helps only when somebody has mended what was told."""
INTERRUPTED = 130
"""128 and the number of SIGINT, as shells have it."""


def status(outcomes: Sequence[str]) -> int:
    """Of a command whose parts ended like this, by their names in its JSON documents."""
    if all(outcome in ("delivered", "fitted", "found") for outcome in outcomes):
        return ALL
    return NOTHING if all(outcome == "failed" for outcome in outcomes) else A_PART
