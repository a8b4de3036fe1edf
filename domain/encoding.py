"""What is done next while a plan is carried out, decided from what came of the steps before."""

from collections.abc import Sequence
from typing import TypeAlias

from domain.budget import LOWER, MP4_BYTES, sound_track_bytes
from domain.failures import CannotFit
from domain.gif_plan import next_gif
from domain.media import MediaInfo
from domain.picture_steps import PictureSteps
from domain.plans import CopyVideo, EncodeAudio, EncodeGif, EncodeSound, EncodeVideo, Remux
from domain.sound_beside import bytes_of
from domain.steps import Analyse, Done, Join, Made, MakePicture, MakeSound, Step
from domain.video_budget import track
from domain.video_plan import copied_bytes

Doable: TypeAlias = Remux | CopyVideo | EncodeVideo | EncodeAudio | EncodeGif

MOST_SOUNDS = 2
"""Encodes of the sound of one file."""


def next_step(plan: Doable, info: MediaInfo, done: Sequence[Done]) -> Step | CannotFit | None:
    """The step after those; None when the file is made, CannotFit when it cannot be."""
    if done and isinstance(done[-1].step, Join):
        return None
    sounds = [one.made for one in done if isinstance(one.step, MakeSound)]
    seconds = info.seconds * info.share_of(plan.clip)
    match plan:
        case Remux():
            picture = info.video is not None and not plan.audio_only
            return Join(
                picture="source" if picture else None,
                sound="source" if info.audio is not None else None,
                keeps_tags=plan.keeps_tags,
            )
        case CopyVideo(sound=sound, clip=clip):
            left = plan.max_bytes - copied_bytes(info, track(info), None, clip)
            return _sound(sound, left, sounds, seconds) or Join(picture="source", sound="made")
        case EncodeAudio(sound=sound):
            left = plan.max_bytes - MP4_BYTES
            return _sound(sound, left, sounds, seconds) or Join(picture=None, sound="made")
        case EncodeGif():
            return next_gif(plan, info, done)
        case EncodeVideo():
            return _film(plan, info, sounds, seconds, done)


def _sound(
    sound: EncodeSound, left: float, sounds: Sequence[Made], seconds: float
) -> MakeSound | None:
    """The first encode of sound that has `left` bytes, or a lower one; None: no other."""
    if not sounds:
        return _make(sound)
    over = (sounds[-1].bytes + sound_track_bytes(sounds[-1].packets, seconds)) / max(1, left)
    if over <= 1 or len(sounds) >= MOST_SOUNDS:
        return None
    return MakeSound(kbps=int(sound.kbps * LOWER / over), channels=sound.channels)


def _film(
    plan: EncodeVideo,
    info: MediaInfo,
    sounds: Sequence[Made],
    seconds: float,
    done: Sequence[Done],
) -> Step | CannotFit:
    if isinstance(plan.sound, EncodeSound) and not sounds:
        return _make(plan.sound)
    sound = bytes_of(plan.sound, info, plan.clip)
    if sounds:
        sound = sounds[-1].bytes + sound_track_bytes(sounds[-1].packets, seconds)
    left = plan.max_bytes - sound
    beside = "made" if sounds else "source" if plan.sound else None
    if plan.may_copy and copied_bytes(info, track(info), None, None) <= left:
        return Join(picture="source", sound=beside)
    pictures = [one for one in done if isinstance(one.step, Analyse | MakePicture)]
    step = PictureSteps(plan, info, left=left, done=pictures).next()
    return Join(picture="made", sound=beside) if step is None else step


def _make(sound: EncodeSound) -> MakeSound:
    return MakeSound(kbps=sound.kbps, channels=sound.channels)


def usual_steps(plan: Doable) -> tuple[str, ...]:
    """The steps that the plan takes when nothing has to be done again."""
    match plan:
        case Remux():
            return ("join",)
        case CopyVideo() | EncodeAudio():
            return ("sound", "join")
        case EncodeGif():
            return ("gif", "gif")
        case EncodeVideo(sound=EncodeSound()):
            return ("sound", "analyse", "picture", "join")
        case EncodeVideo():
            return ("analyse", "picture", "join")
