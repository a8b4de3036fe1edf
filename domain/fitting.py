"""What to do with a file so that it fits, and what came of it."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from domain.failures import CannotFit
from domain.items import ItemKey
from domain.media import MediaFile
from domain.request import Clip, MediaRequest
from domain.value import Value


class Wish(Value):
    """What a request wants of every file besides fitting."""

    audio_only: bool = False
    clip: Clip | None = None
    max_height: int | None = None
    """Pixels of the smaller side."""

    @classmethod
    def of(cls, request: MediaRequest) -> "Wish":
        """The part of a request that concerns each file."""
        return cls(
            audio_only=request.audio_only, clip=request.clip, max_height=request.quality.height
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


class SoundPlan(Value):
    """AAC at this rate."""

    kbps: int
    channels: Literal[1, 2]


class CopyVideo(Value):
    """The picture fits as it is once the sound is smaller."""

    action: Literal["copy_video"] = "copy_video"
    max_bytes: int
    sound: SoundPlan
    clip: Clip | None = None


class EncodeVideo(Value):
    """Encode to H.264 and AAC in an MP4."""

    action: Literal["encode_video"] = "encode_video"
    max_bytes: int
    width: int
    height: int
    frames_per_second: float
    video_kbps: float
    sound: SoundPlan | None
    """None when there is no sound."""
    clip: Clip | None = None


class EncodeAudio(Value):
    """Encode to AAC in an M4A."""

    action: Literal["encode_audio"] = "encode_audio"
    max_bytes: int
    sound: SoundPlan
    clip: Clip | None = None


class EncodeImage(Value):
    """Search the format, quality and size of a still picture that fit."""

    action: Literal["encode_image"] = "encode_image"
    max_bytes: int
    min_quality: int


class Refuse(Value):
    """Nothing acceptable fits."""

    action: Literal["refuse"] = "refuse"
    failure: CannotFit


Plan: TypeAlias = Annotated[
    Keep | Remux | CopyVideo | EncodeVideo | EncodeAudio | EncodeImage | Refuse,
    Field(discriminator="action"),
]


class Fitted(Value):
    """A file that fits, and what was done to it."""

    key: ItemKey
    file: MediaFile
    original: MediaFile
    plan: Plan
    seconds: float = 0.0

    @property
    def action(self) -> Literal["kept", "remuxed", "encoded"]:
        """The plan in a person's word."""
        match self.plan:
            case Keep():
                return "kept"
            case Remux():
                return "remuxed"
            case _:
                return "encoded"

    @property
    def ratio(self) -> float:
        """Bytes now to bytes before; 1 when nothing was done."""
        return self.file.size_bytes / max(1, self.original.size_bytes)
