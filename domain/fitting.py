"""What to do with a file so that it fits, decided from what was measured, and what came of it."""

from collections.abc import Callable
from typing import Literal

from domain import budget
from domain.failures import CannotFit, NotInFile
from domain.gif_plan import encode_gif
from domain.items import ItemKey
from domain.limits import Aim
from domain.media import AudioTrack, MediaFile, MediaInfo, MediaKind
from domain.plans import (
    CopyVideo,
    EncodeAudio,
    EncodeGif,
    EncodeImage,
    EncodeVideo,
    Keep,
    Plan,
    Refuse,
    Remux,
    Strip,
    Wish,
)
from domain.request import Clip
from domain.second_tries import instead_of_copying, lower, minima_again
from domain.sound_plan import copied_bytes, encode_sound, plan_sound
from domain.value import Value
from domain.video_budget import encode_video
from domain.video_plan import plan_video

SHOWN_PICTURES = ("JPEG", "MPO", "PNG", "GIF", "WEBP", "AVIF")
"""Pillow's names of what a chat shows as it is."""

LEAST_IMAGE_BYTES = 1024
"""A picture in less than this shows nothing."""

LARGEST_LIMIT = 1 << 40
SHORTEST_CLIP = 10
"""Tenths of a second; nobody is helped by less."""


class Fitted(Value):
    """A file that fits, and what was done to it."""

    key: ItemKey
    file: MediaFile
    original: MediaFile
    plan: Plan
    """As it was decided beforehand."""
    done: Plan | None = None
    """As it was carried out, with the sizes and rates that came out; None: just so."""
    seconds: float = 0.0
    """That it took, its measuring and its wait for a place included."""

    @property
    def carried_out(self) -> Plan:
        """What was done."""
        return self.done or self.plan

    @property
    def action(self) -> Literal["kept", "remuxed", "encoded"]:
        """What was done in a person's word."""
        match self.carried_out:
            case Keep():
                return "kept"
            case Remux() | Strip():
                return "remuxed"
            case _:
                return "encoded"

    @property
    def ratio(self) -> float:
        """Bytes now to bytes before; 1 when nothing was done."""
        return self.file.size_bytes / max(1, self.original.size_bytes)


def plan(info: MediaInfo, aim: Aim, wish: Wish) -> Plan:
    """What to do with a file of that content so that it fits and is as wished.

    A file that fits is never refused for being below the minima; it is kept.
    """
    if wish.audio_only and info.audio is None:
        return Refuse(failure=NotInFile(what="sound"))
    wish = _in_effect(wish, info)
    if info.share_of(wish.clip) == 0:
        return Refuse(failure=NotInFile(what="clip"))
    return _decide(info, aim, wish) or Refuse(failure=what_would_work(info, aim, wish))


def after_miss(plan: Plan, *, info: MediaInfo, got_bytes: int) -> Plan:
    """What to try when the plan, carried out, came to `got_bytes`, which were too many.

    Copying is given up for encoding; an encode aims lower by what it overshot.
    """
    match plan:
        case Keep() | Strip() | Refuse():
            return plan
        case Remux() | CopyVideo():
            return instead_of_copying(plan, info) or plan
        case EncodeImage(max_bytes=most):
            return plan.model_copy(update={"max_bytes": lower(most, got_bytes)})
        case EncodeAudio(max_bytes=most, clip=clip):
            audio = info.audio or AudioTrack(codec="aac")
            return encode_sound(info, audio, limit=lower(most, got_bytes), clip=clip)
        case EncodeGif(max_bytes=most, clip=clip, max_height=height):
            wish = Wish(clip=clip, max_height=height, gif=True)
            return encode_gif(info, limit=lower(most, got_bytes), wish=wish)
        case EncodeVideo(max_bytes=most, clip=clip, max_height=height, sound=sound):
            wish = Wish(clip=clip, max_height=height)
            limit = lower(most, got_bytes)
            return encode_video(info, limit=limit, minima=minima_again(sound), wish=wish)


def what_would_work(info: MediaInfo, aim: Aim, wish: Wish) -> CannotFit:
    """What would fit of what is wished, and into what: exactly where the refusal ends."""
    wish = _in_effect(wish, info)
    start = wish.clip.start if wish.clip is not None else 0.0

    def within(limit: int) -> bool:
        limits = aim.limits.model_copy(update={"bytes_per_file": limit})
        return _decide(info, aim.model_copy(update={"limits": limits}), wish) is not None

    def as_long_as(tenths: int) -> bool:
        clip = Clip(start=start, end=start + tenths / 10)
        return _decide(info, aim, wish.model_copy(update={"clip": clip})) is not None

    whole = int(info.seconds * info.share_of(wish.clip) * 10)
    longest = _first(lambda tenths: not as_long_as(tenths), SHORTEST_CLIP, whole + 1) - 1
    smallest = _first(within, aim.limits.bytes_per_file + 1, LARGEST_LIMIT)
    moves = info.kind is not MediaKind.IMAGE
    seen = info.video is not None and not wish.audio_only
    return CannotFit(
        smallest_limit=smallest if smallest < LARGEST_LIMIT else None,
        longest_clip=longest / 10 if moves and SHORTEST_CLIP <= longest < whole else None,
        audio_bytes=_audio_bytes(info, aim, wish.clip) if seen else None,
    )


def _in_effect(wish: Wish, info: MediaInfo) -> Wish:
    clip = None if info.duration is None or info.share_of(wish.clip) == 1 else wish.clip
    return wish.model_copy(update={"clip": clip})


def _decide(info: MediaInfo, aim: Aim, wish: Wish) -> Plan | None:
    limit, minima = aim.limits.bytes_per_file, aim.minima
    if info.kind is MediaKind.IMAGE:
        shown = info.picture is not None and info.picture.format in SHOWN_PICTURES
        if shown and info.size_bytes <= limit:
            return Keep()
        if limit < LEAST_IMAGE_BYTES:
            return None
        return EncodeImage(max_bytes=limit, min_quality=minima.image_quality)
    if info.audio is not None and (wish.audio_only or info.kind is MediaKind.AUDIO):
        return plan_sound(
            info, info.audio, limit=limit, least_kbps=minima.audio_kbps, clip=wish.clip
        )
    return plan_video(info, limit=limit, minima=minima, wish=wish)


def _audio_bytes(info: MediaInfo, aim: Aim, clip: Clip | None) -> int | None:
    match _decide(info, aim, Wish(audio_only=True, clip=clip)):
        case Remux(clip=clip) if info.audio is not None:
            return round(copied_bytes(info, info.audio, clip))
        case EncodeAudio(sound=sound):
            seconds = info.seconds * info.share_of(clip)
            return round(budget.size_bytes(sound.kbps + budget.SOUND_FILE_KBPS, seconds))
        case _:
            return None


def _first(holds: Callable[[int], bool], low: int, high: int) -> int:
    """The first number from `low` on for which it holds, where it holds ever after; else `high`."""
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low
