"""The steps in which a plan is carried out, and what comes of each."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from domain.budget import Channels
from domain.ladders import Size
from domain.value import Count, Value


class MakeSound(Value):
    """Encode the sound to AAC."""

    do: Literal["sound"] = "sound"
    kbps: int
    channels: Channels


class Analyse(Value):
    """x264's first pass at a constant quality; its statistics serve the passes after it."""

    do: Literal["analyse"] = "analyse"
    size: Size
    frames_per_second: float
    keeps_times: bool
    crf: float


class MakePicture(Value):
    """Encode the picture: at a rate with the statistics of the analysis, or at a quality."""

    do: Literal["picture"] = "picture"
    size: Size
    frames_per_second: float
    keeps_times: bool
    kbps: float | None = None
    strictly: bool = False
    """The rate is kept although that looks a little worse: a short film cannot make up for it."""
    crf: float | None = None
    """Where there is no rate."""
    most_bytes: int
    """It is stopped where it takes far more."""


class MakeGif(Value):
    """Encode the animation to a GIF, which is the file itself where it is the largest that fits."""

    do: Literal["gif"] = "gif"
    size: Size
    frames_per_second: float
    most_bytes: int


class Join(Value):
    """Put the tracks into one file; what is None stays out."""

    do: Literal["join"] = "join"
    picture: Literal["made", "source"] | None
    sound: Literal["made", "source"] | None
    keeps_tags: bool = False


Step: TypeAlias = Annotated[
    MakeSound | Analyse | MakePicture | MakeGif | Join, Field(discriminator="do")
]


class Made(Value):
    """What came of a step."""

    bytes: Count
    """Of the packets; of the file, once it is joined."""
    packets: Count = 0
    key_frames: Count = 0
    key_bytes: Count = 0
    """Of those frames that refer to no others."""
    container: Count = 0
    """Of a picture that was encoded to its end: what an MP4 with it alone adds to the packets."""
    motion: float = Field(default=0.0, ge=0, le=1)
    """Of an analysis: the share of the bits between key frames that says where things moved."""
    stopped: bool = False
    """It took far too many bytes, and was not finished."""
    too_low: bool = False
    """The encoder cannot make it that small."""
    refused: bool = False
    """The packets do not go into that container."""
    damaged: Count = 0
    """Packets that could not be decoded and were left out."""


class Done(Value):
    """A step and what came of it."""

    step: Step
    made: Made
