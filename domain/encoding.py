"""What is done next while a plan is carried out, decided from what came of the steps before."""

from collections.abc import Sequence
from typing import TypeAlias

from domain.budget import LOWER, sound_file_bytes, sound_track_bytes
from domain.failures import CannotFit
from domain.gif_plan import next_gif
from domain.media import MediaInfo
from domain.picture_steps import PictureSteps
from domain.plans import CopyVideo, EncodeAudio, EncodeGif, EncodeSound, EncodeVideo, Remux
from domain.steps import Analyse, Done, Join, Made, MakePicture, MakeSound, Step
from domain.video_budget import bytes_of, track
from domain.video_plan import copied_bytes

Doable: TypeAlias = Remux | CopyVideo | EncodeVideo | EncodeAudio | EncodeGif

MOST_SOUNDS = 2
"""Encodes of the sound of one file."""


def next_step(plan: Doable, info: MediaInfo, done: Sequence[Done]) -> Step | CannotFit | None:
    """The step after those; None when the file is made, CannotFit when it cannot be."""
    if done and isinstance(done[-1].step, Join):
        return None
    sounds = [one.made for one in done if isinstance(one.step, MakeSound)]
    match plan:
        case Remux():
            picture = info.video is not None and not plan.audio_only
            return Join(
                picture="source" if picture else None,
                sound="source" if info.audio is not None else None,
                keeps_tags=plan.keeps_tags,
            )
        case CopyVideo(sound=sound):
            return Join(picture="source", sound="made") if sounds else _make(sound)
        case EncodeAudio(sound=sound):
            if not sounds:
                return _make(sound)
            seconds = info.seconds * info.share_of(plan.clip)
            file = sound_file_bytes(sounds[-1].bytes, sounds[-1].packets, seconds)
            over = file / plan.max_bytes
            if over > 1 and len(sounds) < MOST_SOUNDS:
                return MakeSound(kbps=int(sound.kbps * LOWER / over), channels=sound.channels)
            return Join(picture=None, sound="made")
        case EncodeGif():
            return next_gif(plan, info, done)
        case EncodeVideo():
            return _film(plan, info, sounds, done)


def _film(
    plan: EncodeVideo, info: MediaInfo, sounds: Sequence[Made], done: Sequence[Done]
) -> Step | CannotFit:
    if isinstance(plan.sound, EncodeSound) and not sounds:
        return _make(plan.sound)
    sound = bytes_of(plan.sound, info, plan.clip)
    if sounds:
        seconds = info.seconds * info.share_of(plan.clip)
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
