"""What to do with a file that is a moving picture, with or without sound."""

from math import inf, isinf

from domain import budget
from domain.analysis import Figures, best_size
from domain.ladders import Size, frame_rate, sizes
from domain.limits import Minima
from domain.media import AudioTrack, MediaInfo, MediaKind, VideoTrack
from domain.plans import (
    CopySound,
    CopyVideo,
    EncodeSound,
    EncodeVideo,
    Keep,
    Remux,
    SoundPlan,
    Wish,
)
from domain.request import Clip

PLAYED_SOUND = ("aac", "mp3")
"""Codecs that every player takes beside H.264 in an MP4."""
PLAYED_PIXELS = ("yuv420p", "yuvj420p")
PLAYED_PICTURES = ("GIF", "WEBP", "PNG")
"""Moving pictures that a chat shows as they are."""

COPIED_SOUND_WORTH = 1.1
"""AAC is copied up to this many times the rate that it would be encoded at."""

FLAT_SHARE_OF_CHEAP = 0.6
CHEAP_KBPS = 60
"""A picture with more flat blocks than this share is good at half the least rate of others."""

SOURCE_CRF = 23.0
"""What a file from the web is taken for, before its picture was seen: x264's own default."""

WORTH = {"av1": 2.0, "hevc": 1.7, "vp9": 1.7, "h264": 1.2, "vp8": 1.1, "mpeg4": 1.0}
"""How many bits of H.264 say all that a bit of this codec says; old codecs need no more."""
LEAST_WORTH = 1.0
ENDLESS = ("gif", "apng", "png", "webp", "avif", "rawvideo", "ffv1", "prores", "mjpeg", "huffyuv")
"""Codecs whose rate says nothing about what H.264 takes."""
GUESSED_BITS_A_PIXEL = 0.06
"""H.264 at CRF 23 and 30 frames a second; only a guess for what cannot be guessed better."""

KEPT_GAPS = 2.1
"""Frames keep their own moments when the longest gap is at most so many times the shortest.

Twice, which is one frame left out, by clocks of a millisecond.
"""


def plan_video(
    info: MediaInfo, *, limit: int, minima: Minima, wish: Wish
) -> Keep | Remux | CopyVideo | EncodeVideo | None:
    """The first that does: as it is, copied, the picture copied, encoded; None below the minima."""
    video, audio, clip = track(info), info.audio, wish.clip
    small = wish.max_height is None or min(video.width, video.height) <= wish.max_height
    fits = clip is None and info.size_bytes <= limit
    if fits and small and plays(info):
        return Keep()
    whole = small and can_be_copied(video)
    if whole and (clip is None or clip.start == 0):
        played = audio is None or audio.codec in PLAYED_SOUND
        if played and copied_bytes(info, video, audio, clip) <= limit:
            return Remux(max_bytes=limit, clip=clip)
        if audio is not None:
            sound = sound_of(info, audio, limit, minima, clip)
            bytes_ = copied_bytes(info, video, None, clip) + bytes_of(sound, info, clip)
            if isinstance(sound, EncodeSound) and bytes_ <= limit:
                return CopyVideo(max_bytes=limit, sound=sound, clip=clip)
    encoded = encode_video(info, limit=limit, minima=minima, wish=wish)
    if encoded.video_kbps >= min(least_kbps(video, minima), worth_kbps(info, video)):
        return encoded.model_copy(update={"may_copy": whole and clip is None})
    return Keep() if fits else None


def track(info: MediaInfo) -> VideoTrack:
    """The video, or the moving picture as one."""
    if info.video is not None:
        return info.video
    picture = info.picture
    if picture is None:
        raise ValueError("nothing in it can be seen")
    return VideoTrack(
        codec=picture.format.lower(),
        width=picture.width,
        height=picture.height,
        coded_width=picture.width,
        coded_height=picture.height,
        frames=picture.frames,
    )


def plays(info: MediaInfo) -> bool:
    """Whether every chat's player shows it as it is."""
    if info.kind is MediaKind.ANIMATION:
        return info.picture is not None and info.picture.format in PLAYED_PICTURES
    sound = info.audio is None or info.audio.codec in PLAYED_SOUND
    right_box = info.container == "mp4" and info.faststart
    return right_box and sound and info.video is not None and can_be_copied(info.video)


def can_be_copied(video: VideoTrack) -> bool:
    """Whether its packets, in an MP4, are shown right by every player."""
    return video.codec == "h264" and video.pixel_format in PLAYED_PIXELS and not video.hdr


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


