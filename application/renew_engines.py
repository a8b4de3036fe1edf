"""Newer tools are fetched, tried, and only then used."""

from dataclasses import dataclass

from application.ports.engines import Engines
from domain.engines import Renewed
from domain.failures import ExternalToolFailed, NoRoom
from domain.outcome import Failure, Outcome, Success


@dataclass(frozen=True, slots=True)
class RenewEngines:
    """Upgrades, and goes back; whatever fails, the tools in use stay in use."""

    engines: Engines

    async def __call__(self) -> Outcome[Renewed, ExternalToolFailed | NoRoom]:
        """The newest versions, if all of them can be loaded."""
        before = await self.engines.installed()
        match await self.engines.newest():
            case Failure(failure):
                return Failure(failure)
            case Success(place):
                pass
        match await self.engines.try_out(place):
            case Failure(broken):
                await self.engines.discard(place)
                return Failure(broken)
            case Success():
                pass
        match await self.engines.use(place):
            case Failure(no_room):
                await self.engines.discard(place)
                return Failure(no_room)
            case Success():
                return Success(Renewed(before=before, after=await self.engines.installed()))

    async def back(self) -> Outcome[Renewed, NoRoom]:
        """The versions before the last upgrade."""
        before = await self.engines.installed()
        match await self.engines.go_back():
            case Failure(failure):
                return Failure(failure)
            case Success():
                return Success(Renewed(before=before, after=await self.engines.installed()))
