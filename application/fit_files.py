"""Make one file fit: measure it, decide, carry it out, and check what came out."""

from collections.abc import Callable
from dataclasses import dataclass

from application.onwards import Onwards
from application.ports.compressor import Compressor
from application.ports.probe import Probe
from application.ports.telling import Shows
from application.ports.workspace import Room
from domain import fitting
from domain.failures import MediaFailure
from domain.fitting import Fitted
from domain.items import ItemKey
from domain.limits import Aim
from domain.media import MediaFile, MediaInfo, described
from domain.outcome import Failure, Outcome, Success
from domain.plans import Keep, Plan, Refuse, Wish
from domain.without_metadata import without_metadata

CORRECTIONS = 2
"""New plans after a miss; a file that is still over then cannot be made to fit."""


@dataclass(frozen=True, slots=True)
class FitFiles:
    """A file in, a file out that is never over the limit."""

    probe: Probe
    compressor: Compressor
    now: Callable[[], float]
    """Seconds of a clock that never goes back."""
    strips: bool = False
    """Nothing but picture and sound stays in a file, in what would be kept as it is, too."""

    async def plan(
        self, file: MediaFile, *, aim: Aim, wish: Wish, room: Room
    ) -> Outcome[tuple[MediaInfo, Plan], MediaFailure]:
        """What would be done, without doing it."""
        match await self.probe.measure(file, room=room):
            case Failure(failure):
                return Failure(failure)
            case Success(info):
                plan = fitting.plan(info, aim, wish)
                return Success((info, without_metadata(plan, info, aim) if self.strips else plan))

    async def __call__(
        self, key: ItemKey, file: MediaFile, *, aim: Aim, wish: Wish, room: Room, shows: Shows
    ) -> Outcome[Fitted, MediaFailure]:
        """The file within `aim`, or why it cannot be."""
        began = self.now()
        match await self.plan(file, aim=aim, wish=wish, room=room):
            case Failure(failure):
                return Failure(failure)
            case Success((info, plan)):
                pass
        match await self._carry_out(file, info, plan, aim=aim, wish=wish, room=room, shows=shows):
            case Failure(failure):
                return Failure(failure)
            case Success((fitted, done)):
                return Success(
                    Fitted(
                        key=key,
                        file=described(fitted, file, info),
                        original=file,
                        plan=plan,
                        done=done,
                        seconds=self.now() - began,
                    )
                )

    async def _carry_out(
        self,
        file: MediaFile,
        info: MediaInfo,
        plan: Plan,
        *,
        aim: Aim,
        wish: Wish,
        room: Room,
        shows: Shows,
    ) -> Outcome[tuple[MediaFile, Plan], MediaFailure]:
        onwards = Onwards(shows)
        for _ in range(1 + CORRECTIONS):
            match plan:
                case Keep():
                    return Success((file, plan))
                case Refuse(failure=cannot):
                    return Failure(cannot)
                case _:
                    made = await self.compressor.compress(
                        file, info=info, plan=plan, room=room, shows=onwards
                    )
            match made:
                case Failure(failure):
                    return Failure(failure)
                case Success((smaller, done)) if smaller.size_bytes <= aim.limits.bytes_per_file:
                    return Success((smaller, done))
                case Success((over, _)):
                    onwards.begin_again()
                    plan = fitting.after_miss(plan, info=info, got_bytes=over.size_bytes)
        return Failure(fitting.what_would_work(info, aim, wish))
