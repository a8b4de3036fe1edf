"""Makes films and sound fit, by FFmpeg's libraries in a child that is told one step at a time."""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Final, final

from adapters.cells.cell import Cell
from adapters.cells.cells import Cells
from adapters.cells.fence import Fence
from adapters.cells.limits import CellLimits
from adapters.compressors.bench import Bench, bench
from adapters.compressors.film_job import extension, film_job
from adapters.compressors.meter import Meter
from adapters.compressors.share import Share
from adapters.compressors.step_by_step import StepByStep
from adapters.opening.endings import failure_of_cell, failure_told
from adapters.opening.preloads import AV
from application.ports.compressor import Compressed, Compressor
from application.ports.telling import Shows
from application.ports.workspace import Room
from domain.carried_out import carried_out
from domain.encoding import Doable, usual_steps
from domain.failures import Corrupt, MediaFailure
from domain.media import MediaFile, MediaInfo, MediaKind, VideoTrack
from domain.outcome import Failure, Outcome, Success
from domain.plans import CopyVideo, EncodeAudio, EncodeGif, EncodeVideo, Plan, Remux
from domain.second_tries import instead_of_copying

CELL: Final = Cell("adapters.compressors.pyav_inside:carry_out", preload=AV)

LONGEST: Final = 4 * 3600
START: Final = 600
A_SECOND: Final = 20
"""Seconds that one file may take: some to start, more for each of its own, at most `LONGEST`."""
IDLE: Final = 120
"""Seconds without a word: x264 says nothing while it ends the last frames."""
MEMORY: Final = 3 << 30
"""Bytes: frames of 4K, those that x264 looks ahead to included."""

_log = logging.getLogger(__name__)


@final
@dataclass(frozen=True, slots=True)
class PyavCompressor(Compressor):
    """H.264 and AAC in an MP4; sound alone in an M4A, or copied into its own container; GIFs."""

    cells: Cells
    share: Share
    preset: str = "slow"
    """x264's."""

    async def compress(
        self, file: MediaFile, *, info: MediaInfo, plan: Plan, room: Room, shows: Shows
    ) -> Outcome[Compressed, MediaFailure]:
        """The new file; where packets cannot be copied after all they are encoded."""
        match plan:
            case Remux() | CopyVideo() | EncodeVideo() | EncodeAudio() | EncodeGif():
                doable: Doable | None = plan
            case _:
                raise ValueError(f"a plan to {plan.action} is not for films and sound")
        meter = Meter(shows, file, plan.max_bytes)
        while doable is not None:
            meter.expect(usual_steps(doable))
            steps = StepByStep(doable, info, meter, self.share)
            async with meter.ticking():
                made = await self._carry_out(steps, file, room)
            if not steps.refused:
                return made
            doable = instead_of_copying(doable, info)
        return Failure(Corrupt())

    async def _carry_out(
        self, steps: StepByStep, file: MediaFile, room: Room
    ) -> Outcome[Compressed, MediaFailure]:
        async with bench(room) as found:
            match found:
                case Failure(full):
                    return Failure(full)
                case Success(place):
                    failure = await self._run(steps, file, room.folder / file.filepath, place)
            if failure is not None:
                return Failure(failure)
            match await place.take(file, extension=extension(steps.plan, steps.info)):
                case Failure(lost):
                    return Failure(lost)
                case Success(made):
                    if made.size_bytes <= steps.plan.max_bytes:
                        steps.meter.end()
                    done = carried_out(steps.plan, steps.info, steps.done)
                    return Success(Compressed(_described(made, done, steps), done))

    async def _run(
        self, steps: StepByStep, file: MediaFile, path: Path, place: Bench
    ) -> MediaFailure | None:
        seconds = min(LONGEST, START + A_SECOND * steps.info.seconds)
        job = film_job(
            file,
            steps.info,
            steps.plan,
            path=path,
            output=place.output,
            scratch=place.scratch,
            preset=self.preset,
        )
        match await self.cells.run(
            CELL,
            job,
            folder=place.folder,
            limits=CellLimits(
                seconds=seconds,
                idle_seconds=IDLE,
                cpu_seconds=int(seconds * self.share.cores),
                memory_bytes=MEMORY,
            ),
            fence=Fence(reads=(path,)),
            hear=steps.hear,
            answer=steps.answer,
        ):
            case Failure(ending):
                return failure_of_cell(ending, tool="pyav")
            case Success(told):
                if steps.damaged:
                    _log.info("%s: %d damaged packets left out", file.filename, steps.damaged)
                refused = Corrupt() if steps.refused else None
                return failure_told(told) or steps.failure or refused


def _described(made: MediaFile, done: Plan, steps: StepByStep) -> MediaFile:
    info = steps.info
    shown: EncodeVideo | EncodeGif | VideoTrack | None
    if isinstance(done, EncodeVideo | EncodeGif):
        shown = done
    else:
        shown = info.video if made.file_type is MediaKind.VIDEO else None
    return made.model_copy(
        update={
            "width": shown and shown.width,
            "height": shown and shown.height,
            "duration": info.seconds * info.share_of(steps.plan.clip),
            "damaged_packets": steps.damaged,
        }
    )
