"""How the bytes of a video are shared out, and what picture and sound can be made of them."""

from math import inf, isinf

from domain import budget
from domain.analysis import Figures, best_size, is_screen, quality
from domain.ladders import SHOWN_STILLS, STILLS, Size, frame_rate, sizes
from domain.limits import Minima
from domain.media import MediaInfo, VideoTrack
from domain.plans import EncodeSound, EncodeVideo, Wish
from domain.sound_beside import bytes_of, richer, sound_of

FLAT_SHARE_OF_CHEAP = 0.6

CHEAP_KBPS = 60
"""A picture with more flat blocks than this share is good at half the least rate of others."""

LEAST_KBITS_A_STILL = 60
"""Where a picture lasts for seconds, its own bits say whether it is ugly, and no rate does."""

LEAST_KBPS = 8.0
LEAST_KBPS_OF_STILLS = 1.0
"""x264 makes no picture out of less."""

SOURCE_CRF = 23.0
"""What a file from the web is taken for, before its picture was seen: x264's own default."""

LOSSLESS_CRF = 20.0
"""The middle of what GIFs and their like get.

At its default H.264 takes a tenth of their bytes, and limits are seldom tighter than that.
"""

WORTH = {"av1": 2.0, "hevc": 1.6, "vp9": 1.5, "h264": 1.0, "vp8": 0.9}
"""Bits of H.264 that look like a bit of this codec."""

LEAST_WORTH = 0.7

NOTHING_LOST = 2.0
"""At so many times what looks alike, even what the source did wrong is kept."""

ENDLESS = ("gif", "apng", "png", "webp", "avif", "rawvideo", "ffv1", "prores", "mjpeg", "huffyuv")
"""Codecs whose rate says nothing about what H.264 takes."""

GUESSED_BITS_A_PIXEL = 0.06
"""H.264 at CRF 23 and 30 frames a second; only a guess for what cannot be guessed better."""

KEPT_GAPS = 2.1
"""Frames keep their own moments when the longest gap is at most so many times the shortest.

Twice, which is one frame left out, by clocks of a millisecond.
"""


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


def source_rate(info: MediaInfo, video: VideoTrack) -> float:
    """Frames a second, reckoned where they were not measured."""
    return video.frames_per_second or (video.frames or 1) / info.seconds


def encode_video(info: MediaInfo, *, limit: int, minima: Minima, wish: Wish) -> EncodeVideo:
    """H.264 in so many bytes, as far as the file's own rate tells; the rate may be too low."""
    video, clip = track(info), wish.clip
    seconds = info.seconds * info.share_of(clip)
    sound = None
    if info.audio is not None:
        sound = sound_of(info, info.audio, limit, minima, clip)
    left = limit - bytes_of(sound, info, clip)
    rate, fps = picture_rate(info, video, left, seconds)
    if rate >= worth_kbps(info, video) and info.audio and isinstance(sound, EncodeSound):
        left = limit - _bytes_asked_for(video, rate, fps, seconds)
        sound = richer(sound, info, info.audio, left=left, clip=clip)
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
    fps = frame_rate(source_rate(info, video), budget.kbps(left, seconds))
    share = budget.fill(seconds, flat=is_screen(video.flat_share))
    rate = share * budget.kbps(left - _bytes_beside(fps, seconds), seconds)
    return min(max(0.0, rate), worth_kbps(info, video)), fps


def _bytes_asked_for(video: VideoTrack, rate: float, fps: float, seconds: float) -> float:
    """Of which just that rate comes, by `picture_rate`."""
    share = budget.fill(seconds, flat=is_screen(video.flat_share))
    return budget.size_bytes(rate, seconds) / share + _bytes_beside(fps, seconds)


def _bytes_beside(fps: float, seconds: float) -> float:
    """What a film's picture takes besides what x264 is asked for."""
    container = budget.mp4_bytes(
        frames=fps * seconds,
        key_frames=seconds / budget.seconds_between_key_frames(fps) + 1,
        sound_packets=0,
        seconds=seconds,
    )
    return container + budget.X264_BYTES


def least_kbps(info: MediaInfo, video: VideoTrack, minima: Minima) -> float:
    """Below this rate the picture is refused rather than made ugly."""
    cheap = video.flat_share > FLAT_SHARE_OF_CHEAP
    least = min(CHEAP_KBPS, minima.video_kbps) if cheap else minima.video_kbps
    source = source_rate(info, video)
    return min(LEAST_KBITS_A_STILL * source, least) if source < STILLS else least


def least_possible_kbps(fps: float) -> float:
    """Below this rate there is no picture at all."""
    return LEAST_KBPS if fps > SHOWN_STILLS else LEAST_KBPS_OF_STILLS


def worth_kbps(info: MediaInfo, video: VideoTrack) -> float:
    """The rate at which H.264 says all that the source says; more would be wasted."""
    worth = NOTHING_LOST * _alike_kbps(info, video)
    source = source_rate(info, video)
    if source < STILLS:
        worth *= 1 + info.seconds / budget.SECONDS_BETWEEN_KEY_FRAMES_OF_STILLS
    return max(worth, least_possible_kbps(max(source, SHOWN_STILLS)))


def guess(info: MediaInfo, video: VideoTrack, fps: float) -> Figures:
    """What the picture takes, as far as the source's own rate tells."""
    alike = _alike_kbps(info, video) * 1000 * fps / max(fps, source_rate(info, video))
    usual = GUESSED_BITS_A_PIXEL * video.width * video.height * fps
    return Figures(
        size=Size(video.width, video.height),
        bits_per_second=max(1.0, usual if isinf(alike) else alike),
        crf=SOURCE_CRF,
        flat_share=video.flat_share,
    )


def likely_crf(
    info: MediaInfo, video: VideoTrack, fps: float, size: Size, rate_kbps: float
) -> float:
    """About the CRF at that size and rate; `LOSSLESS_CRF` where the source's rate tells nothing."""
    if isinf(_alike_kbps(info, video)):
        return LOSSLESS_CRF
    return quality(guess(info, video, fps), size, rate_kbps * 1000)


def _alike_kbps(info: MediaInfo, video: VideoTrack) -> float:
    if video.codec in ENDLESS or not video.bytes:
        return inf
    return WORTH.get(video.codec, LEAST_WORTH) * budget.kbps(video.bytes, info.seconds)


def keeps_times(video: VideoTrack) -> bool:
    """Whether the gaps vary, but so little that the frames may stay at their own moments."""
    if not video.variable_rate or not video.longest_gap or not video.shortest_gap:
        return False
    still = 1 / video.longest_gap < STILLS
    return not still and video.longest_gap <= KEPT_GAPS * video.shortest_gap
