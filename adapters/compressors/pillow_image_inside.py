"""Makes a still picture fit, in a child: upright, in sRGB, in the format that suits it."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, ImageOps

from adapters.cells.inside.talk import Talk
from adapters.compressors.quality_search_inside import JPEG, WEBP, Codec, search
from adapters.opening.flat_blocks import flat_share
from adapters.opening.refusing import TooMuchError
from adapters.opening.with_pillow import Damaged, open_picture

HUGE = 40_000_000
"""Pixels of a JPEG above which it is decoded at half its size: nobody sees the difference."""
SCREEN = 0.6
"""Share of flat blocks above which a picture is a screen or a drawing, and no blurred photo."""
LOSSLESS = ("PNG", "BMP", "TIFF", "GIF", "WEBP")
"""What was compressed with loss before is full of noise, which only costs without loss."""
LEAST_LOSSLESS_BITS = 0.06
"""A pixel: emptier screens than this there are none."""
WORTH_LOSSLESS = 0.7
"""Of a lossless source's bytes: with less, a photo will not fit without loss, and costs long."""
SIXTEEN_BITS = ("I;16", "I;16B", "I;16L", "I;16N")
SIXTEEN_BITS_WHITE = 65535.0
WHITES = {"F": (1.0,), "I": (255.0, SIXTEEN_BITS_WHITE)}
"""What is white in modes of 32 bits, which do not tell: the first that nothing is brighter than.

Beyond, the brightest there is.
"""
EXPECTED_ENCODES = 4


@dataclass(frozen=True)
class Format:
    """How a format is written, and what is known of its bytes."""

    name: str
    codec: Codec
    options: Mapping[str, Any]


PHOTO = Format("JPEG", JPEG, {"optimize": True, "progressive": True})
FLAT = Format("WEBP", WEBP, {"method": 4, "alpha_quality": 80})
"""96 levels of transparency instead of 256 take half the time and a sixth of the bytes."""


def compress(job: Mapping[str, Any], talk: Talk) -> dict[str, Any]:
    """Write the picture in `path`, of `mimetype`, to `target`, at most `max_bytes` of it.

    Its size and format are told; or `fails`: "corrupt", "too_much", "unsupported_codec",
    "no_room". Where nothing fits, the smallest is written.
    """
    try:
        with open_picture(job["path"], job["mimetype"]) as opened:
            lossless = opened.format in LOSSLESS
            known = _bytes_at_75(opened, Path(job["path"]).stat().st_size)
            picture = _shown(opened)
    except KeyError:
        return {"fails": "unsupported_codec", "codec": job["mimetype"].partition("/")[2]}
    except TooMuchError as too_much:
        return too_much.told
    except Damaged:
        return {"fails": "corrupt"}
    limit = int(job["max_bytes"])
    source_bytes = Path(job["path"]).stat().st_size
    flat = _is_flat(picture)
    least = LEAST_LOSSLESS_BITS * picture.width * picture.height / 8
    if lossless and limit > (least if flat else WORTH_LOSSLESS * source_bytes):
        content = _encoded(picture, "WEBP", {"lossless": True, "method": 4, "quality": 75})
        talk.tell(1 / EXPECTED_ENCODES)
        if len(content) <= limit:
            return _written(job["target"], content, "WEBP", picture.size)
    form = FLAT if flat or picture.mode == "RGBA" else PHOTO
    content, size = _searched(
        picture, form, limit, int(job["min_quality"]), flat=flat, known=known, talk=talk
    )
    return _written(job["target"], content, form.name, size)


