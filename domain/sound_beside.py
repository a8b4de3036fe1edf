"""The sound beside a picture: what it gets of the bytes, and what it takes of them."""

from domain import budget
from domain.limits import Minima
from domain.media import AudioTrack, MediaInfo
from domain.plans import CopySound, EncodeSound, SoundPlan
from domain.request import Clip
from domain.sound_plan import finest_kbps

PLAYED_SOUND = ("aac", "mp3")
"""Codecs that every player takes beside H.264 in an MP4."""

COPIED_SOUND_WORTH = 1.1
"""AAC is copied up to this many times the rate that it would be encoded at."""


def sound_of(
    info: MediaInfo, audio: AudioTrack, limit: int, minima: Minima, clip: Clip | None
) -> SoundPlan:
    """The sound that deserves to stand beside a picture in so many bytes."""
    total = budget.kbps(limit, info.seconds * info.share_of(clip))
    rate, channels = budget.sound_beside_picture(total, minima.audio_kbps)
    rate = min(rate, max(minima.audio_kbps, finest_kbps(info, audio)))
    copied = audio.codec in PLAYED_SOUND and (audio.channels or 2) <= channels
    worth = COPIED_SOUND_WORTH * rate
    if copied and audio.bytes is not None and budget.kbps(audio.bytes, info.seconds) <= worth:
        return CopySound()
    return EncodeSound(kbps=rate, channels=1 if audio.channels == 1 else channels)


def bytes_of(sound: SoundPlan | None, info: MediaInfo, clip: Clip | None) -> float:
    """What the sound takes in an MP4, its part of the container included."""
    share = info.share_of(clip)
    seconds = info.seconds * share
    match sound:
        case EncodeSound(kbps=rate):
            most = budget.size_bytes(rate, seconds) * budget.SOUND_SPREAD
            return most + budget.sound_track_bytes(budget.sound_packets(seconds), seconds)
        case CopySound() if info.audio is not None:
            packets = share * (info.audio.packets or 0)
            return share * (info.audio.bytes or 0) + budget.sound_track_bytes(packets, seconds)
        case _:
            return 0


def richer(
    sound: EncodeSound, info: MediaInfo, audio: AudioTrack, *, left: float, clip: Clip | None
) -> EncodeSound:
    """That sound in `left` bytes, where the picture beside it has no use for more.

    The picture of a song often stands still, and then all the rest is the song's. Of a clip nobody
    knows what its part of the picture takes.
    """
    if clip is not None:
        return sound
    packets = budget.sound_packets(info.seconds)
    room = left - budget.sound_track_bytes(packets, info.seconds)
    rate = int(budget.kbps(room, info.seconds) / budget.SOUND_SPREAD)
    rate = min(rate, finest_kbps(info, audio))
    if rate <= sound.kbps:
        return sound
    stereo = audio.channels != 1 and rate >= budget.STEREO_FROM_KBPS
    return EncodeSound(kbps=rate, channels=2 if stereo else sound.channels)
