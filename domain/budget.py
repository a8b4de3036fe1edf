"""How many bits the sound and the picture of a file get, out of a number of bytes."""

from typing import Literal, TypeAlias

from domain.ladders import SHOWN_STILLS

BITS_OF_A_KILOBYTE = 8 / 1000
"""Kilobits in a byte times a thousand: bytes x this / seconds = kbit/s."""

Channels: TypeAlias = Literal[1, 2]

SOUND_LADDER: tuple[tuple[float, int, Channels], ...] = (
    (1800, 128, 2),
    (900, 96, 2),
    (420, 64, 2),
    (240, 48, 1),
)
"""From this many kbit/s in all: this much AAC, in this many channels; below, the least there is."""

LEAST_SOUND_KBPS = 32
"""Mono AAC of the native encoder below this is no longer pleasant, whatever the picture wants."""

STEREO_FROM_KBPS = 56
"""Of sound alone: two channels in less sound worse than one."""

FINEST_SOUND_KBPS = 192
"""Of sound alone: nobody hears more of the native AAC encoder."""

MP4_BYTES = 300
MP4_BYTES_A_TRACK = 600
MP4_BYTES_A_FRAME = 12
MP4_BYTES_A_KEY_FRAME = 4
MP4_BYTES_A_SOUND_PACKET = 4
MP4_BYTES_A_SECOND = 16
"""What an MP4 with chunks of one second adds to its tracks, the last of each track.

Measured on films of 0.2 to 20 s with and without B-frames and sound: 50 to 250 bytes more than it
takes, and more where no frame refers to a later one.
"""

JOINED_BYTES = 200
"""What the header of a finished film says besides, the track of its sound aside."""

SECONDS_BETWEEN_KEY_FRAMES = 8.0
"""At most; chats show a file from its start, so that few are needed."""
SECONDS_BETWEEN_KEY_FRAMES_OF_STILLS = 240.0
"""The frames between say hardly anything, and are decoded at once."""

AAC_SAMPLES_A_PACKET = 1024
SOUND_RATE = 48_000
"""Samples a second of all sound that we encode: every AAC decoder plays it."""

SOUND_SPREAD = 1.03
"""The native AAC encoder takes at most this much of its nominal rate; silence a fiftieth."""
SOUND_FILL = 0.985
"""Share of a sound file's bytes that is asked for: music comes out at 1.00 to 1.03 of its rate.

A second encode, where the first is over, takes a fortieth of the sound's length.
"""
SOUND_FILE_KBPS = 1.5
"""What the container of a sound file takes, at 47 packets a second."""

LOWER = 0.985
"""A second try aims this far below what the overshoot of the first asks for."""

FILLS = ((60.0, 0.996), (15.0, 0.995), (6.0, 0.992))
"""Longer than so many seconds: the share of its bytes that x264's second pass is asked for.

It takes 0.98 to 1.005 of what it is asked for (200 generated films), so that few are over.
"""
SHORT_FILL = 0.99
FLAT_FILL = 0.965
"""Likewise of screens, whose bits come in bursts that x264 spreads less exactly."""

X264_BYTES = 700
"""What x264 writes about itself into the first packet, besides the rate that it is asked for."""


def seconds_between_key_frames(frames_per_second: float) -> float:
    """Of a picture that we encode, at most."""
    still = frames_per_second <= SHOWN_STILLS
    return SECONDS_BETWEEN_KEY_FRAMES_OF_STILLS if still else SECONDS_BETWEEN_KEY_FRAMES


def kbps(size_bytes: float, seconds: float) -> float:
    """The rate, in 1000 bits a second, of so many bytes over so long."""
    return size_bytes * BITS_OF_A_KILOBYTE / seconds


def size_bytes(rate_kbps: float, seconds: float) -> float:
    """The bytes of so long at that rate."""
    return rate_kbps * seconds / BITS_OF_A_KILOBYTE


def mp4_bytes(*, frames: float, key_frames: float, sound_packets: float, seconds: float) -> int:
    """What the container takes besides the packets; a track without any is not there."""
    picture = (
        MP4_BYTES_A_TRACK
        + MP4_BYTES_A_FRAME * frames
        + MP4_BYTES_A_KEY_FRAME * key_frames
        + MP4_BYTES_A_SECOND * seconds
    )
    sound = sound_track_bytes(sound_packets, seconds) if sound_packets else 0
    return round(MP4_BYTES + (picture if frames else 0) + sound)


def joined_bytes(container: int, seconds: float) -> float:
    """What the container takes for a picture, sound aside, that takes so much alone in an MP4."""
    return container + JOINED_BYTES + MP4_BYTES_A_SECOND * seconds


def sound_track_bytes(packets: float, seconds: float) -> float:
    """What the container takes for sound of so many packets."""
    return MP4_BYTES_A_TRACK + MP4_BYTES_A_SOUND_PACKET * packets + MP4_BYTES_A_SECOND * seconds


def sound_file_bytes(size: float, packets: float, seconds: float) -> float:
    """What a file of so much AAC takes."""
    return size + MP4_BYTES + sound_track_bytes(packets, seconds)


def sound_packets(seconds: float) -> int:
    """How many packets sound of that length has once we encoded it, priming included."""
    return int(seconds * SOUND_RATE / AAC_SAMPLES_A_PACKET) + 3


def sound_beside_picture(total_kbps: float, least_kbps: int) -> tuple[int, Channels]:
    """The sound's rate and channels when picture and sound share so many kbit/s.

    Just above a step only the sound grows until it is there, so that the picture never gets
    less out of more.
    """
    rate, channels = least_kbps, SOUND_LADDER[-1][2]
    for step, kbps_there, channels_there in reversed(SOUND_LADDER):
        if total_kbps >= step:
            channels = channels_there
            rate = max(rate, min(kbps_there, rate + int(total_kbps - step)))
    return rate, channels


def sound_alone(size_limit: int, seconds: float) -> tuple[int, Channels]:
    """The rate and channels of sound that has all the bytes of a file; the rate may be too low."""
    left = size_limit - MP4_BYTES - MP4_BYTES_A_TRACK
    rate = int(kbps(left, seconds) * SOUND_FILL - SOUND_FILE_KBPS)
    rate = min(FINEST_SOUND_KBPS, rate)
    return rate, 2 if rate >= STEREO_FROM_KBPS else 1


def fill(seconds: float, *, flat: bool = False) -> float:
    """The share of the picture's bytes that is asked of x264, so that it lands just below."""
    share = next((share for longer, share in FILLS if seconds > longer), SHORT_FILL)
    return min(share, FLAT_FILL) if flat else share
