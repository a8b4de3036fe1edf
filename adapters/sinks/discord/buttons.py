"""The buttons under a card, by how its job stands."""

from collections.abc import Iterator
from typing import Any, Final

from adapters.sinks.discord.custom_ids import LONGEST, Again, Cancel, Delete, Deliver, Pressed
from adapters.sinks.discord.labels import Labels
from domain.delivery import Broke, Cancelled, Delivery, End, Interrupted
from domain.durations import human_duration
from domain.failures import CannotFit
from domain.jobs import JobId
from domain.request import Clip, MediaRequest

PRIMARY, SECONDARY, DANGER, LINK = 1, 2, 4, 5
BUTTON, ROW = 2, 1
LONGEST_LINK: Final = 512
"""Characters of a link button's address, by Discord's reference."""
IN_A_ROW: Final = 5
FINAL: Final = frozenset(
    {
        "refused_link",
        "unsupported",
        "empty",
        "not_found",
        "private",
        "geo",
        "age",
        "nsfw",
        "login_needed",
        "too_large",
        "over_budget",
        "too_many",
        "corrupt",
        "unsupported_codec",
        "too_much",
        "cannot_fit",
        "not_in_file",
    }
)
"""Failures that asking again changes nothing about."""

Component = dict[str, Any]


def while_running(job: JobId, request: MediaRequest | None, labels: Labels) -> list[Component]:
    """Cancel, and where it is from."""
    return _row(_button(labels.cancel, Cancel(job=job), SECONDARY), _source(request, labels))


def near_the_end_of_the_token(
    job: JobId, user: str | None, request: MediaRequest | None, labels: Labels
) -> list[Component]:
    """A click on Deliver brings a fresh token."""
    deliver = _button(labels.deliver, Deliver(user=user, job=job), PRIMARY) if user else None
    cancel = _button(labels.cancel, Cancel(job=job), SECONDARY)
    return _row(deliver, cancel, _source(request, labels))


def under_further_files(user: str | None, labels: Labels) -> list[Component]:
    """What every further message of a result has."""
    return _row(_button(labels.delete, Delete(user=user), SECONDARY) if user else None)


def at_the_end(
    end: End, *, job: JobId, user: str | None, request: MediaRequest | None, labels: Labels
) -> list[Component]:
    """What can be done about how it ended, then Delete and Source."""
    offers: list[Component | None] = []
    if user is not None:
        offers += _offers(end, job=job, user=user, request=request, labels=labels)
        offers.append(_button(labels.delete, Delete(user=user), SECONDARY))
    return _row(*offers, _source(request, labels))


def source_of(components: list[Component]) -> str | None:
    """The address on a message's Source button."""
    for row in components:
        for button in row.get("components") or []:
            if button.get("style") == LINK and button.get("url"):
                return str(button["url"])
    return None


def without_actions(components: list[Component]) -> list[Component]:
    """The same rows with what can be pressed twice without harm: Delete and Source."""
    harmless = ("delete:",)
    kept = [
        button
        for row in components
        for button in row.get("components") or []
        if button.get("style") == LINK or str(button.get("custom_id", "")).startswith(harmless)
    ]
    return _row(*kept)


def _offers(
    end: End, *, job: JobId, user: str, request: MediaRequest | None, labels: Labels
) -> Iterator[Component | None]:
    again = _again(labels.retry, user, request)
    match end:
        case Delivery(kept_until=until) if until is not None:
            yield _button(labels.retry, Deliver(user=user, job=job), PRIMARY)
        case Delivery():
            yield from _instead(end, user, request, labels)
            if any(failure.kind not in FINAL for failure in end.failures):
                yield again
        case Interrupted() | Broke():
            yield again
        case Cancelled():
            pass


def _instead(
    end: Delivery, user: str, request: MediaRequest | None, labels: Labels
) -> Iterator[Component | None]:
    """Of a single file that cannot fit: the clip of it that does, and its sound."""
    failures = end.failures
    if request is None or end.delivered or len(failures) != 1:
        return
    (failure,) = failures
    if not isinstance(failure, CannotFit):
        return
    if failure.longest_clip:
        start = request.clip.start if request.clip else 0.0
        shorter = Clip(start=start, end=round(start + failure.longest_clip, 1))
        label = labels.first_seconds.format(length=human_duration(failure.longest_clip))
        yield _again(label, user, request.model_copy(update={"clip": shorter}))
    if failure.audio_bytes:
        sound = request.model_copy(update={"audio_only": True})
        yield _again(labels.sound_only, user, sound)


def _again(label: str, user: str, request: MediaRequest | None) -> Component | None:
    if request is None or len(request.link.url) > LONGEST_LINK:
        return None
    return _button(label, Again.of(user, request), PRIMARY)


def _button(label: str, pressed: Pressed, style: int) -> Component | None:
    custom_id = str(pressed)
    if len(custom_id) > LONGEST:
        return None
    return {"type": BUTTON, "style": style, "label": label, "custom_id": custom_id}


def _source(request: MediaRequest | None, labels: Labels) -> Component | None:
    if request is None or len(request.link.url) > LONGEST_LINK:
        return None
    return {"type": BUTTON, "style": LINK, "label": labels.source, "url": request.link.url}


def _row(*buttons: Component | None) -> list[Component]:
    shown = [button for button in buttons if button is not None][:IN_A_ROW]
    return [{"type": ROW, "components": shown}] if shown else []
