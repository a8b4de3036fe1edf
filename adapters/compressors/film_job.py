"""What a child is told about the film or the sound that it works on."""

from pathlib import Path

from adapters.cells.json_value import Json
from domain.encoding import Doable
from domain.media import MediaFile, MediaInfo, VideoTrack
from domain.plans import EncodeAudio, EncodeGif, Remux
from domain.video_budget import source_rate, track

SOUND_EXTENSIONS = {"aac": "m4a", "mp3": "mp3", "opus": "ogg", "vorbis": "ogg", "flac": "flac"}
"""Of a file that holds nothing but packets of that codec."""


def extension(plan: Doable, info: MediaInfo) -> str:
    """Of the file that the plan makes, without the dot."""
    match plan:
        case Remux(audio_only=True) if info.audio is not None:
            return SOUND_EXTENSIONS[info.audio.codec]
        case EncodeAudio():
            return "m4a"
        case EncodeGif():
            return "gif"
        case _:
            return "mp4"


def film_job(
    file: MediaFile,
    info: MediaInfo,
    plan: Doable,
    *,
    path: Path,
    output: Path,
    scratch: Path,
    preset: str,
) -> Json:
    """The job of `pyav_inside.carry_out`: from `path` to `output`, by way of what is scratch."""
    starts = [each.start for each in (info.video, info.audio) if each is not None]
    return {
        "path": str(path),
        "mimetype": file.mimetype,
        "output": str(output),
        "container": extension(plan, info),
        "scratch": str(scratch),
        "preset": preset,
        "zero": min(starts, default=0.0),
        "start": plan.clip.start if plan.clip else 0.0,
        "seconds": info.seconds * info.share_of(plan.clip),
        "cut": plan.clip is not None,
        "film": _film(info) if info.video or info.picture else None,
        "sound": None if info.audio is None else {"index": info.audio.index},
    }


def _film(info: MediaInfo) -> Json:
    video = track(info)
    return {"index": video.index, "rate": source_rate(info, video), "look": _look(info, video)}


def _look(info: MediaInfo, video: VideoTrack) -> Json:
    """The fields of `film_filters_inside.Look`."""
    return {
        "rotation": video.rotation,
        "mirrored": video.mirrored,
        "interlaced": video.interlaced,
        "alpha": video.alpha or (info.picture is not None and info.picture.alpha),
        "coded_height": video.coded_height,
        "transfer": video.transfer,
        "primaries": video.primaries,
        "matrix": video.matrix,
        "hdr": video.hdr,
    }