def _searched(
    picture: Image.Image,
    form: Format,
    limit: int,
    least: int,
    *,
    flat: bool,
    known: float | None,
    talk: Talk,
) -> tuple[bytes, tuple[int, int]]:
    trials = search(
        form.codec,
        pixels=picture.width * picture.height,
        limit=limit,
        least=least,
        shrinks=not flat,
        known=known if form is PHOTO else None,
    )
    best: tuple[bytes, tuple[int, int]] | None = None
    scaled, side, encodes = picture, 1.0, 0
    trial = next(trials, None)
    while trial is not None:
        if trial.side != side:
            side = trial.side
            scaled = picture if side == 1 else _scaled(picture, side)
        content = _encoded(scaled, form.name, {**form.options, "quality": trial.quality})
        encodes += 1
        talk.tell(min(0.95, encodes / EXPECTED_ENCODES))
        if best is None or _better(len(content), len(best[0]), limit):
            best = content, scaled.size
        try:
            trial = trials.send(len(content))
        except StopIteration:
            trial = None
    return best or (b"", picture.size)


def _better(size: int, known: int, limit: int) -> bool:
    return known < size <= limit or (known > limit and size < known)


def _bytes_at_75(opened: Image.Image, size: int) -> float | None:
    """Of a JPEG, reckoned from its bytes and the quality that its tables were made for."""
    tables = getattr(opened, "quantization", None)
    if opened.format != "JPEG" or not tables or opened.width * opened.height > HUGE:
        return None
    coarsest = sum(tables[0]) / 64
    scale = coarsest / (3693 / 64)  # the sum of the standard luminance table, at quality 50
    return float(size * (max(scale, 0.01) / 0.5) ** JPEG.slope)


def _shown(opened: Image.Image) -> Image.Image:
    """As a viewer shows it: upright, 8 bits, sRGB; RGB, RGBA or L."""
    if opened.width * opened.height > HUGE:
        opened.draft("RGB", (opened.width // 2, opened.height // 2))
    profile = opened.info.get("icc_profile")
    picture = ImageOps.exif_transpose(opened)
    if picture.mode in SIXTEEN_BITS or picture.mode in WHITES:
        picture = _in_eight_bits(picture)
    alpha = picture.has_transparency_data
    if picture.mode in ("P", "PA", "LA", "La", "RGBa") or (alpha and picture.mode != "RGBA"):
        picture = picture.convert("RGBA" if alpha else "RGB")
    if profile:
        picture = _in_srgb(picture, profile)
    opaque = picture.mode == "RGBA" and picture.getchannel("A").getextrema() == (255, 255)
    if opaque or picture.mode not in ("RGB", "RGBA", "L"):
        picture = picture.convert("RGB")
    return picture


def _in_eight_bits(picture: Image.Image) -> Image.Image:
    """Greys of deeper samples; those that are no numbers become black."""
    plain = picture.convert("I") if picture.mode in SIXTEEN_BITS else picture
    _, most = plain.getextrema()
    brightest = most if isinstance(most, int | float) and isfinite(most) and most > 0 else 1.0
    white = SIXTEEN_BITS_WHITE
    if picture.mode in WHITES:
        white = next((one for one in WHITES[picture.mode] if brightest <= one), brightest)
    return plain.point(lambda value: value * (255 / white) + 0.5).convert("L")


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """By its own profile; by Pillow's plain conversion where that is of no use."""
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    try:
        converted = ImageCms.profileToProfile(
            picture,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode=mode,
        )
    except (ImageCms.PyCMSError, *Damaged):
        return picture
    return picture if converted is None else converted


def _is_flat(picture: Image.Image) -> bool:
    grey = picture.convert("L")
    return flat_share(grey.tobytes(), grey.width, *grey.size) > SCREEN


def _scaled(picture: Image.Image, side: float) -> Image.Image:
    size = (max(1, round(picture.width * side)), max(1, round(picture.height * side)))
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _encoded(picture: Image.Image, name: str, options: Mapping[str, Any]) -> bytes:
    picture.info.clear()  # a comment would be written again
    target = io.BytesIO()
    picture.save(target, name, **options)
    return target.getvalue()


def _written(target: str, content: bytes, form: str, size: tuple[int, int]) -> dict[str, Any]:
    try:
        Path(target).write_bytes(content)
    except OSError:
        return {"fails": "no_room"}
    return {"format": form, "width": size[0], "height": size[1]}
