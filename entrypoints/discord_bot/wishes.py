"""What a person wrote into a command's options becomes requests, or a word on what is wrong."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from domain.durations import parse_duration
from domain.failures import LinkRefused
from domain.link import Admission, Link, admit
from domain.outcome import Failure, Outcome, Success
from domain.request import Clip, Items, MediaRequest, Quality
from domain.value import Value

MOST_LINKS = 5
"""Of one command; as many as a user may have waiting."""


class Misunderstood(Value):
    """An option that means nothing; `words` say so, as they were written."""

    words: str


class Refused(Value):
    """A link that is not admitted."""

    number: int
    """Its place among those given, counted from 1: what it says may be for nobody's eyes."""
    failure: LinkRefused


class Wanted(Value):
    """What is to be fetched, and the links that nothing is fetched from."""

    requests: tuple[MediaRequest, ...]
    refused: tuple[Refused, ...]


def wanted(
    options: Mapping[str, Any], admission: Admission
) -> Outcome[Wanted, LinkRefused | Misunderstood]:
    """One request for each link in `url`, all with the same wishes."""
    texts = str(options["url"]).replace(",http", " http").split()
    if not texts:
        return Failure(LinkRefused(why="not_a_link"))
    if len(texts) > MOST_LINKS:
        return Failure(Misunderstood(words=f"At most {MOST_LINKS} links at once."))
    links: list[Link] = []
    refused: list[Refused] = []
    for number, text in enumerate(texts, 1):
        match admit(text.removeprefix("<").removesuffix(">"), admission):
            case Failure(failure):
                refused.append(Refused(number=number, failure=failure))
            case Success(link):
                links.append(link)
    if len(texts) == len(refused) == 1:
        return Failure(refused[0].failure)
    try:
        items = Items.parse(options["items"]) if options.get("items") else None
        clip = _clip(options)
    except ValidationError as wrong:
        said = wrong.errors()[0]["msg"].removeprefix("Value error, ")
        return Failure(Misunderstood(words=f"{said[0].upper()}{said[1:]}."))
    except ValueError as wrong:
        return Failure(Misunderstood(words=f"{wrong}."))
    requests = tuple(
        MediaRequest(
            link=link,
            quality=Quality(options.get("quality", "best")),
            audio_only=bool(options.get("audio_only")),
            gif=bool(options.get("gif")),
            items=items,
            clip=clip,
            spoiler=bool(options.get("spoiler")),
        )
        for link in dict.fromkeys(links)
    )
    return Success(Wanted(requests=requests, refused=tuple(refused)))


def _clip(options: Mapping[str, Any]) -> Clip | None:
    start, end = options.get("start"), options.get("end")
    if not start and not end:
        return None
    return Clip(
        start=parse_duration(start) if start else 0.0, end=parse_duration(end) if end else None
    )
