"""What a person may ask for at the command line, as parameters that refuse nonsense."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, TypeAlias

from cyclopts import Parameter, Token
from cyclopts.validators import Number
from pydantic import ValidationError

from domain.durations import parse_duration
from domain.request import Items, Quality
from domain.sizes import parse_size
from entrypoints.settings import Preset, Settings


def _read_by(parse: Callable[[str], object]) -> Callable[[Any, Sequence[Token]], object]:
    def read(_type: object, tokens: Sequence[Token]) -> object:
        try:
            return parse(tokens[0].value)
        except ValidationError as wrong:
            said = wrong.errors()[0]["msg"].removeprefix("Value error, ")
            raise ValueError(said) from None

    return read


def _quality(text: str) -> Quality:
    try:
        return Quality(text.lower())
    except ValueError:
        raise ValueError(f'"{text}" is none of {QUALITIES}') from None


def _file(text: str) -> Path:
    path = Path(text).expanduser()
    if not os.path.lexists(path):
        raise ValueError(f'"{text}" does not exist')
    if path.is_dir():
        raise ValueError(f'"{text}" is a folder')
    if not os.access(path, os.R_OK):
        raise ValueError(f'"{text}" cannot be read')
    if not path.is_file():
        raise ValueError(f'"{text}" is no regular file')
    return path


def _otherwise(setting: str, unit: str = "") -> str:
    """What holds where an option is not given."""
    usual = Settings.model_fields[setting].default
    return f"without it {setting.upper()}, which is {usual}{unit} unless set."


QUALITIES = ", ".join(Quality)
SIZES = "10MiB, 10MB (the same), 512KiB or bytes"
USUAL_LIMIT = _otherwise("compression_target_size_mb", " MiB")

Url: TypeAlias = Annotated[
    str, Parameter(name="URL", required=True, help="Links to posts, videos or files.")
]
File: TypeAlias = Annotated[
    Path,
    Parameter(
        name="FILE",
        required=True,
        converter=_read_by(_file),
        help="Files on this machine.",
    ),
]
Folder: TypeAlias = Annotated[
    Path | None,
    Parameter(
        name="--to",
        metavar="DIR",
        help="Folder for the files; " + _otherwise("download_dir"),
    ),
]
DemoFolder: TypeAlias = Annotated[
    Path | None,
    Parameter(name="--to", metavar="DIR", help="Folder for the files; without it ./demo."),
]
FolderOrBeside: TypeAlias = Annotated[
    Path | None,
    Parameter(
        name="--to",
        metavar="DIR",
        help="Folder for the results; without it each lies beside its file.",
    ),
]
A_LIMIT = Parameter(
    name="--limit",
    metavar="SIZE",
    converter=_read_by(parse_size),
    n_tokens=1,
    accepts_keys=False,
)
Limit: TypeAlias = Annotated[
    int | None, A_LIMIT, Parameter(help=f"Largest file: {SIZES}; {USUAL_LIMIT}")
]
Held: TypeAlias = Annotated[
    int | None, A_LIMIT, Parameter(help=f"Say what fits into so much: {SIZES}; {USUAL_LIMIT}")
]
Height: TypeAlias = Annotated[
    Quality,
    Parameter(
        name="--quality",
        converter=_read_by(_quality),
        show_choices=False,
        help=f"Greatest height: {QUALITIES}.",
    ),
]
Largest: TypeAlias = Annotated[
    int | None,
    Parameter(
        name="--max-height",
        validator=Number(gte=2),
        metavar="PIXELS",
        help="Most pixels of a film's shorter side.",
    ),
]
Thoroughness: TypeAlias = Annotated[
    Preset | None,
    Parameter(
        name="--preset",
        help="x264's: slower looks better in as many bytes; "
        + _otherwise("compression_ffmpeg_preset"),
    ),
]
Sound: TypeAlias = Annotated[
    bool, Parameter(name="--audio", negative=(), show_default=False, help="The sound alone.")
]
StaysGif: TypeAlias = Annotated[
    bool,
    Parameter(
        name="--gif",
        negative=(),
        show_default=False,
        help="An animation that is too large becomes a smaller GIF, and no film.",
    ),
]
Some: TypeAlias = Annotated[
    Items | None,
    Parameter(
        name="--items",
        converter=_read_by(Items.parse),
        n_tokens=1,
        accepts_keys=False,
        help="Which of a post's items: 1,3-5 or 2-.",
    ),
]
Start: TypeAlias = Annotated[
    float | None,
    Parameter(
        name="--start",
        metavar="TIME",
        converter=_read_by(parse_duration),
        help="From there: 83 or 1:23.",
    ),
]
End: TypeAlias = Annotated[
    float | None,
    Parameter(
        name="--end",
        metavar="TIME",
        converter=_read_by(parse_duration),
        help="Up to there: 90 or 1:30.",
    ),
]
AsJson: TypeAlias = Annotated[
    bool,
    Parameter(
        name="--json", negative=(), show_default=False, help="One JSON document a line, on stdout."
    ),
]
OnlyPlan: TypeAlias = Annotated[
    bool,
    Parameter(name="--plan", negative=(), show_default=False, help="Only say what would be done."),
]
