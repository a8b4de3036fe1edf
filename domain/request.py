"""What a person asked for."""

import re
from enum import StrEnum

from pydantic import Field, model_validator

from domain.link import Link
from domain.value import Value


class Quality(StrEnum):
    """The greatest height wanted; BEST is the best that fits."""

    BEST = "best"
    P2160 = "2160p"
    P1440 = "1440p"
    P1080 = "1080p"
    P720 = "720p"
    P480 = "480p"
    P360 = "360p"
    P240 = "240p"
    P144 = "144p"

    @property
    def height(self) -> int | None:
        """Pixels of the smaller side, None for BEST."""
        return None if self is Quality.BEST else int(self.value[:-1])


class Span(Value):
    """Items `first` to `last`, both counted from 1 and both included; an open end is None."""

    first: int = Field(ge=1)
    last: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _is_ordered(self) -> "Span":
        if self.last is not None and self.last < self.first:
            raise ValueError(f"{self.first}-{self.last} counts backwards")
        return self

    def __contains__(self, number: int) -> bool:
        return self.first <= number and (self.last is None or number <= self.last)


SPAN = re.compile(r"(\d+)(?:(-)(\d+)?)?")


class Items(Value):
    """Which of a post's items are wanted, as written "1,3-5" or "2-"."""

    spans: tuple[Span, ...] = Field(min_length=1)

    @classmethod
    def parse(cls, text: str) -> "Items":
        """The items that the text names.

        Raises:
            ValueError: The text is no list of numbers and ranges.
        """
        spans: list[Span] = []
        for part in text.split(","):
            found = SPAN.fullmatch(part.strip())
            if found is None:
                raise ValueError(f'"{text}" is not a list of items such as 1,3-5')
            first, dash, last = found.groups()
            if not int(first):
                raise ValueError("items are counted from 1")
            end = int(last) if last else None if dash else int(first)
            spans.append(Span(first=int(first), last=end))
        return cls(spans=tuple(spans))

    def __contains__(self, number: int) -> bool:
        return any(number in span for span in self.spans)

    def __str__(self) -> str:
        return ",".join(
            f"{span.first}" if span.first == span.last else f"{span.first}-{span.last or ''}"
            for span in self.spans
        )


class Clip(Value):
    """A stretch of a video in seconds from its start; an open end is None."""

    start: float = Field(default=0.0, ge=0, allow_inf_nan=False)
    end: float | None = Field(default=None, gt=0, allow_inf_nan=False)

    @model_validator(mode="after")
    def _is_ordered(self) -> "Clip":
        if self.end is not None and self.end <= self.start:
            raise ValueError("a clip ends after it starts")
        return self

    def seconds_of(self, whole: float) -> float:
        """How much of something that is `whole` seconds long lies inside; 0 when none does."""
        end = whole if self.end is None else min(self.end, whole)
        return max(0.0, end - self.start)


class MediaRequest(Value):
    """A link and how it is wanted; equal requests mean the same work."""

    link: Link
    quality: Quality = Quality.BEST
    audio_only: bool = False
    gif: bool = False
    """An animation that is too large stays one: a smaller GIF, where it would become a film."""
    items: Items | None = None
    max_items: int | None = Field(default=None, ge=1)
    clip: Clip | None = None
    spoiler: bool = False
    for_all_ages: bool = False
    """What its author or site marked as NSFW is not wanted: see `domain.audience`."""

    def wants(self, number: int) -> bool:
        """Whether the item of that number, counted from 1, is asked for."""
        within = self.max_items is None or self.items is not None or number <= self.max_items
        return within and (self.items is None or number in self.items)

    def after(self, number: int) -> tuple[Span, ...]:
        """What is asked for of the items that follow that one; empty where nothing is."""
        if self.items is not None:
            return tuple(
                Span(first=max(span.first, number + 1), last=span.last)
                for span in self.items.spans
                if span.last is None or span.last > number
            )
        if self.wants(number + 1):
            return (Span(first=number + 1, last=self.max_items),)
        return ()
