"""Which files travel together: in order, within every limit of a message."""

from collections.abc import Sequence

from domain.fitting import Fitted
from domain.limits import UploadLimits


def next_batch(
    pending: Sequence[Fitted], limits: UploadLimits, *, more_to_come: bool
) -> tuple[Fitted, ...]:
    """The longest head of `pending` that one message holds, or () while it is better to wait.

    A message leaves when the next file no longer fits into it, when it has as many files as a
    message takes, or when no more are to come. A single file may exceed `bytes_per_message`.
    """
    batch: list[Fitted] = []
    total = 0
    for fitted in pending:
        total += fitted.file.size_bytes
        if len(batch) == limits.files_per_message or (batch and total > limits.bytes_per_message):
            return tuple(batch)
        batch.append(fitted)
    full = len(batch) == limits.files_per_message or total >= limits.bytes_per_message
    return tuple(batch) if full or not more_to_come else ()


def batches_left(pending: Sequence[Fitted], limits: UploadLimits) -> int:
    """How many messages hold what is pending when no more is to come."""
    left, count = list(pending), 0
    while batch := next_batch(left, limits, more_to_come=False):
        left, count = left[len(batch) :], count + 1
    return count
