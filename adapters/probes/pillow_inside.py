"""Measures pictures in a child: as a viewer shows them, and how they move."""

from collections.abc import Mapping
from mmap import ACCESS_READ, mmap
from typing import Any

from PIL import Image

from adapters.opening.flat_blocks import flat_share
from adapters.opening.refusing import TooMuchError, refuse
from adapters.opening.with_pillow import Damaged, open_picture
from adapters.probes.moving_inside import (
    DEFAULT_DELAY,
    apng_delays,
    gif_delays,
    webp_delays,
)
from domain.media_limits import too_fast, too_long, too_much_movement

ORIENTATION = 0x0112
"""EXIF's tag."""
ON_ITS_SIDE = (5, 6, 7, 8)
WALKS = {"GIF": gif_delays, "WEBP": webp_delays, "PNG": apng_delays}
REDUCED = 8
"""A JPEG is decoded at this fraction of its size, to see whether it can be."""


def measure(job: Mapping[str, str], _talk: object) -> dict[str, Any]:
    """The picture in `path`, a file of `mimetype`, and its frames' `delays` in seconds; or `fails`.

    Fails: "corrupt", "too_much", "unsupported_codec".
    """
    try:
        with open_picture(job["path"], job["mimetype"]) as picture:
            delays = _delays(picture, job["path"])
            refuse(too_much_movement(*picture.size, len(delays)))
            moves = len(delays) > 1
            if moves:
                refuse(too_long(sum(delays)))
                refuse(too_fast(len(delays), sum(delays)))
            measured = _measured(picture, len(delays) if moves else 1)
            return {
                "picture": measured,
                "delays": delays,
                "flat_share": _flat(picture) if moves else 0.0,
            }
    except KeyError:
        return {"fails": "unsupported_codec", "codec": job["mimetype"].partition("/")[2]}
    except TooMuchError as too_much:
        return too_much.told
    except Damaged:
        return {"fails": "corrupt"}


def _measured(picture: Image.Image, frames: int) -> dict[str, Any]:
    orientation = picture.getexif().get(ORIENTATION, 1)
    size = picture.size
    measured = {
        "format": picture.format,
        "mode": picture.mode,
        "frames": frames,
        "alpha": picture.has_transparency_data,
        "orientation": orientation if orientation in range(1, 9) else 1,
        "colour_profile": bool(picture.info.get("icc_profile")),
    }
    picture.draft("L", (size[0] // REDUCED, size[1] // REDUCED))
    picture.load()  # says whether the pixels are there
    width, height = size[::-1] if orientation in ON_ITS_SIDE else size
    return {**measured, "width": width, "height": height}


def _flat(picture: Image.Image) -> float:
    grey = picture.convert("L")
    return flat_share(grey.tobytes(), grey.width, *grey.size)


def _delays(picture: Image.Image, path: str) -> list[float]:
    """Of each frame where there are several; without decoding them where that can be."""
    if picture.format == "AVIF":
        frames = getattr(picture, "n_frames", 1)
        refuse(too_much_movement(*picture.size, frames))
        return [_delay(picture, number) for number in range(frames)]
    walk = WALKS.get(picture.format or "")
    if walk is None:
        return []
    with open(path, "rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as whole:  # noqa: PTH123
        return walk(whole)


def _delay(picture: Image.Image, number: int) -> float:
    picture.seek(number)
    picture.load()
    return float(picture.info.get("duration", 1000 * DEFAULT_DELAY)) / 1000
