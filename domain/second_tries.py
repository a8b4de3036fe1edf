"""What is tried when packets cannot be copied, or came to too many bytes."""

from domain import budget
from domain.limits import Minima
from domain.media import MediaInfo
from domain.plans import (
    CopySound,
    CopyVideo,
    EncodeAudio,
    EncodeSound,
    EncodeVideo,
    Plan,
    Remux,
    SoundPlan,
    Wish,
)
from domain.sound_plan import encode_sound
from domain.video_budget import encode_video

NO_MINIMA = Minima(video_kbps=1, audio_kbps=8, image_quality=1)
"""What was planned above the minima may fall a little below them in a second try."""


def instead_of_copying(plan: Plan, info: MediaInfo) -> EncodeVideo | EncodeAudio | None:
    """The plan for a file whose packets cannot be copied; None: nothing was copied by this one."""
    match plan:
        case Remux(audio_only=True) if info.audio is not None:
            return encode_sound(info, info.audio, limit=plan.max_bytes, clip=plan.clip)
        case Remux() | CopyVideo():
            wish = Wish(clip=plan.clip)
            return encode_video(info, limit=plan.max_bytes, minima=NO_MINIMA, wish=wish)
        case EncodeVideo(may_copy=True):
            return plan.model_copy(update={"may_copy": False})
        case EncodeVideo(sound=CopySound()):
            total = budget.kbps(plan.max_bytes, info.seconds * info.share_of(plan.clip))
            rate, channels = budget.sound_beside_picture(total, budget.LEAST_SOUND_KBPS)
            sound = EncodeSound(kbps=rate, channels=channels)
            return plan.model_copy(update={"sound": sound})
        case _:
            return None


def minima_again(sound: SoundPlan | None) -> Minima:
    """For a second try of a picture: that of the sound is kept, for it has missed nothing."""
    rate = sound.kbps if isinstance(sound, EncodeSound) else budget.LEAST_SOUND_KBPS
    return NO_MINIMA.model_copy(update={"audio_kbps": min(rate, budget.LEAST_SOUND_KBPS)})


def lower(max_bytes: int, got_bytes: int) -> int:
    """The bytes to aim at after so many came of an aim at `max_bytes`."""
    return max(1, int(max_bytes * min(1.0, max_bytes / max(1, got_bytes)) * budget.LOWER))
