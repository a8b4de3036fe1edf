"""A file of a job, and what was measured of its content."""

from enum import StrEnum
from pathlib import PurePosixPath
from typing import Literal, TypeAlias

from pydantic import Field, field_validator

from domain.request import Clip
from domain.value import Count, Moment, Side, Value


class MediaKind(StrEnum):
    """What a person would call it; an animation moves and has no sound."""

    VIDEO = "video"
    AUDIO = "audio"
    IMAGE = "image"
    ANIMATION = "animation"


class MediaFile(Value):
    """A regular file inside the job's folder; what is unknown is None."""

    filename: str
    """The name for people: readable, without folders."""
    filepath: PurePosixPath
    """Relative to the job's folder, and inside of it, so that a record stays true elsewhere."""
    file_type: MediaKind
    mimetype: str
    size_bytes: int = Field(ge=0)
    checksum: str
    """SHA-256 of its bytes, in hexadecimal."""
    width: int | None = None
    height: int | None = None
    duration: float | None = None
    """Seconds."""
    description: str | None = None
    """Its alternative text, as its author wrote it."""
    spoiler: bool = False
    damaged_packets: int = Field(default=0, ge=0)
    """Of its original: they could not be decoded, and are missing here."""

    @field_validator("filepath")
    @classmethod
    def _stays_inside(cls, path: PurePosixPath) -> PurePosixPath:
        if path.is_absolute() or ".." in path.parts or not path.parts:
            raise ValueError(f"{path} leaves the job's folder")
        return path

    @field_validator("filename")
    @classmethod
    def _is_one_name(cls, name: str) -> str:
        if not name or "/" in name or "\0" in name or name in (".", ".."):
            raise ValueError("a file name is one name")
        return name


class VideoTrack(Value):
    """The chosen video of a file, as a player shows it."""

    codec: str
    width: Side
    """Pixels as shown: turned, and with square pixels."""
    height: Side
    coded_width: Side
    coded_height: Side
    rotation: Literal[0, 90, 180, 270] = 0
    """Degrees clockwise that a player turns the coded picture by."""
    mirrored: bool = False
    """Left to right, before it is turned."""
    pixel_format: str | None = None
    alpha: bool = False
    """Something shines through it, which becomes white."""
    frames: Count | None = None
    frames_per_second: float | None = Field(default=None, ge=0, le=1e12, allow_inf_nan=False)
    """The mean; where gaps vary and a usual rate is behind them, that rate."""
    variable_rate: bool = False
    longest_gap: Moment | None = None
    """Seconds between two frames, at most."""
    shortest_gap: Moment | None = None
    bytes: Count | None = None
    """Of its packets, without the container."""
    key_frames: Count | None = None
    interlaced: bool = False
    transfer: str | None = None
    """The transfer characteristic by FFmpeg's name (bt709, smpte2084, arib-std-b67 ...)."""
    primaries: str | None = None
    matrix: str | None = None
    full_range: bool = False
    flat_share: float = Field(default=0.0, ge=0, le=1)
    """Of its 8 x 8 blocks, how many hardly vary: above a half it is a screen or a drawing."""
    index: Count = 0
    """The stream's number in its container."""
    start: Moment = 0.0
    """Seconds, on the container's clock."""

    @property
    def hdr(self) -> bool:
        """Whether it is PQ or HLG, which a plain screen shows washed out."""
        return self.transfer in ("smpte2084", "arib-std-b67")


class AudioTrack(Value):
    """The chosen sound of a file."""

    codec: str
    channels: Count | None = None
    sample_rate: Count | None = None
    bytes: Count | None = None
    packets: Count | None = None
    index: Count = 0
    start: Moment = 0.0


class Picture(Value):
    """A still or moving picture, as a viewer shows it."""

    format: str
    """JPEG, PNG, GIF, WEBP ...: Pillow's name."""
    width: Side
    """Pixels as shown: turned as EXIF says."""
    height: Side
    mode: str
    """Pillow's mode: RGB, RGBA, P, CMYK, I;16 ..."""
    frames: Count = 1
    alpha: bool = False
    orientation: int = 1
    """EXIF's number, 1 to 8."""
    colour_profile: bool = False


SHORTEST_SECONDS = 0.1
FRAMES_A_SECOND_UNTOLD = 25.0

Container: TypeAlias = str
"""By its name in FFmpeg: mp4, mov, matroska, webm, mpegts, flv, ogg, mp3, wav, flac, aac ..."""


class MediaInfo(Value):
    """What the bytes of a file hold: tracks, or a picture."""

    kind: MediaKind
    size_bytes: int = Field(ge=0)
    container: Container
    duration: Moment | None = None
    """Seconds from the first thing shown to the end of the last, None for a still picture."""
    faststart: bool = False
    """MP4 only: the index comes before the media, so that a player starts at once."""
    video: VideoTrack | None = None
    audio: AudioTrack | None = None
    picture: Picture | None = None
    damaged_packets: Count = 0
    cover_art: bool = False
    """A picture rides along that is no video."""

    @property
    def seconds(self) -> float:
        """The duration to reckon with: never 0, and known even where no clock says it."""
        frames = (self.video.frames if self.video else None) or 0
        return max(SHORTEST_SECONDS, self.duration or frames / FRAMES_A_SECOND_UNTOLD)

    def share_of(self, clip: Clip | None) -> float:
        """How much of the whole a clip is, 0 to 1; None is all of it."""
        return 1.0 if clip is None else clip.seconds_of(self.seconds) / self.seconds


def described(file: MediaFile, original: MediaFile, info: MediaInfo) -> MediaFile:
    """The file with what people wrote about its original, and with measures where it has none."""
    shown = info.video or info.picture
    measured: dict[str, object] = {
        "width": file.width or (shown.width if shown else None),
        "height": file.height or (shown.height if shown else None),
        "duration": file.duration or info.duration,
        "description": original.description,
        "spoiler": original.spoiler,
    }
    if file.checksum != original.checksum:
        measured["damaged_packets"] = max(file.damaged_packets, info.damaged_packets)
    return file.model_copy(update=measured)
