"""Two ways of fitting the same film into the same bytes, held against each other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import TypeAlias

from benchmarks.compression.records import Case, Scored, Timed
from benchmarks.compression.ways import PEER


@dataclass(frozen=True, slots=True)
class Fitting:
    """What one way made of one case, the median of its runs."""

    case: Case
    seconds: float
    cpu: float
    share: float | None
    """Of the limit; None where there is no file."""
    tries: int
    vmaf: float | None
    fifth_percentile: float | None


Fittings: TypeAlias = Mapping[Case, Fitting]


@dataclass(frozen=True, slots=True)
class Duel:
    """Ours and the peer's, both of which made a file."""

    ours: Fitting
    peers: Fitting

    @property
    def time(self) -> float:
        """Ours as a share of the peer's."""
        return self.ours.seconds / self.peers.seconds

    @property
    def cpu(self) -> float:
        """Ours as a share of the peer's."""
        return self.ours.cpu / self.peers.cpu

    @property
    def gain(self) -> float | None:
        """VMAF; None where it was not measured."""
        if self.ours.vmaf is None or self.peers.vmaf is None:
            return None
        return self.ours.vmaf - self.peers.vmaf

    @property
    def low_gain(self) -> float | None:
        """The same of the 5th percentile."""
        if self.ours.fifth_percentile is None or self.peers.fifth_percentile is None:
            return None
        return self.ours.fifth_percentile - self.peers.fifth_percentile


def fittings(timed: Iterable[Timed], scored: Iterable[Scored], *, as_command: bool) -> Fittings:
    """By case; commands are not scored, for they make the same film."""
    looks = {record.case: record for record in scored}
    runs: dict[Case, list[Timed]] = {}
    for record in timed:
        if record.as_command == as_command:
            runs.setdefault(record.case, []).append(record)
    return {case: _fitting(case, records, looks.get(case)) for case, records in runs.items()}


def duels(of: Fittings, way: str) -> list[Duel]:
    """Of that way with the peer, wherever both made a file."""
    found = []
    for case, ours in of.items():
        peers = of.get(case.model_copy(update={"way": PEER}))
        if case.way == way and peers is not None and None not in (ours.share, peers.share):
            found.append(Duel(ours, peers))
    return found


def _fitting(case: Case, runs: list[Timed], look: Scored | None) -> Fitting:
    size = runs[0].size
    return Fitting(
        case=case,
        seconds=median(run.seconds for run in runs),
        cpu=median(run.cpu for run in runs),
        share=None if size is None else size / case.limit,
        tries=runs[0].tries,
        vmaf=None if look is None else look.vmaf,
        fifth_percentile=None if look is None else look.fifth_percentile,
    )