def source_rate(info: MediaInfo, video: VideoTrack) -> float:
    """Frames a second, reckoned where they were not measured."""
    return video.frames_per_second or (video.frames or 1) / info.seconds


def sound_of(
    info: MediaInfo, audio: AudioTrack, limit: int, minima: Minima, clip: Clip | None
) -> SoundPlan:
    """The sound that deserves to stand beside a picture in so many bytes."""
    total = budget.kbps(limit, info.seconds * info.share_of(clip))
    rate, channels = budget.sound_beside_picture(total, minima.audio_kbps)
    copied = audio.codec in PLAYED_SOUND and (audio.channels or 2) <= channels
    worth = COPIED_SOUND_WORTH * rate
    if copied and audio.bytes is not None and budget.kbps(audio.bytes, info.seconds) <= worth:
        return CopySound()
    return EncodeSound(kbps=rate, channels=1 if audio.channels == 1 else channels)


def bytes_of(sound: SoundPlan | None, info: MediaInfo, clip: Clip | None) -> float:
    """What the sound takes in an MP4, its part of the container included."""
    packet = budget.MP4_BYTES_A_SOUND_PACKET
    match sound:
        case EncodeSound(kbps=rate):
            seconds = info.seconds * info.share_of(clip)
            most = budget.size_bytes(rate, seconds) * budget.SOUND_SPREAD
            return most + packet * budget.sound_packets(seconds)
        case CopySound() if info.audio is not None:
            copied = (info.audio.bytes or 0) + packet * (info.audio.packets or 0)
            return copied * info.share_of(clip)
        case _:
            return 0


def encode_video(info: MediaInfo, *, limit: int, minima: Minima, wish: Wish) -> EncodeVideo:
    """H.264 in so many bytes, as far as the file's own rate tells; the rate may be too low."""
    video, clip = track(info), wish.clip
    seconds = info.seconds * info.share_of(clip)
    sound = None
    if info.audio is not None:
        sound = sound_of(info, info.audio, limit, minima, clip)
    left = limit - bytes_of(sound, info, clip)
    rate, fps = picture_rate(info, video, left, seconds)
    size = best_size(
        guess(info, video, fps), sizes(video.width, video.height, wish.max_height), rate * 1000
    )
    return EncodeVideo(
        max_bytes=limit,
        width=size.width,
        height=size.height,
        frames_per_second=fps,
        keeps_times=keeps_times(video),
        video_kbps=rate,
        sound=sound,
        clip=clip,
        max_height=wish.max_height,
    )


def picture_rate(
    info: MediaInfo, video: VideoTrack, left: float, seconds: float
) -> tuple[float, float]:
    """The kbit/s and the frames a second of a picture that has `left` bytes, container included."""
    source = source_rate(info, video)
    fps = frame_rate(source, budget.kbps(left, seconds))
    container = budget.mp4_bytes(
        frames=fps * seconds,
        key_frames=seconds / budget.SECONDS_BETWEEN_KEY_FRAMES + 1,
        sound_packets=0,
        seconds=seconds,
    )
    rate = max(0.0, budget.fill(seconds) * budget.kbps(left - container, seconds))
    return min(rate, worth_kbps(info, video)), fps


def least_kbps(video: VideoTrack, minima: Minima) -> float:
    """Below this rate the picture is refused rather than made ugly."""
    cheap = video.flat_share > FLAT_SHARE_OF_CHEAP
    return min(CHEAP_KBPS, minima.video_kbps) if cheap else minima.video_kbps


def worth_kbps(info: MediaInfo, video: VideoTrack) -> float:
    """The rate at which H.264 says all that the source says; more would be wasted."""
    if video.codec in ENDLESS or not video.bytes:
        return inf
    return WORTH.get(video.codec, LEAST_WORTH) * budget.kbps(video.bytes, info.seconds)


def guess(info: MediaInfo, video: VideoTrack, fps: float) -> Figures:
    """What the picture takes, as far as the source's own rate tells."""
    worth = worth_kbps(info, video) * 1000
    per_frame = GUESSED_BITS_A_PIXEL * video.width * video.height
    bits = per_frame * fps if isinf(worth) else worth * fps / max(fps, source_rate(info, video))
    return Figures(
        size=Size(video.width, video.height),
        bits_per_second=max(1.0, bits),
        crf=SOURCE_CRF,
        flat_share=video.flat_share,
    )


def keeps_times(video: VideoTrack) -> bool:
    """Whether the gaps vary, but so little that the frames may stay at their own moments."""
    if not video.variable_rate or not video.longest_gap or not video.shortest_gap:
        return False
    return video.longest_gap <= KEPT_GAPS * video.shortest_gap
