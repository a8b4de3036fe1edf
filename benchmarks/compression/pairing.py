"""Which frame of the source a frame of the made film is to be compared with."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Final

NEAR: Final = 2
"""Frames of the source on either side of a moment: a frame and a half, on the average."""


def paired(
    made: Sequence[float], source: Sequence[float], unlike: Callable[[int, int], float]
) -> list[int]:
    """For each moment of a made frame the number of the source's frame that it shows.

    By time first: only the source's frames around that moment are asked about. Then by content:
    of those, the one that `unlike(made, source)` finds most alike, the nearest of equals. Without
    the second step, a film that kept every other frame of 60 a second, but not those at even
    moments, would be compared with its neighbours, and VMAF would be 27 where it is 70. The
    moments are in seconds and rise.
    """
    return [_most_alike(number, at, source, unlike) for number, at in enumerate(made)]


def _most_alike(
    number: int, at: float, source: Sequence[float], unlike: Callable[[int, int], float]
) -> int:
    after = bisect_right(source, at)
    last = len(source) - 1
    near = range(max(0, min(last, after - NEAR)), min(last, after + NEAR - 1) + 1)
    return min(near, key=lambda other: (unlike(number, other), abs(source[other] - at)))
