"""What to do with a file that would be kept, where nothing but picture and sound may be in it."""

from domain.limits import Aim
from domain.media import MediaInfo, MediaKind
from domain.plans import EncodeImage, Keep, Plan, Remux, Strip, Wish
from domain.second_tries import NO_MINIMA
from domain.sound_beside import PLAYED_SOUND
from domain.sound_plan import OWN_CONTAINER, encode_sound
from domain.video_budget import encode_video
from domain.video_plan import can_be_copied

STRIPPED = ("JPEG", "MPO", "PNG", "GIF", "WEBP")
"""Pillow's names of pictures from which all else is taken without decoding them."""


def without_metadata(plan: Plan, info: MediaInfo, aim: Aim) -> Plan:
    """The plan for a file without place, device, comments and tags; what is encoded has none."""
    limit = aim.limits.bytes_per_file
    match plan:
        case Remux(keeps_tags=True):
            return plan.model_copy(update={"keeps_tags": False})
        case Keep() if info.picture is not None and info.picture.format in STRIPPED:
            return Strip(
                max_bytes=limit,
                orientation=info.picture.orientation,
                min_quality=aim.minima.image_quality,
            )
        case Keep() if info.kind is MediaKind.IMAGE:
            return EncodeImage(max_bytes=limit, min_quality=aim.minima.image_quality)
        case Keep() if info.video is not None:
            played = info.audio is None or info.audio.codec in PLAYED_SOUND
            if played and can_be_copied(info.video):
                return Remux(max_bytes=limit)
            return encode_video(info, limit=limit, minima=NO_MINIMA, wish=Wish())
        case Keep() if info.audio is not None:
            if info.audio.codec in OWN_CONTAINER:
                return Remux(max_bytes=limit, audio_only=True)
            return encode_sound(info, info.audio, limit=limit, clip=None)
        case _:
            return plan
