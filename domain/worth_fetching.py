"""How many pixels are worth fetching of a video that will have to be encoded anyway."""

from domain.limits import Aim
from domain.media import AudioTrack, MediaInfo, MediaKind, VideoTrack
from domain.plans import Wish
from domain.renditions import Rendition
from domain.video_budget import encode_video

CODECS = {"av01": "av1", "vp09": "vp9", "vp9": "vp9", "hev1": "hevc", "hvc1": "hevc"}
"""As RFC 6381 calls them, and as FFmpeg does."""
USUAL_RATE = 30.0
WIDE = 16 / 9


def height_to_encode(best: Rendition, *, seconds: float, aim: Aim, wish: Wish) -> int | None:
    """Pixels of the smaller side that fitting would encode `best` to, so far as is known now."""
    if best.height is None:
        return None
    width = round(best.height * WIDE)
    info = MediaInfo(
        kind=MediaKind.VIDEO,
        size_bytes=best.size_bytes or 0,
        container="mp4",
        duration=seconds,
        video=VideoTrack(
            codec=CODECS.get((best.video_codec or "").partition(".")[0], "h264"),
            width=width,
            height=best.height,
            coded_width=width,
            coded_height=best.height,
            frames_per_second=best.frames_per_second or USUAL_RATE,
            bytes=best.size_bytes,
        ),
        audio=None if best.audio_codec is None else AudioTrack(codec="aac"),
    )
    if not info.share_of(wish.clip):
        return None
    limit = aim.limits.bytes_per_file
    plan = encode_video(info, limit=limit, minima=aim.minima, wish=wish)
    return min(plan.width, plan.height)
