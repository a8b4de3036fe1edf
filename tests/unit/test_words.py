import re
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Annotated, get_args, get_origin

import pytest

from domain import failures
from domain.delivery import Broke, Cancelled, Delivery, End, Interrupted, LeftBehind
from domain.failures import AnyFailure, WhyRefused
from domain.fitting import Fitted
from domain.media import MediaFile, MediaKind
from domain.plans import (
    CopySound,
    CopyVideo,
    EncodeAudio,
    EncodeGif,
    EncodeImage,
    EncodeSound,
    EncodeVideo,
    Keep,
    Plan,
    Refuse,
    Remux,
    Strip,
)
from domain.progress import Fetching, Fitting, Looking, Progress, Sending
from entrypoints.words import sentence
from tests.unit.nouns import media_file

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def members(union: object) -> set[type]:
    if get_origin(union) is Annotated:
        return members(get_args(union)[0])
    return {cls for part in get_args(union) for cls in members(part)} or {union}


FAILURES = [
    *(failures.LinkRefused(why=why) for why in get_args(WhyRefused)),
    failures.UnsupportedUrl(),
    failures.NothingThere(),
    failures.NotFound(),
    failures.PrivateMedia(),
    failures.GeoBlocked(),
    failures.AgeRestricted(),
    failures.NotForAllAges(),
    failures.LiveStream(),
    failures.BotCheck(),
    failures.LoginNeeded(),
    failures.Blocked(),
    failures.RateLimited(),
    failures.RateLimited(until=NOON),
    failures.DownloadTimedOut(after=90),
    failures.ConnectionLost(),
    failures.ServerError(),
    failures.ServerError(status=503),
    failures.ExternalToolFailed(tool="a tool", code=4, words="Traceback: /root/secret"),
    failures.TooLarge(allowed=1024),
    failures.OverBudget(allowed=1024),
    failures.TooLarge(bytes=2048, allowed=1024),
    failures.TooMany(allowed=100),
    failures.TooMany(found=400, allowed=100),
    *(
        failures.QuotaExceeded(whose=whose, used=2048, allowed=1024)
        for whose in ("job", "user", "guild", "everything")
    ),
    failures.Corrupt(),
    failures.UnsupportedCodec(),
    failures.UnsupportedCodec(codec="magicyuv"),
    *(
        failures.TooMuchMedia(what=what, found=1e9, allowed=33_177_600)
        for what in get_args(failures.WhatTooMuch)
    ),
    failures.CannotFit(),
    failures.CannotFit(smallest_limit=4096),
    failures.CannotFit(smallest_limit=4096, longest_clip=12, audio_bytes=2048),
    *(failures.NotInFile(what=what) for what in ("sound", "clip")),
    failures.CellDied(),
    failures.CellDied(overran=600),
    failures.OutOfMemory(),
    *(failures.NoRoom(why=why) for why in ("full", "not_writable", "gone", "in_use")),
    failures.ChatTooLarge(),
    failures.ChatExpired(),
    *(
        failures.ChatRefused(why=why)
        for why in ("permission", "deleted", "blocked", "content", "exhausted")
    ),
    failures.ChatUnknown(),
    failures.ChatDown(),
    *(
        failures.QueueFull(whose=whose, allowed=allowed)
        for whose, allowed in (("user", 1), ("guild", 20), ("everything", 100), ("everything", 0))
    ),
    failures.NotYours(),
    failures.JobGone(),
    failures.AlreadyOver(),
]


def fitted(key: str = "1", size: int = 1024) -> Fitted:
    file = MediaFile(
        filename=f"{key}.jpg",
        filepath=PurePosixPath(f"{key}.jpg"),
        file_type=MediaKind.IMAGE,
        mimetype="image/jpeg",
        size_bytes=size,
        checksum="0" * 64,
    )
    return Fitted(key=key, file=file, original=file, plan=Keep())


def damaged(whole: Fitted) -> Fitted:
    file = whole.file.model_copy(update={"damaged_packets": 3})
    return whole.model_copy(update={"file": file})


GONE = LeftBehind(key="2", name="2.jpg", failure=failures.NotFound())

ENDS = {
    "2 files, 2 KiB.": Delivery(delivered=(fitted("1"), fitted("2"))),
    "1 file, 1 KiB.": Delivery(delivered=(fitted(),)),
    "2 files, 2 KiB. 1 file came damaged: what could not be read is missing.": Delivery(
        delivered=(fitted("1"), damaged(fitted("2")))
    ),
    "1 of 2 files arrived, 1 KiB.": Delivery(delivered=(fitted(),), left_behind=(GONE,)),
    "1 file arrived, 1 KiB, and then it ended. " + sentence(failures.ConnectionLost()): Delivery(
        delivered=(fitted(),), failure=failures.ConnectionLost()
    ),
    sentence(failures.NotFound()): Delivery(left_behind=(GONE,)),
    sentence(failures.NothingThere()): Delivery(failure=failures.NothingThere()),
    "Nothing arrived.": Delivery(left_behind=(GONE, GONE)),
    f"Nothing arrived. {sentence(failures.NotFound())}": Delivery(
        left_behind=(GONE,), failure=GONE.failure
    ),
    f"{sentence(failures.ChatDown())} What is here is kept until 12:00 UTC.": Delivery(
        failure=failures.ChatDown(), kept_until=NOON
    ),
    "Cancelled.": Cancelled(by="1234"),
    "I was stopped in the middle of this. Ask again.": Interrupted(),
    "A mistake of mine ended this. Whoever runs me finds it in the log: j7.": Broke(job_id="j7"),
}

