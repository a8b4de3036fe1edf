"""What a platform is to the simulator."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.simulator.messages import Request, Response


@dataclass(frozen=True, slots=True)
class Site:
    """Hosts, as shell patterns, and what they answer to a request."""

    hosts: tuple[str, ...]
    answer: Callable[[Request], Response]
