"""What is worth fetching of a video that cannot stay as it is: so many pixels, or nothing."""

from collections.abc import Sequence
from math import inf

from domain.failures import CannotFit
from domain.fitting import plan
from domain.limits import Aim
from domain.media import AudioTrack, MediaInfo, MediaKind, VideoTrack
from domain.plans import Refuse, Wish
from domain.renditions import Rendition
from domain.video_budget import encode_video

CODECS = {"av01": "av1", "vp09": "vp9", "vp9": "vp9", "hev1": "hevc", "hvc1": "hevc"}
"""As RFC 6381 calls them, and as FFmpeg does."""
USUAL_RATE = 30.0
WIDE = 16 / 9
PERHAPS_A_SCREEN = 1.0
"""Flat share of a film that nobody has seen: it may be one that needs the fewest bits."""


def height_to_encode(best: Rendition, *, seconds: float, aim: Aim, wish: Wish) -> int | None:
    """Pixels of the smaller side that fitting would encode `best` to, so far as is known now."""
    info = _expected(best, seconds)
    if info is None or info.video is None or not info.share_of(wish.clip):
        return None
    limit = aim.limits.bytes_per_file
    encoded = encode_video(info, limit=limit, minima=aim.minima, wish=wish)
    return min(encoded.width, encoded.height)


def certain_refusal(
    offered: Sequence[Rendition], *, seconds: float, aim: Aim, wish: Wish
) -> CannotFit | None:
    """What would work, where what the site tells suffices to know that nothing can be made to fit.

    None where that is not sure: where a size or a height is missing, or may be told wrongly. Of
    those that differ in nothing but their size the smallest is judged: it takes a few milliseconds.
    """
    refused: list[CannotFit] = []
    smallest_last = sorted(offered, key=lambda each: each.size_bytes or 0, reverse=True)
    for rendition in {_look(each): each for each in smallest_last}.values():
        info = _expected(rendition, seconds, flat_share=PERHAPS_A_SCREEN)
        if info is None or not info.size_bytes or rendition.may_fit(aim.limits.bytes_per_file):
            return None
        match plan(info, aim, wish):
            case Refuse(failure=CannotFit() as failure):
                refused.append(failure)
            case _:
                return None
    return min(refused, key=lambda each: each.smallest_limit or inf, default=None)


def _look(each: Rendition) -> tuple[object, ...]:
    has_sound = each.audio_codec is not None
    return each.height, each.frames_per_second, each.video_codec, has_sound, each.exact


def _expected(rendition: Rendition, seconds: float, *, flat_share: float = 0.0) -> MediaInfo | None:
    """What the probe would find in it; None where the site does not tell how large it is shown."""
    if rendition.is_sound:
        return MediaInfo(
            kind=MediaKind.AUDIO,
            size_bytes=rendition.size_bytes or 0,
            container="mp4",
            duration=seconds,
            audio=AudioTrack(codec="aac", bytes=rendition.size_bytes),
        )
    if rendition.height is None:
        return None
    width = round(rendition.height * WIDE)
    return MediaInfo(
        kind=MediaKind.VIDEO,
        size_bytes=rendition.size_bytes or 0,
        container="mp4",
        duration=seconds,
        video=VideoTrack(
            codec=CODECS.get((rendition.video_codec or "").partition(".")[0], "h264"),
            width=width,
            height=rendition.height,
            coded_width=width,
            coded_height=rendition.height,
            frames_per_second=rendition.frames_per_second or USUAL_RATE,
            bytes=rendition.size_bytes,
            flat_share=flat_share,
        ),
        audio=None if rendition.audio_codec is None else AudioTrack(codec="aac"),
    )
