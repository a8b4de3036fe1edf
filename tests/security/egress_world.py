"""A guard in a world where every name leads where the test wants."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.egress.guarded.exchange import EgressEvent
from adapters.egress.guarded.guarded import Guarded
from adapters.egress.guarded.ways import Upstream
from application.ports.egress import EgressAddress, JobBudget
from domain.addresses import Address
from domain.destinations import EgressRules, Verdict
from tests.security.asking import Listener


class World:
    """A guard, a resolver that notes what it is asked, and a listener that counts."""

    def __init__(self, listener: Listener, *answers: list[Address]) -> None:
        self.listener = listener
        self.answers = list(answers)
        self.looked_up: list[str] = []
        self.events: list[EgressEvent] = []

    async def resolve(self, name: str) -> list[Address]:
        self.looked_up.append(name)
        if not self.answers:
            raise OSError(name)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    @asynccontextmanager
    async def open(
        self,
        *,
        budget: JobBudget | None = None,
        upstream: Upstream | None = None,
        **rules: bool | frozenset[str],
    ) -> AsyncIterator[EgressAddress]:
        ports = frozenset({self.listener.port})
        guarded = Guarded(
            EgressRules.model_validate({"ports": ports, **rules}),
            upstream=upstream,
            tell=self.events.append,
            resolve=self.resolve,
        )
        async with guarded.open("job", budget or JobBudget()) as address:
            assert address is not None
            yield address

    def verdicts(self) -> set[Verdict]:
        return {event.verdict for event in self.events}


def is_refused(said: str) -> bool:
    return said.startswith(("HTTP/1.1 400", "HTTP/1.1 470", "SOCKS 2", "SOCKS 7"))