PROGRESS = {
    "Looking at what is there.": Looking(),
    "Downloading.": Fetching(),
    "Downloading 2.": Fetching(item=2),
    "Downloading 2 of 5: 1 MiB of 4 MiB, 512 KiB/s.": Fetching(
        item=2, of=5, done_bytes=2**20, total_bytes=2**22, bytes_per_second=2**19
    ),
    "Downloading: 0 bytes.": Fetching(done_bytes=0),
    "Making a.mp4 fit into 1 MiB: 45%.": Fitting(
        filename="a.mp4", original_bytes=9, limit_bytes=2**20, fraction=0.45
    ),
    "Making a.mp4 fit into 1 MiB: 45%, about 1 min 5 s left.": Fitting(
        filename="a.mp4", original_bytes=9, limit_bytes=2**20, fraction=0.45, remaining_seconds=65
    ),
    "Sending message 2: 1 file, 3 KiB.": Sending(batch=2, filenames=("a.jpg",), size_bytes=3072),
    "Sending message 2 of 3: 1 file, 3 KiB. It is 2 MiB in all, so I send a few at a time.": (
        Sending(batch=2, of=3, filenames=("a.jpg",), size_bytes=3072, large_bytes=2**21)
    ),
}


PLANS = {
    "It fits as it is and would be left untouched.": Keep(),
    "Its pixels would stay as they are, and nothing else would stay in the file.": Strip(
        max_bytes=1
    ),
    "Its tracks would be copied into another container, untouched.": Remux(max_bytes=9),
    "The picture would stay as it is, with AAC sound at 64 kbit/s in mono.": CopyVideo(
        max_bytes=9, sound=EncodeSound(kbps=64, channels=1)
    ),
    "It would be encoded to H.264 at 1280 x 720, 23.98 frames a second and 800 kbit/s, "
    "with its own sound.": EncodeVideo(
        max_bytes=9,
        width=1280,
        height=720,
        frames_per_second=24000 / 1001,
        video_kbps=800.4,
        sound=CopySound(),
    ),
    "It would be encoded to H.264 at 640 x 360, 30 frames a second and 200 kbit/s, "
    "with no sound.": EncodeVideo(
        max_bytes=9, width=640, height=360, frames_per_second=30, video_kbps=200, sound=None
    ),
    "It would become AAC sound at 96 kbit/s in stereo.": EncodeAudio(
        max_bytes=9, sound=EncodeSound(kbps=96, channels=2)
    ),
    "It would stay a GIF, of about 320 x 180 at 12.5 frames a second, "
    "made smaller until it fits into 1 MiB.": EncodeGif(
        max_bytes=2**20, width=320, height=180, frames_per_second=12.5
    ),
    "It would be made smaller until it fits into 1 MiB.": EncodeImage(
        max_bytes=2**20, min_quality=10
    ),
    sentence(failures.CannotFit(longest_clip=3)): Refuse(
        failure=failures.CannotFit(longest_clip=3)
    ),
}


def test_every_failure_has_an_example_here():
    assert {type(plan) for plan in PLANS.values()} == members(Plan)
    assert {type(failure) for failure in FAILURES} == members(AnyFailure)
    assert {type(end) for end in ENDS.values()} == members(End)
    assert {type(progress) for progress in PROGRESS.values()} == members(Progress)


@pytest.mark.parametrize("failure", FAILURES, ids=repr)
def test_every_failure_is_said_in_whole_sentences(failure):
    said = sentence(failure)
    assert re.fullmatch(r"[A-Z][^\n]{20,200}\.", said)
    assert not re.search(r"None|_[a-z]|\b0x|Traceback|secret|a tool|[{}]", said)


def test_no_two_failures_sound_the_same():
    said = [sentence(failure) for failure in FAILURES]
    assert len(set(said)) == len(said)


@pytest.mark.parametrize(("said", "end"), ENDS.items())
def test_an_end_is_said(said, end):
    assert sentence(end) == said


@pytest.mark.parametrize(("said", "progress"), PROGRESS.items())
def test_progress_is_said(said, progress):
    assert sentence(progress) == said


@pytest.mark.parametrize("plan", PLANS.values(), ids=lambda plan: plan.action)
def test_what_was_done_is_said_in_few_words(plan):
    file = media_file("a.jpg").model_copy(update={"width": 640, "height": 480})
    said = sentence(Fitted(key="a", file=file, original=file, plan=plan))
    assert len(said) < 120
    assert "would" not in said or isinstance(plan, Refuse)
    for number in ("width", "height"):
        assert str(getattr(plan, number, "")) in said
    if isinstance(plan, EncodeImage):
        assert said == "encoded at 640 x 480"


@pytest.mark.parametrize(("said", "plan"), PLANS.items())
def test_a_plan_is_said(said, plan):
    assert sentence(plan) == said


def test_what_was_left_behind_is_named():
    assert sentence(GONE) == f"2.jpg: {sentence(failures.NotFound())}"
    unnamed = LeftBehind(key="2", failure=failures.NotFound())
    assert sentence(unnamed) == sentence(failures.NotFound())


def test_an_offer_of_what_would_work_reads_well():
    assert sentence(
        failures.CannotFit(smallest_limit=3_145_728, longest_clip=12, audio_bytes=409_600)
    ).endswith("What would work: a limit of 3 MiB, its first 12 s, or its sound alone (400 KiB).")
    assert sentence(failures.CannotFit(longest_clip=12)).endswith(
        "What would work: its first 12 s."
    )


@pytest.mark.parametrize("locale", ["en", "en-GB", "de", "xx", ""])
def test_a_language_without_sentences_reads_english(locale):
    assert sentence(Looking(), locale) == "Looking at what is there."
