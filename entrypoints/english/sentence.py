"""What can be said, in English."""

from domain.delivery import Broke, Cancelled, Delivery, End, Interrupted, LeftBehind
from domain.durations import human_duration
from domain.fitting import Fitted
from domain.plans import (
    CopyVideo,
    EncodeAudio,
    EncodeGif,
    EncodeImage,
    EncodeVideo,
    Keep,
    Refuse,
    Remux,
    Strip,
)
from domain.progress import Fetching, Fitting, Looking, Progress, Sending, Waiting
from domain.sayable import Sayable
from domain.sizes import human_size
from entrypoints.english.failures import clock
from entrypoints.english.failures import failure as why
from entrypoints.english.plans import done, plan


def sentence(what: Sayable) -> str:
    """The noun in English."""
    match what:
        case Waiting() | Looking() | Fetching() | Fitting() | Sending():
            return _progress(what)
        case (
            Keep()
            | Remux()
            | CopyVideo()
            | EncodeVideo()
            | EncodeAudio()
            | EncodeGif()
            | EncodeImage()
            | Strip()
            | Refuse()
        ):
            return plan(what)
        case Fitted():
            return done(what.carried_out, what.file)
        case Delivery() | Cancelled() | Interrupted() | Broke():
            return _end(what)
        case LeftBehind(name=name, failure=failure):
            return f"{name}: {why(failure)}" if name else why(failure)
        case _:
            return why(what)


def _progress(what: Waiting | Progress) -> str:
    match what:
        case Waiting(place=1):
            return "Waiting: this is the next request."
        case Waiting(place=place):
            return f"Waiting: {place - 1} before this one."
        case Looking():
            return "Looking at what is there."
        case Fetching():
            return _fetching(what)
        case Fitting():
            return _fitting(what)
        case Sending():
            return _sending(what)


def _end(what: End) -> str:
    match what:
        case Delivery():
            return _delivery(what)
        case Cancelled():
            return "Cancelled."
        case Interrupted():
            return "I was stopped in the middle of this. Ask again."
        case Broke(job_id=job_id):
            return f"A mistake of mine ended this. Whoever runs me finds it in the log: {job_id}."


def _fetching(what: Fetching) -> str:
    item = f" {what.item}" if what.item else ""
    item += f" of {what.of}" if what.item and what.of else ""
    done = human_size(what.done_bytes) if what.done_bytes is not None else ""
    done += f" of {human_size(what.total_bytes)}" if done and what.total_bytes else ""
    rate = f", {human_size(int(what.bytes_per_second))}/s" if what.bytes_per_second else ""
    return f"Downloading{item}{f': {done}{rate}' if done else ''}."


def _fitting(what: Fitting) -> str:
    left = what.remaining_seconds
    return (
        f"Making {what.filename} fit into {human_size(what.limit_bytes)}: {what.fraction:.0%}"
        f"{f', about {human_duration(left)} left' if left else ''}."
    )


def _sending(what: Sending) -> str:
    of = f" of {what.of}" if what.of else ""
    files = f"{_files(len(what.filenames))}, {human_size(what.size_bytes)}"
    large = what.large_bytes
    why_small = f" It is {human_size(large)} in all, so I send a few at a time." if large else ""
    return f"Sending message {what.batch}{of}: {files}.{why_small}"


def _delivery(what: Delivery) -> str:
    arrived = len(what.delivered)
    missing = len(what.left_behind)
    size = human_size(sum(fitted.file.size_bytes for fitted in what.delivered))
    match what.outcome:
        case "delivered":
            told = f"{_files(arrived)}, {size}."
        case "partly" if missing:
            told = f"{arrived} of {_files(arrived + missing)} arrived, {size}."
        case "partly":
            told = f"{_files(arrived)} arrived, {size}, and then it ended."
        case "failed" if missing == 1 and what.left_behind[0].failure != what.failure:
            told = why(what.left_behind[0].failure)
        case "failed" if missing or what.failure is None:
            told = "Nothing arrived."
        case _:
            told = ""
    if what.failure is not None:
        told = f"{told} {why(what.failure)}".strip()
    if damaged := sum(fitted.file.damaged_packets > 0 for fitted in what.delivered):
        told += f" {_files(damaged)} came damaged: what could not be read is missing."
    if what.kept_until is not None:
        told += f" What is here is kept until {clock(what.kept_until)}."
    return told


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"
