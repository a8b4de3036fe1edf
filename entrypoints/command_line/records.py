"""What a command found or did, as the JSON documents that other programs read."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

from domain.delivery import Broke, Delivery, LeftBehind
from domain.failures import AnyFailure
from domain.fitting import Fitted
from domain.items import Found, ItemKey
from domain.look import Look
from domain.media import MediaInfo
from domain.metadata import MediaMetadata
from domain.outcome import Failure, Outcome, Success
from domain.plans import Plan, Refuse
from domain.renditions import Rendition
from entrypoints.words import sentence

Record: TypeAlias = dict[str, Any]
Places: TypeAlias = Mapping[ItemKey, Path]
"""Where each delivered item lies now; absolute."""


def of_end(url: str, end: Delivery | Broke, places: Places) -> Record:
    """`download` and `download-only`."""
    match end:
        case Delivery():
            return _of_delivery(url, end, places)
        case Broke():
            return _of_delivery(url, Delivery(), places) | {"failure": _bug(end)}


def _of_delivery(url: str, delivery: Delivery, places: Places) -> Record:
    at = {fitted.key: number for number, fitted in enumerate(delivery.delivered)}
    origin = delivery.origin
    return {
        "url": url,
        "outcome": delivery.outcome,
        "metadata": _metadata(delivery.metadata),
        "files": [_file(fitted, places) for fitted in delivery.delivered],
        "batches": [
            [at[key] for key in receipt.keys if key in at] for receipt in delivery.receipts
        ],
        "left_behind": [_left_behind(left) for left in delivery.left_behind],
        "failure": _failure(delivery.failure),
        "download_method": origin.method if origin is not None else None,
        "seconds": delivery.seconds.model_dump(mode="json"),
    }


def of_look(url: str, looked: Outcome[Look, AnyFailure] | Broke, limit: int) -> Record:
    """`info`; `limit` is what each item and rendition is held against.

    What was found of a post that has more than is told has a failure, too: that there is more.
    """
    look = Look(metadata=None)
    failure: Record | None = None
    match looked:
        case Broke():
            failure = _bug(looked)
        case Failure(failed):
            failure = _failure(failed)
        case Success(found):
            look = found
    return {
        "url": url,
        "outcome": "found" if failure is None else "failed",
        "metadata": _metadata(look.metadata),
        "items": [_item(item, limit) for item in look.items],
        "renditions": [_rendition(rendition, limit) for rendition in look.renditions],
        "failure": failure or _failure(look.left_out),
    }


def of_compressed(path: Path, end: Delivery | Broke, places: Places) -> Record:
    """`compress`."""
    if isinstance(end, Broke):
        return of_compressed(path, Delivery(), places) | {"failure": _bug(end)}
    delivery = end
    fitted = next(iter(delivery.delivered), None)
    return {
        "input": str(path.absolute()),
        "outcome": "failed" if fitted is None else "fitted",
        "file": None if fitted is None else _file(fitted, places) | {"ratio": fitted.ratio},
        "plan": None if fitted is None else fitted.plan.model_dump(mode="json"),
        "failure": _failure(next(iter(delivery.failures), None)),
    }


def of_plan(path: Path, planned: Outcome[tuple[MediaInfo, Plan], AnyFailure] | Broke) -> Record:
    """`compress --plan`."""
    plan: Record | None = None
    failure: Record | None = None
    match planned:
        case Broke():
            failure = _bug(planned)
        case Failure(failed) | Success((_, Refuse(failure=failed))):
            failure = _failure(failed)
        case Success((_, made)):
            plan = made.model_dump(mode="json")
    return {
        "input": str(path.absolute()),
        "outcome": "fitted" if failure is None else "failed",
        "file": None,
        "plan": plan,
        "failure": failure,
    }


def _file(fitted: Fitted, places: Places) -> Record:
    file = fitted.file
    return {
        "path": str(places[fitted.key]),
        "kind": file.file_type,
        "mimetype": file.mimetype,
        "size_bytes": file.size_bytes,
        "original_bytes": fitted.original.size_bytes,
        "width": file.width,
        "height": file.height,
        "duration_seconds": file.duration,
        "sha256": file.checksum,
        "action": fitted.action,
        "done": sentence(fitted),
        "plan": fitted.plan.model_dump(mode="json"),
        "carried_out": fitted.carried_out.model_dump(mode="json"),
        "seconds": round(fitted.seconds, 3),
        "damaged_packets": file.damaged_packets,
    }


def _left_behind(left: LeftBehind) -> Record:
    return {"item": left.name or left.key, "failure": _failure(left.failure)}


def _bug(end: Broke) -> Record:
    return {"kind": "bug", "message": sentence(end)}


def _failure(failure: AnyFailure | None) -> Record | None:
    if failure is None:
        return None
    return {"kind": failure.kind, "message": sentence(failure)}


def _metadata(metadata: MediaMetadata | None) -> Record | None:
    return None if metadata is None else metadata.model_dump(mode="json")


def _item(item: Found, limit: int) -> Record:
    return item.model_dump(mode="json", exclude={"metadata"}) | {"fits": item.fits(limit)}


def _rendition(rendition: Rendition, limit: int) -> Record:
    return rendition.model_dump(mode="json") | {"fits": rendition.fits(limit)}
