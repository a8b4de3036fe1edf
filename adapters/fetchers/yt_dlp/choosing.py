"""What to take of a video, in which order, or why nothing of it can be taken."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, final

from adapters.fetchers.choosing import in_order
from adapters.fetchers.yt_dlp.formats import Format, is_whole, renditions_of
from adapters.fetchers.yt_dlp.metadata import is_live
from application.ports.egress import JobBudget
from domain.failures import FetchFailure, LiveStream, NothingThere
from domain.limits import Aim
from domain.outcome import Failure, Outcome
from domain.renditions import Rendition
from domain.request import MediaRequest


def choose(
    info: Mapping[str, Any], *, request: MediaRequest, aim: Aim | None, budget: JobBudget
) -> Outcome[tuple[Rendition, ...], FetchFailure]:
    """Renditions in the order in which to try them, never none."""
    if is_live(info):
        return Failure(LiveStream())
    seconds = info.get("duration") or None
    offered = renditions_of(info.get("formats") or (), duration=seconds)
    if not offered:
        return Failure(NothingThere())
    return in_order(offered, seconds=seconds, request=request, aim=aim, budget=budget)


@final
class Taking:
    """The renditions of one video while they are being taken, one after the other."""

    def __init__(
        self, choices: Sequence[Rendition], formats: Sequence[Format], *, most: int | None = None
    ) -> None:
        self._choices = choices
        self._most = most
        self._whole = {each["format_id"] for each in formats if is_whole(each)}
        self.number = 0
        """Of the one that is being taken, counted from 1."""

    @property
    def is_whole(self) -> bool:
        """Whether its file is as it should be: nothing to join, nothing to mend."""
        return self._choices[self.number - 1].format_id in self._whole

    def is_too_large(self, size_bytes: int) -> bool:
        """Whether it came larger than the site had said."""
        return self._most is not None and size_bytes > self._most

    def next(self) -> str | None:
        """The next one's formats: "a,b" is two files to yt-dlp, "a+b" one that it cannot make."""
        if self.number == len(self._choices):
            return None
        self.number += 1
        return self._choices[self.number - 1].format_id.replace("+", ",")


NOTHING: Final = Taking((), ())
