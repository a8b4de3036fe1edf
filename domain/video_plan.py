"""What to do with a file that is a moving picture, with or without sound."""

from domain import budget
from domain.gif_plan import LEAST_GIF_BYTES, encode_gif
from domain.limits import Minima
from domain.media import AudioTrack, MediaInfo, MediaKind, VideoTrack
from domain.plans import CopyVideo, EncodeGif, EncodeSound, EncodeVideo, Keep, Remux, Wish
from domain.request import Clip
from domain.sound_beside import PLAYED_SOUND, bytes_of, richer, sound_of
from domain.video_budget import encode_video, least_kbps, source_rate, track, worth_kbps

PLAYED_PIXELS = ("yuv420p", "yuvj420p")
PLAYED_PICTURES = ("GIF", "WEBP", "PNG")
"""Moving pictures that a chat shows as they are."""


def plan_video(
    info: MediaInfo, *, limit: int, minima: Minima, wish: Wish
) -> Keep | Remux | CopyVideo | EncodeVideo | EncodeGif | None:
    """The first that does: as it is, copied, the picture copied, encoded; None below the minima."""
    video, audio, clip = track(info), info.audio, wish.clip
    small = wish.max_height is None or min(video.width, video.height) <= wish.max_height
    fits = clip is None and info.size_bytes <= limit
    if fits and small and plays(info):
        return Keep()
    if wish.gif and info.kind is MediaKind.ANIMATION and limit >= LEAST_GIF_BYTES:
        return encode_gif(info, limit=limit, wish=wish)
    whole = small and can_be_copied(video)
    if whole and (clip is None or clip.start == 0):
        played = audio is None or audio.codec in PLAYED_SOUND
        if played and copied_bytes(info, video, audio, clip) <= limit:
            return Remux(max_bytes=limit, clip=clip)
        if audio is not None:
            sound = sound_of(info, audio, limit, minima, clip)
            left = limit - copied_bytes(info, video, None, clip)
            if isinstance(sound, EncodeSound) and bytes_of(sound, info, clip) <= left:
                sound = richer(sound, info, audio, left=left, clip=clip)
                return CopyVideo(max_bytes=limit, sound=sound, clip=clip)
    encoded = encode_video(info, limit=limit, minima=minima, wish=wish)
    if encoded.video_kbps >= min(least_kbps(info, video, minima), worth_kbps(info, video)):
        return encoded.model_copy(update={"may_copy": whole and clip is None})
    return Keep() if fits else None


def plays(info: MediaInfo) -> bool:
    """Whether every chat's player shows it as it is."""
    if info.kind is MediaKind.ANIMATION:
        return info.picture is not None and info.picture.format in PLAYED_PICTURES
    sound = info.audio is None or info.audio.codec in PLAYED_SOUND
    right_box = info.container == "mp4" and info.faststart
    return right_box and sound and info.video is not None and can_be_copied(info.video)


def can_be_copied(video: VideoTrack) -> bool:
    """Whether its packets, in an MP4, are shown right by every player.

    Browsers show both halves of an interlaced picture at once.
    """
    shown = video.codec == "h264" and video.pixel_format in PLAYED_PIXELS
    return shown and not video.hdr and not video.interlaced


def copied_bytes(
    info: MediaInfo, video: VideoTrack, audio: AudioTrack | None, clip: Clip | None
) -> float:
    """About what an MP4 of these packets takes."""
    frames = video.frames or info.seconds * source_rate(info, video)
    sound = 0 if audio is None else audio.bytes or 0
    picture = info.size_bytes - sound if video.bytes is None else video.bytes
    container = budget.mp4_bytes(
        frames=frames,
        key_frames=frames if video.key_frames is None else video.key_frames,
        sound_packets=0 if audio is None else audio.packets or budget.sound_packets(info.seconds),
        seconds=info.seconds,
    )
    return info.share_of(clip) * (picture + sound + container)
