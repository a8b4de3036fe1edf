"""Fits every film in every way, round by round, and then looks at what came of it."""

import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.compression.clips import Clip
from benchmarks.compression.inside import Json
from benchmarks.compression.records import Case, Log, Scored, Timed
from benchmarks.compression.vmaf import Comparison
from benchmarks.compression.ways import COMMANDS, ROUNDS, Tools, command, warm
from benchmarks.compression.worker import Took, run_command, run_warm

CLIPS: Final = 4
"""The shortest, on which commands are measured, too."""


@dataclass(frozen=True, slots=True)
class Measuring:
    """Keeps its results and the files it made in one folder; what is there is not done again."""

    folder: Path
    tools: Tools
    timed: Log[Timed]
    scored: Log[Scored]

    def time(self, clips: Sequence[Clip], run: int) -> None:
        """Each way in a warm process; of each round, the tight limit of all clips first."""
        for ways in ROUNDS:
            for tight in (True, False):
                for clip in clips:
                    for way in ways:
                        self._time(clip, clip.limits[not tight], way, run, as_command=False)

    def time_commands(self, clips: Sequence[Clip]) -> None:
        """The peer's and ours, on some clips, at the tight limit."""
        for clip in clips[:CLIPS]:
            for way in COMMANDS:
                self._time(clip, clip.limits[0], way, 1, as_command=True)

    def score(self, clips: Sequence[Clip]) -> None:
        """Every film that was made in a warm process."""
        done = {record.case for record in self.scored.records}
        for clip in clips:
            with tempfile.TemporaryDirectory(dir=self.folder) as scratch:
                comparison = Comparison(self.tools.ffmpeg, Path(scratch))
                for record in self.timed.records:
                    case = record.case
                    if case.name == clip.name and record.size and case not in done:
                        done.add(case)
                        self._score(comparison, clip, record)

    def _score(self, comparison: Comparison, clip: Clip, record: Timed) -> None:
        case = record.case
        (made,) = self._place(case, as_command=False).iterdir()
        mean, low, frames = comparison.of(clip, made, way=case.way, peers_filters=record.filters)
        told = Scored(case=case, vmaf=mean, fifth_percentile=low, frames=frames)
        self.scored.append(told)
        _say(f"{case.name} {case.limit} {case.way}: VMAF {mean:.1f}")

    def _time(self, clip: Clip, limit: int, way: str, run: int, *, as_command: bool) -> None:
        case = Case(name=clip.name, limit=limit, way=way)
        done = ((each.case, each.run, each.as_command) for each in self.timed.records)
        if (case, run, as_command) in done:
            return
        place = self._place(case, as_command=as_command)
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        measure = self._command if as_command else self._warm
        took, answer = measure(clip, case, place)
        sizes = [path.stat().st_size for path in place.iterdir()]
        made = sizes[0] if sizes and not answer.get("failure") else None
        self.timed.append(
            Timed(
                case=case,
                run=run,
                as_command=as_command,
                seconds=took.seconds,
                cpu=took.cpu,
                size=made,
                **answer,
            )
        )
        _say(f"{case.name} {case.limit} {way}: {took.seconds:.1f} s {answer}")

    def _warm(self, clip: Clip, case: Case, place: Path) -> tuple[Took, Json]:
        job = {
            "path": str(clip.path),
            "to": str(place / "made.mp4"),
            "limit": case.limit,
            "seconds": clip.seconds,
            "sounds": clip.sounds,
        }
        return run_warm(warm(case.way, self.tools), job, self.tools, self.folder / "words.log")

    def _command(self, clip: Clip, case: Case, place: Path) -> tuple[Took, Json]:
        words = command(case.way, self.tools, file=clip.path, limit=case.limit, to=place)
        took, status = run_command(words, self.tools, self.folder / "words.log")
        return took, {"failure": f"exit status {status}" if status else ""}

    def _place(self, case: Case, *, as_command: bool) -> Path:
        kind = "commands" if as_command else "warm"
        return self.folder / kind / f"{case.name} {case.limit} {case.way}"


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
