"""What to take of a video, in which order, or why nothing of it can be taken."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, final

from adapters.fetchers.yt_dlp.formats import Format, is_whole, renditions_of
from adapters.fetchers.yt_dlp.metadata import is_live
from application.ports.egress import JobBudget
from domain.failures import FetchFailure, LiveStream, NothingThere, TooLarge
from domain.limits import Aim
from domain.outcome import Failure, Outcome, Success
from domain.plans import Wish
from domain.renditions import Rendition, Wanted, by_preference
from domain.request import MediaRequest
from domain.worth_fetching import certain_refusal, height_to_encode


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
    allowed = budget.bytes_per_file
    takable = [each for each in offered if (each.size_bytes or 0) <= allowed]
    if not takable:
        smallest = min(each.size_bytes or 0 for each in offered)
        return Failure(TooLarge(bytes=smallest, allowed=allowed))
    wanted = Wanted(
        limit_bytes=None if aim is None else aim.limits.bytes_per_file,
        max_height=request.quality.height,
        audio_only=request.audio_only,
        share=_share(request, seconds),
    )
    if aim is not None and seconds is not None:
        wish = Wish.of(request)
        wished = [each for each in offered if each.is_sound == request.audio_only]
        if refused := certain_refusal(wished, seconds=seconds, aim=aim, wish=wish):
            return Failure(refused)
        best = max(takable, key=lambda each: each.height or 0)
        height = height_to_encode(best, seconds=seconds, aim=aim, wish=wish)
        wanted = wanted.model_copy(update={"height_to_encode": height})
    return Success(by_preference(takable, wanted))


def _share(request: MediaRequest, seconds: float | None) -> float:
    if request.clip is None or seconds is None:
        return 1.0
    return request.clip.seconds_of(seconds) / seconds or 1.0


@final
class Taking:
    """The renditions of one video while they are being taken, one after the other."""

    def __init__(self, choices: Sequence[Rendition], formats: Sequence[Format]) -> None:
        self._choices = choices
        self._whole = {each["format_id"] for each in formats if is_whole(each)}
        self.number = 0
        """Of the one that is being taken, counted from 1."""

    @property
    def is_whole(self) -> bool:
        """Whether its file is as it should be: nothing to join, nothing to mend."""
        return self._choices[self.number - 1].format_id in self._whole

    def next(self) -> str | None:
        """The next one's formats: "a,b" is two files to yt-dlp, "a+b" one that it cannot make."""
        if self.number == len(self._choices):
            return None
        self.number += 1
        return self._choices[self.number - 1].format_id.replace("+", ",")


NOTHING: Final = Taking((), ())
