"""What can be done to a file so that it fits: the kinds of plan, and what a request may wish."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from domain.budget import Channels
from domain.failures import CannotFit, NotInFile
from domain.request import Clip, MediaRequest
from domain.value import Value


class Wish(Value):
    """What a request wants of every file besides fitting."""

    audio_only: bool = False
    clip: Clip | None = None
    max_height: int | None = Field(default=None, ge=2)
    """Pixels of the smaller side; pictures that stand still are not concerned."""
    gif: bool = False
    """An animation that does not fit stays one."""

    @classmethod
    def of(cls, request: MediaRequest) -> "Wish":
        """The part of a request that concerns each file."""
        return cls(
            audio_only=request.audio_only,
            clip=request.clip,
            max_height=request.quality.height,
            gif=request.gif,
        )


class Keep(Value):
    """It fits and plays everywhere: leave it, byte for byte."""

    action: Literal["keep"] = "keep"


class Remux(Value):
    """The tracks are right, the container is not (or too much is in it): copy the tracks."""

    action: Literal["remux"] = "remux"
    max_bytes: int
    audio_only: bool = False
    clip: Clip | None = None
    keeps_tags: bool = False
    """Tags, chapters and cover come along: sound of which nothing has to shrink."""


class CopySound(Value):
    """The source's own packets."""

    how: Literal["copy"] = "copy"


class EncodeSound(Value):
    """AAC at this rate."""

    how: Literal["encode"] = "encode"
    kbps: int
    channels: Channels


SoundPlan: TypeAlias = Annotated[CopySound | EncodeSound, Field(discriminator="how")]


class CopyVideo(Value):
    """The picture fits as it is once the sound is smaller."""

    action: Literal["copy_video"] = "copy_video"
    max_bytes: int
    sound: EncodeSound
    clip: Clip | None = None


class EncodeVideo(Value):
    """Encode to H.264 and AAC in an MP4.

    Size and rates are what the file's own rate lets expect; what the picture looks like, seen while
    it is encoded, settles them within the same number of bytes.
    """

    action: Literal["encode_video"] = "encode_video"
    max_bytes: int
    width: int
    height: int
    frames_per_second: float
    keeps_times: bool = False
    """Frames stay at their own moments, because the source's rate varies."""
    video_kbps: float
    sound: SoundPlan | None
    """None when there is no sound."""
    clip: Clip | None = None
    max_height: int | None = None
    may_copy: bool = False
    """The picture is copied when that turns out to fit, the real bytes of the sound being known."""


class EncodeAudio(Value):
    """Encode to AAC in an M4A."""

    action: Literal["encode_audio"] = "encode_audio"
    max_bytes: int
    sound: EncodeSound
    clip: Clip | None = None


class EncodeGif(Value):
    """Encode an animation to a GIF of fewer pixels and frames.

    Size and rate are what the source's own bytes let expect; what they come to settles them.
    """

    action: Literal["encode_gif"] = "encode_gif"
    max_bytes: int
    width: int
    height: int
    frames_per_second: float
    clip: Clip | None = None
    max_height: int | None = None


class EncodeImage(Value):
    """Search the format, quality and size of a still picture that fit."""

    action: Literal["encode_image"] = "encode_image"
    max_bytes: int
    min_quality: int


class Strip(Value):
    """Leave a picture's pixels as they are, bit by bit, and nothing else in the file."""

    action: Literal["strip"] = "strip"
    max_bytes: int
    orientation: int = Field(default=1, ge=1, le=8)
    """EXIF's number, which is told again: the pixels are not turned."""
    min_quality: int = 1
    """Of what has to be encoded after all; see `EncodeImage`."""


class Refuse(Value):
    """Nothing acceptable fits."""

    action: Literal["refuse"] = "refuse"
    failure: Annotated[CannotFit | NotInFile, Field(discriminator="kind")]


Plan: TypeAlias = Annotated[
    Keep | Remux | CopyVideo | EncodeVideo | EncodeAudio | EncodeGif | EncodeImage | Strip | Refuse,
    Field(discriminator="action"),
]
