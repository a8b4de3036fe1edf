"""What to do with a file that is sound, or of which only the sound is wanted."""

from domain.budget import FINEST_SOUND_KBPS, STEREO_FROM_KBPS, kbps, sound_alone, sound_file_bytes
from domain.media import AudioTrack, Container, MediaInfo, MediaKind
from domain.plans import EncodeAudio, EncodeSound, Keep, Remux
from domain.request import Clip

OWN_CONTAINER: dict[str, Container] = {
    "aac": "mp4",
    "mp3": "mp3",
    "opus": "ogg",
    "vorbis": "ogg",
    "flac": "flac",
}
"""Where the packets of a codec go when they are copied; others are encoded."""

PLAYS: dict[Container, tuple[str, ...]] = {
    "mp4": ("aac", "mp3"),
    "mp3": ("mp3",),
    "ogg": ("opus", "vorbis"),
    "flac": ("flac",),
    "wav": ("pcm_s16le", "pcm_s24le", "pcm_u8", "pcm_f32le"),
}
"""What a chat's player takes as it is."""

COPY_MARGIN = 0.01
"""Of the packets: what pages and tables of a container may take besides what is reckoned."""

LOSSY_WORTH = 1.5
"""AAC at this many times the rate of the best lossy codec loses nothing more."""
LOSSLESS = ("flac", "alac", "wavpack", "ape", "tta")
FINEST_MONO_KBPS = 128


def plan_sound(
    info: MediaInfo, audio: AudioTrack, *, limit: int, least_kbps: int, clip: Clip | None
) -> Keep | Remux | EncodeAudio | None:
    """The sound within `limit` bytes: as it is, copied, encoded; None below `least_kbps`."""
    is_all = info.kind is MediaKind.AUDIO and clip is None
    fits = is_all and info.size_bytes <= limit
    if fits and audio.codec in PLAYS.get(info.container, ()):
        return Keep()
    if audio.codec in OWN_CONTAINER and copied_bytes(info, audio, clip) <= limit:
        return Remux(max_bytes=limit, audio_only=True, clip=clip, keeps_tags=fits)
    encoded = encode_sound(info, audio, limit=limit, clip=clip)
    if encoded.sound.kbps >= least_kbps:
        return encoded
    return Keep() if fits else None


def copied_bytes(info: MediaInfo, audio: AudioTrack, clip: Clip | None) -> float:
    """About what a file of these packets alone takes."""
    share = info.share_of(clip)
    size = info.size_bytes if audio.bytes is None else audio.bytes
    packets = audio.packets or 0
    return sound_file_bytes(share * size * (1 + COPY_MARGIN), share * packets, share * info.seconds)


def encode_sound(
    info: MediaInfo, audio: AudioTrack, *, limit: int, clip: Clip | None
) -> EncodeAudio:
    """AAC for all the bytes of the limit, or as much as the source is worth."""
    rate, channels = sound_alone(limit, info.share_of(clip) * info.seconds)
    rate = min(rate, finest_kbps(info, audio))
    sound = EncodeSound(kbps=rate, channels=1 if audio.channels == 1 else channels)
    return EncodeAudio(max_bytes=limit, sound=sound, clip=clip)


def finest_kbps(info: MediaInfo, audio: AudioTrack) -> int:
    """The rate of AAC at which nobody hears more, or at which the source has no more to say."""
    rate = FINEST_MONO_KBPS if audio.channels == 1 else FINEST_SOUND_KBPS
    if audio.bytes and not (audio.codec in LOSSLESS or audio.codec.startswith("pcm_")):
        worth = int(LOSSY_WORTH * kbps(audio.bytes, info.seconds))
        rate = min(rate, max(STEREO_FROM_KBPS, worth))
    return rate
