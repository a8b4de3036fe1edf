"""Says in tables what was measured."""

from collections.abc import Iterable, Sequence
from statistics import median
from typing import Final

from benchmarks.compression.clips import KIBIBYTE, Clip
from benchmarks.compression.duels import Duel, Fitting, Fittings, duels, fittings
from benchmarks.compression.records import Case, Pictured, Scored, Timed
from benchmarks.compression.verdicts import of_pictures, of_preset
from benchmarks.compression.ways import COMMANDS, NAIVE, PEER, PRESETS

FAST: Final = 55
"""Frames a second: what plays 60 is often a little off."""
COLUMNS: Final = (PEER, *PRESETS, NAIVE)


def tell(
    clips: Sequence[Clip],
    timed: Sequence[Timed],
    scored: Sequence[Scored],
    pictured: Sequence[Pictured],
) -> None:
    """All tables, in markdown."""
    warm = fittings(timed, scored, as_command=False)
    _verdicts(clips, warm, pictured)
    _medians(warm)
    _films(clips, warm)
    _commands(clips, fittings(timed, (), as_command=True))
    _pictures(pictured)


def _verdicts(clips: Sequence[Clip], of: Fittings, pictured: Sequence[Pictured]) -> None:
    quick = {clip.name for clip in clips if clip.rate > FAST or clip.transfer is not None}

    def easy(duel: Duel) -> bool:
        return duel.peers.tries > 1 or duel.peers.case.name in quick

    found = [each for preset in PRESETS for each in of_preset(preset, duels(of, preset), easy)]
    print("| promised | found | met |\n|---|---|---|")
    for verdict in [*found, *of_pictures(pictured)]:
        print(f"| {verdict.promise} | {verdict.found} | {'yes' if verdict.met else '**no**'} |")


def _medians(of: Fittings) -> None:
    print("\n| median over the films | time | CPU | VMAF | 5th percentile | share | tries |")
    print("|---|---|---|---|---|---|---|")
    for way in (*PRESETS, NAIVE):
        found = duels(of, way)
        if found:
            print(
                f"| {way} | {median(duel.time for duel in found):.2f}"
                f" | {median(duel.cpu for duel in found):.2f}"
                f" | {_signed(duel.gain for duel in found)}"
                f" | {_signed(duel.low_gain for duel in found)}"
                f" | {median(duel.ours.share or 0 for duel in found):.3f}"
                f" | {median(duel.ours.tries for duel in found):g} |"
            )


def _films(clips: Sequence[Clip], of: Fittings) -> None:
    print(f"\n| film, KiB | {' | '.join(COLUMNS)} |\n|{'---|' * (1 + len(COLUMNS))}")
    for clip in clips:
        for limit in clip.limits:
            cases = (Case(name=clip.name, limit=limit, way=way) for way in COLUMNS)
            cells = " | ".join(_cell(of.get(case)) for case in cases)
            print(f"| {clip.name}, {limit // KIBIBYTE} | {cells} |")


def _cell(of: Fitting | None) -> str:
    """Seconds, VMAF (mean and 5th percentile), share of the limit, tries."""
    if of is None:
        return "-"
    if of.share is None:
        return f"{of.seconds:.1f} s, no file"
    looks = "" if of.vmaf is None else f", {of.vmaf:.1f} ({of.fifth_percentile:.1f})"
    return f"{of.seconds:.1f} s{looks}, {of.share:.3f}, {of.tries}"


def _commands(clips: Sequence[Clip], of: Fittings) -> None:
    print(f"\n| as a command, s | {' | '.join(COMMANDS)} |\n|{'---|' * (1 + len(COMMANDS))}")
    for clip in clips:
        cases = [Case(name=clip.name, limit=clip.limits[0], way=way) for way in COMMANDS]
        if all(case in of for case in cases):
            cells = " | ".join(f"{of[case].seconds:.1f}" for case in cases)
            print(f"| {clip.name}, {clip.limits[0] // KIBIBYTE} | {cells} |")


def _pictures(pictured: Iterable[Pictured]) -> None:
    print("\n| picture, KiB | share | SSIM | encodes | plainly: share | SSIM | encodes |")
    print("|---|---|---|---|---|---|---|")
    for each in pictured:
        limit = each.case.limit
        print(
            f"| {each.case.name}, {limit // KIBIBYTE} | {each.size / limit:.3f}"
            f" | {'lossless' if each.lossless else f'{each.ssim:.4f}'} | {each.encodes}"
            f" | {each.plain_size / limit:.3f} | {each.plain_ssim:.4f} | {each.plain_encodes} |"
        )


def _signed(values: Iterable[float | None]) -> str:
    known = [value for value in values if value is not None]
    return f"{median(known):+.1f}" if known else "-"
