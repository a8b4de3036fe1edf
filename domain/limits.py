"""How much fits: the only place where a limit is computed."""

from pydantic import Field

from domain.value import Value

SHRINK_AFTER_REFUSAL = 0.9
"""Of the refused size: a chat that refuses a single file seldom says what it would take."""


LARGE_JOB = 100_000_000
"""Bytes: from here on a job's messages hold fewer files, so that each arrives in good time."""
FILES_OF_A_LARGE_JOB = 5


class UploadLimits(Value):
    """What one chat takes, in bytes; a single file may use `bytes_per_file` whole."""

    bytes_per_file: int = Field(gt=0)
    files_per_message: int = Field(default=10, ge=1)
    bytes_per_message: int = Field(gt=0)
    """Bounds messages of two files and more."""


class Minima(Value):
    """Below these a file is refused rather than made ugly."""

    video_kbps: int = Field(default=125, ge=1)
    audio_kbps: int = Field(default=32, ge=1)
    image_quality: int = Field(default=10, ge=1, le=100)


class Aim(Value):
    """What every file of a job is to fit into."""

    limits: UploadLimits
    minima: Minima = Minima()


def effective(chat: UploadLimits, ours: UploadLimits) -> UploadLimits:
    """The smaller of what the chat takes and what the operator allows."""
    return UploadLimits(
        bytes_per_file=min(chat.bytes_per_file, ours.bytes_per_file),
        files_per_message=min(chat.files_per_message, ours.files_per_message),
        bytes_per_message=min(chat.bytes_per_message, ours.bytes_per_message),
    )


def for_a_job_of(limits: UploadLimits, total: int) -> UploadLimits:
    """The limits, with smaller messages where the job's bytes in all pass LARGE_JOB."""
    if total <= LARGE_JOB:
        return limits
    fewer = min(limits.files_per_message, FILES_OF_A_LARGE_JOB)
    return limits.model_copy(update={"files_per_message": fewer})


def after_refusal(limits: UploadLimits, refused: tuple[int, ...]) -> UploadLimits:
    """What to believe after a message of files of these sizes was refused as too large.

    Several files: the message was too large, so messages become smaller than it, at most half of
    what they were. One file: that file was, so files become at most 0.9 of it.
    """
    if len(refused) > 1:
        total = sum(refused)
        smaller = max(1, min(limits.bytes_per_message, total - 1, total // 2))
        return limits.model_copy(update={"bytes_per_message": smaller})
    smaller = max(1, min(limits.bytes_per_file, int(sum(refused) * SHRINK_AFTER_REFUSAL)))
    return limits.model_copy(update={"bytes_per_file": smaller})
