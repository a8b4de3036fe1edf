"""What would be done to a file, or was done to it, in English."""

from typing import assert_never

from domain.media import MediaFile
from domain.plans import (
    CopySound,
    CopyVideo,
    EncodeAudio,
    EncodeGif,
    EncodeImage,
    EncodeSound,
    EncodeVideo,
    Keep,
    Plan,
    Refuse,
    Remux,
    Strip,
)
from domain.sizes import human_size
from entrypoints.english.failures import failure


def plan(what: Plan) -> str:
    """One sentence on what would change."""
    match what:
        case Keep():
            return "It fits as it is and would be left untouched."
        case Remux():
            return "Its tracks would be copied into another container, untouched."
        case CopyVideo(sound=sound):
            return f"The picture would stay as it is, with {_sound(sound)}."
        case EncodeVideo(width=width, height=height, sound=sound):
            return (
                f"It would be encoded to H.264 at {width} x {height}, "
                f"{what.frames_per_second:.4g} frames a second and {what.video_kbps:.0f} kbit/s, "
                f"with {_sound(sound)}."
            )
        case EncodeAudio(sound=sound):
            return f"It would become {_sound(sound)}."
        case EncodeGif(width=width, height=height, frames_per_second=rate):
            return (
                f"It would stay a GIF, of about {width} x {height} at {rate:.4g} frames a second, "
                f"made smaller until it fits into {human_size(what.max_bytes)}."
            )
        case EncodeImage(max_bytes=most):
            return f"It would be made smaller until it fits into {human_size(most)}."
        case Strip():
            return "Its pixels would stay as they are, and nothing else would stay in the file."
        case Refuse(failure=why):
            return failure(why)
        case _:
            assert_never(what)


def done(what: Plan, made: MediaFile) -> str:
    """In few words what was changed, for a table."""
    match what:
        case Keep():
            return "kept as it is"
        case Remux():
            return "tracks copied, not encoded"
        case CopyVideo(sound=sound):
            return f"picture copied, {_sound(sound)}"
        case EncodeVideo(width=width, height=height, sound=sound):
            rate = f"{what.frames_per_second:.4g} frames a second, {what.video_kbps:.0f} kbit/s"
            return f"encoded at {width} x {height}, {rate}, {_sound(sound)}"
        case EncodeAudio(sound=sound):
            return f"encoded, {_sound(sound)}"
        case EncodeGif(width=width, height=height, frames_per_second=rate):
            return f"a GIF of {width} x {height}, {rate:.4g} frames a second"
        case EncodeImage():
            return f"encoded at {made.width} x {made.height}"
        case Strip():
            return "metadata taken out, pixels copied"
        case Refuse(failure=why):
            return failure(why)
        case _:
            assert_never(what)


def _sound(sound: EncodeSound | CopySound | None) -> str:
    match sound:
        case None:
            return "no sound"
        case CopySound():
            return "its own sound"
        case EncodeSound(kbps=kbps, channels=channels):
            return f"AAC sound at {kbps} kbit/s in {'mono' if channels == 1 else 'stereo'}"
