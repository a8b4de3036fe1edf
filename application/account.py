"""What came of a job, told from its shelf and from what was sent."""

from application.deliver_media import Sent
from application.shelf import Shelf
from domain.delivery import Delivery, LeftBehind, Timings


def account(
    shelf: Shelf, sent: Sent, *, began: float, fetched_at: float | None, now: float
) -> Delivery:
    """Every item of the shelf is in it, as delivered or as left behind, in the post's order."""
    failure = sent.failure or shelf.failure
    left_behind = list(sent.left_behind)
    if sent.failure is not None:
        left_behind += [
            LeftBehind(key=fitted.key, name=fitted.file.filename, failure=sent.failure)
            for fitted in sent.pending
        ]
    named = {fitted.key for fitted in sent.delivered} | {left.key for left in left_behind}
    if failure is not None:
        left_behind += [
            LeftBehind(key=key, failure=failure) for key in shelf.numbers if key not in named
        ]
    return Delivery(
        origin=shelf.origin,
        metadata=shelf.metadata,
        delivered=tuple(sent.delivered),
        receipts=tuple(sent.receipts),
        left_behind=tuple(sorted(left_behind, key=lambda left: shelf.numbers.get(left.key, 0))),
        failure=failure,
        seconds=Timings(
            first_file=None if sent.first_at is None else sent.first_at - began,
            fetch=None if fetched_at is None else fetched_at - began,
            fit=sum(fitted.seconds for fitted in sent.delivered),
            total=now - began,
        ),
    )
