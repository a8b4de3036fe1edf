"""Makes the table by which HDR films (PQ, HLG) are toned down to what a plain screen shows."""

import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

Rgb: TypeAlias = tuple[float, float, float]

POINTS = 33
"""A side; with tetrahedral interpolation more is not seen."""
PEAK = 1000.0
"""Nits of the brightest light that is told apart; most films are graded up to here."""
WHITE = 203.0
"""Nits of white paper in an HDR film (ITU-R BT.2408), which becomes the screen's white."""
GAMMA = 2.2
"""Of the screen."""

M1, M2 = 2610 / 16384, 2523 / 32
C1, C2, C3 = 3424 / 4096, 2413 / 128, 2392 / 128
"""SMPTE ST 2084."""
HLG_A, HLG_B, HLG_C = 0.17883277, 0.28466892, 0.55991073
HLG_GAMMA = 1.2
"""ITU-R BT.2100, for a display of 1000 nits."""

LUMA_2020: Rgb = (0.2627, 0.6780, 0.0593)
LUMA_709: Rgb = (0.2126, 0.7152, 0.0722)
TO_709: tuple[Rgb, Rgb, Rgb] = (
    (1.6605, -0.5876, -0.0728),
    (-0.1246, 1.1329, -0.0083),
    (-0.0182, -0.1006, 1.1187),
)
"""BT.2020 to BT.709, linear light (ITU-R BT.2087)."""


def write_tone_table(path: Path, transfer: str) -> None:
    """A .cube file that takes a film of that transfer (FFmpeg's name) in BT.2020 to BT.709."""
    lights = _lights_pq if transfer == "smpte2084" else _lights_hlg
    lines = (f"{r:.5f} {g:.5f} {b:.5f}" for r, g, b in _points(lights))
    path.write_text(f"LUT_3D_SIZE {POINTS}\n" + "\n".join(lines) + "\n", encoding="ascii")


def _points(lights: Callable[[Rgb], Rgb]) -> Iterator[Rgb]:
    """The red of a .cube file changes first."""
    steps = [number / (POINTS - 1) for number in range(POINTS)]
    for blue in steps:
        for green in steps:
            for red in steps:
                yield _shown(lights((red, green, blue)))


def _lights_pq(signal: Rgb) -> Rgb:
    red, green, blue = signal
    return _pq_to_nits(red), _pq_to_nits(green), _pq_to_nits(blue)


def _lights_hlg(signal: Rgb) -> Rgb:
    red, green, blue = (_hlg_to_scene(value) for value in signal)
    system = PEAK * _luma(LUMA_2020, (red, green, blue)) ** (HLG_GAMMA - 1)
    return system * red, system * green, system * blue


def _shown(nits: Rgb) -> Rgb:
    """Bright light compressed by its strongest colour, so that no hue changes."""
    strongest = max(nits)
    scale = _compressed(strongest) / strongest / WHITE if strongest > 0 else 0.0
    red, green, blue = (value * scale for value in nits)
    wide = [row[0] * red + row[1] * green + row[2] * blue for row in TO_709]
    grey = min(1.0, _luma(LUMA_709, (wide[0], wide[1], wide[2])))
    kept = min(1.0, *(_share(value, grey) for value in wide))
    r, g, b = (max(0.0, grey + kept * (value - grey)) ** (1 / GAMMA) for value in wide)
    return min(1.0, r), min(1.0, g), min(1.0, b)


def _share(value: float, grey: float) -> float:
    """How much of a colour's distance from grey the screen can show."""
    if value > 1:
        return (1 - grey) / (value - grey)
    if value < 0:
        return grey / (grey - value)
    return 1.0


def _compressed(nits: float) -> float:
    """ITU-R BT.2390, 5.4.1: a spline above a knee, in PQ."""
    peak = _nits_to_pq(PEAK)
    most = _nits_to_pq(WHITE) / peak
    knee = 1.5 * most - 0.5
    level = min(1.0, _nits_to_pq(nits) / peak)
    if level > knee:
        t = (level - knee) / (1 - knee)
        level = (
            (2 * t**3 - 3 * t**2 + 1) * knee
            + (t**3 - 2 * t**2 + t) * (1 - knee)
            + (3 * t**2 - 2 * t**3) * most
        )
    return _pq_to_nits(level * peak)


def _pq_to_nits(signal: float) -> float:
    power = math.pow(signal, 1 / M2)
    return 10_000.0 * math.pow(max(power - C1, 0.0) / (C2 - C3 * power), 1 / M1)


def _nits_to_pq(nits: float) -> float:
    power = math.pow(nits / 10_000, M1)
    return math.pow((C1 + C2 * power) / (1 + C3 * power), M2)


def _hlg_to_scene(signal: float) -> float:
    if signal <= 0.5:
        return signal * signal / 3
    return (math.exp((signal - HLG_C) / HLG_A) + HLG_B) / 12


def _luma(weights: Rgb, colour: Rgb) -> float:
    return sum(weight * value for weight, value in zip(weights, colour, strict=True))
