"""What became of a plan: the sizes and rates that came out, in the place of those expected."""

from collections.abc import Sequence

from domain.budget import kbps
from domain.encoding import Doable
from domain.media import MediaInfo
from domain.plans import (
    CopyVideo,
    EncodeAudio,
    EncodeGif,
    EncodeSound,
    EncodeVideo,
    Remux,
    SoundPlan,
)
from domain.steps import Done, Join, MakeGif, MakePicture, MakeSound


def carried_out(plan: Doable, info: MediaInfo, done: Sequence[Done]) -> Doable:
    """The plan as those steps, of which the last one made the file, carried it out."""
    seconds = info.seconds * info.share_of(plan.clip)
    match plan:
        case Remux():
            return plan
        case CopyVideo(sound=sound) | EncodeAudio(sound=sound):
            return plan.model_copy(update={"sound": _sound(sound, done, seconds)})
        case EncodeGif():
            return plan.model_copy(update=_gif(done))
        case EncodeVideo():
            heard = _sound(plan.sound, done, seconds)
            if not any(isinstance(one.step, Join) and one.step.picture == "made" for one in done):
                if isinstance(heard, EncodeSound):
                    return CopyVideo(max_bytes=plan.max_bytes, sound=heard, clip=plan.clip)
                return Remux(max_bytes=plan.max_bytes, clip=plan.clip)
            return plan.model_copy(update={"sound": heard, **_picture(done, seconds)})


def _sound(sound: SoundPlan | None, done: Sequence[Done], seconds: float) -> SoundPlan | None:
    for one in reversed(done):
        if isinstance(one.step, MakeSound):
            rate = round(kbps(one.made.bytes, seconds))
            return EncodeSound(kbps=rate, channels=one.step.channels)
    return sound


def _picture(done: Sequence[Done], seconds: float) -> dict[str, object]:
    for one in reversed(done):
        if isinstance(one.step, MakePicture):
            return {
                "width": one.step.size.width,
                "height": one.step.size.height,
                "frames_per_second": one.step.frames_per_second,
                "keeps_times": one.step.keeps_times,
                "video_kbps": round(kbps(one.made.bytes, seconds), 1),
            }
    return {}


def _gif(done: Sequence[Done]) -> dict[str, object]:
    """Of the largest one that fits: it is the file."""
    gifs = [
        (one.made.bytes, one.step)
        for one in done
        if isinstance(one.step, MakeGif) and one.made.bytes <= one.step.most_bytes
    ]
    if not gifs:
        return {}
    _, step = max(gifs, key=lambda gif: gif[0])
    return {
        "width": step.size.width,
        "height": step.size.height,
        "frames_per_second": step.frames_per_second,
    }
