"""Draws how long each film took and how it looks, both against the peer."""

import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks.compression.duels import Duel, duels, fittings
from benchmarks.compression.records import Scored, Timed
from benchmarks.compression.ways import PRESETS

WIDTH: Final = 640
HEIGHT: Final = 400
EDGE: Final = 48
COLOURS: Final = dict(zip(PRESETS, ("#1f6fb4", "#2a8c4a", "#c8641e"), strict=True))
TIMES: Final = (0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0)
GAINS: Final = range(-5, 36, 5)


def plot(timed: Iterable[Timed], scored: Iterable[Scored], to: Path) -> None:
    """An SVG: a dot a film and limit, a ring for the median of each preset."""
    of = fittings(timed, scored, as_command=False)
    box = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    font = 'font-family="sans-serif" font-size="11"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {box} {font}>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        *_axes(),
    ]
    for number, preset in enumerate(PRESETS):
        lines += _dots(duels(of, preset), COLOURS[preset])
        x = WIDTH / 2 + 70 * number
        lines.append(f'<text x="{x}" y="{EDGE - 14}" fill="{COLOURS[preset]}">{preset}</text>')
    to.write_text("\n".join([*lines, "</svg>", ""]))


def _axes() -> Iterator[str]:
    for time in TIMES:
        x, strong = _x(time), time == 1
        yield _line(x, EDGE, x, HEIGHT - EDGE, strong=strong)
        yield f'<text x="{x:.0f}" y="{HEIGHT - EDGE + 15}" text-anchor="middle">{time:g}</text>'
    for gain in GAINS:
        y = _y(gain)
        yield _line(EDGE, y, WIDTH - EDGE, y, strong=gain == 0)
        yield f'<text x="{EDGE - 6}" y="{y + 4:.0f}" text-anchor="end">{gain:+d}</text>'
    below = HEIGHT - EDGE + 32
    yield f'<text x="{WIDTH / 2}" y="{below}" text-anchor="middle">time, the peer is 1</text>'
    yield f'<text x="{EDGE}" y="{EDGE - 14}">VMAF above the peer</text>'


def _dots(found: Sequence[Duel], colour: str) -> Iterator[str]:
    marks = [(duel.time, duel.gain) for duel in found if duel.gain is not None]
    for time, gain in marks:
        yield f'<circle cx="{_x(time):.1f}" cy="{_y(gain):.1f}" r="3" fill="{colour}"/>'
    if marks:
        x, y = _x(median(time for time, _ in marks)), _y(median(gain for _, gain in marks))
        ring = f'fill="none" stroke="{colour}" stroke-width="2"'
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="9" {ring}/>'


def _line(x: float, y: float, to_x: float, to_y: float, *, strong: bool) -> str:
    colour = "#444" if strong else "#ddd"
    return f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" stroke="{colour}"/>'


def _x(time: float) -> float:
    """Logarithmic; what is beyond an end is drawn on it."""
    share = math.log(time / TIMES[0]) / math.log(TIMES[-1] / TIMES[0])
    return EDGE + min(1.0, max(0.0, share)) * (WIDTH - 2 * EDGE)


def _y(gain: float) -> float:
    share = (gain - GAINS[0]) / (GAINS[-1] - GAINS[0])
    return HEIGHT - EDGE - min(1.0, max(0.0, share)) * (HEIGHT - 2 * EDGE)
