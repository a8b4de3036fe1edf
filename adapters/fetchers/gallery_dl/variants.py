"""The sizes in which X offers a film, as renditions to choose from."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from adapters.fetchers.choosing import in_order
from application.ports.egress import JobBudget
from domain.failures import CannotFit
from domain.limits import Aim
from domain.outcome import Failure, Outcome, Success
from domain.renditions import Rendition
from domain.request import MediaRequest

MOST: Final = 100
"""Sizes that are looked at; X offers half a dozen."""
SIZE: Final = re.compile(r"/(\d+)x(\d+)/")
"""Of the picture, in a file's address."""
BITS: Final = 8
"""In a byte."""


def renditions_of(
    variants: Sequence[Mapping[str, Any]], *, seconds: float | None
) -> tuple[Rendition, ...]:
    """In the same order, called by their place in it; H.264 and AAC, sizes reckoned from rates.

    Raises:
        One of `NONSENSE`: They are not what X says of a film.
    """
    return tuple(
        Rendition(
            format_id=str(place),
            height=_height(str(each["url"])),
            video_codec="h264",
            audio_codec="aac",
            size_bytes=int(each["bits_per_second"] * (seconds or 0.0) / BITS) or None,
        )
        for place, each in enumerate(variants[:MOST])
    )


def places_in_order(
    offered: Sequence[Rendition],
    *,
    seconds: float | None,
    request: MediaRequest,
    aim: Aim | None,
    budget: JobBudget,
) -> Outcome[tuple[int, ...], CannotFit]:
    """The places of those to try, best first and never none; why not, if none can be made to fit.

    Where each seems to have more bytes than a file may, it is the smallest: of that X tells the
    true size before any of it comes.
    """
    match in_order(offered, seconds=seconds, request=request, aim=aim, budget=budget):
        case Success(best_first):
            return Success(tuple(int(each.format_id) for each in best_first))
        case Failure(CannotFit() as refused):
            return Failure(refused)
        case _:
            return Success((place_of_smallest(offered),))


def place_of_smallest(offered: Sequence[Rendition]) -> int:
    """By the sizes that are told; at least one is offered."""
    return int(min(offered, key=lambda each: each.size_bytes or 0).format_id)


def _height(url: str) -> int | None:
    found = SIZE.search(url)
    return min(int(found[1]), int(found[2])) if found else None
