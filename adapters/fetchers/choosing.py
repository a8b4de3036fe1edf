"""What to take of a video that is offered in several forms, in which order."""

from collections.abc import Sequence

from application.ports.egress import JobBudget
from domain.failures import CannotFit, TooLarge
from domain.limits import Aim
from domain.outcome import Failure, Outcome, Success
from domain.plans import Wish
from domain.renditions import Rendition, Wanted, by_preference
from domain.request import MediaRequest
from domain.worth_fetching import certain_refusal, height_to_encode


def in_order(
    offered: Sequence[Rendition],
    *,
    seconds: float | None,
    request: MediaRequest,
    aim: Aim | None,
    budget: JobBudget,
) -> Outcome[tuple[Rendition, ...], TooLarge | CannotFit]:
    """The renditions to try, best first and never none, of those that are offered: at least one."""
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


def most_bytes(request: MediaRequest, *, aim: Aim | None, seconds: float | None) -> int | None:
    """What a rendition may have that was to fit: it came larger than it was said, if it has more.

    None: it may have any size.
    """
    if aim is None:
        return None
    return int(aim.limits.bytes_per_file / _share(request, seconds))


def _share(request: MediaRequest, seconds: float | None) -> float:
    if request.clip is None or seconds is None:
        return 1.0
    return request.clip.seconds_of(seconds) / seconds or 1.0
