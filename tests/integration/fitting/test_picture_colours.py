"""Colours of pictures of every sort stay what they mean, patch by patch."""

import io
from array import array

import pytest
from PIL import Image, ImageCms

from domain.outcome import Success
from domain.plans import EncodeImage
from tests.media.fitting import Shown
from tests.media.patches import Colour, deep_png, display_p3, middles, patches, printer

PLENTY = 100_000
UNSEEN = 4
"""Of 255."""
INKS = (
    (0, 0, 0, 0),
    (255, 0, 0, 0),
    (0, 0, 255, 0),
    (0, 0, 0, 200),
    (128, 64, 0, 0),
    (40, 200, 99, 30),
)
PAINTS = ((200, 100, 50), (80, 150, 90), (100, 120, 180), (100, 100, 100), (30, 20, 25))
FROM_P3 = ((1.22494, -0.22494, 0), (-0.04206, 1.04206, 0), (-0.01964, -0.07864, 1.09827))
"""Linear light of Display P3 to that of sRGB (both have the white of D65)."""


async def shown(bench, source) -> Image.Image:
    """As every viewer shows it: no profile is left for it to know."""
    file, info = await bench.measured(source)
    plan = EncodeImage(max_bytes=PLENTY, min_quality=50)
    match await bench.compressor.compress(
        file, info=info, plan=plan, room=bench.room, shows=Shown()
    ):
        case Success((made, _)):
            with Image.open(bench.room.folder / made.filepath) as picture:
                assert "icc_profile" not in picture.info
                picture.load()
                return picture
        case failure:
            raise AssertionError(failure)


def assert_alike(seen: list[Colour], meant: list[Colour]):
    for patch, wanted in zip(seen, meant, strict=True):
        assert patch == pytest.approx(wanted, abs=UNSEEN)


async def test_inks_look_as_their_profile_says(bench, tmp_path):
    profile = printer()
    patches("CMYK", INKS).save(tmp_path / "a.jpg", quality=95, icc_profile=profile)
    with Image.open(tmp_path / "a.jpg") as stored:
        managed = ImageCms.profileToProfile(
            stored,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="RGB",
        )
    picture = await shown(bench, tmp_path / "a.jpg")
    assert picture.mode == "RGB"
    assert_alike(middles(picture, len(INKS)), middles(managed, len(INKS)))


async def test_inks_without_a_profile_are_mixed_plainly(bench, tmp_path):
    patches("CMYK", INKS).save(tmp_path / "a.jpg", quality=95)
    mixed = [tuple((255 - ink) * (255 - black) // 255 for ink in inks) for *inks, black in INKS]
    assert_alike(middles(await shown(bench, tmp_path / "a.jpg"), len(INKS)), mixed)


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "palette.png", "a.webp", "a.tiff"])
async def test_a_picture_of_a_wide_screen_keeps_its_colours_on_a_plain_one(bench, tmp_path, name):
    picture = patches("RGB", PAINTS)
    picture = picture.quantize(8) if name == "palette.png" else picture
    picture.save(tmp_path / name, quality=95, icc_profile=display_p3())
    meant = [in_srgb(paint) for paint in PAINTS]
    assert max(abs(a - b) for a, b in zip(meant[0], PAINTS[0], strict=True)) > 2 * UNSEEN
    assert_alike(middles(await shown(bench, tmp_path / name), len(PAINTS)), meant)


def in_srgb(paint: Colour) -> Colour:
    """Reckoned by hand, from Display P3."""
    light = [(part / 255 / 12.92, ((part / 255 + 0.055) / 1.055) ** 2.4) for part in paint]
    linear = [low if part <= 10 else high for part, (low, high) in zip(paint, light, strict=True)]
    plain = [sum(a * b for a, b in zip(row, linear, strict=True)) for row in FROM_P3]
    return tuple(round(255 * (1.055 * max(0.0031308, part) ** (1 / 2.4) - 0.055)) for part in plain)


@pytest.mark.parametrize(
    "colours",
    [
        ((0,), (8000,), (30000,), (65535,)),
        ((65535, 0, 30000), (8000, 50000, 20000), (1, 2, 65000)),
        ((65535, 0, 30000, 65535), (8000, 50000, 20000, 65535), (9000, 9000, 9000, 30000)),
    ],
    ids=["grey", "RGB", "RGBA"],
)
async def test_sixteen_bits_become_eight(bench, tmp_path, colours):
    picture = await shown(bench, deep_png(tmp_path / "deep.png", colours))
    mode = {1: "L", 3: "RGB", 4: "RGBA"}[len(colours[0])]
    meant = [tuple(round(part / 257) for part in colour) for colour in colours]
    got = middles(picture.convert(mode), len(colours))
    assert_alike([one if isinstance(one, tuple) else (one,) for one in got], meant)


NOT_A_NUMBER, ENDLESS = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("mode", "values", "meant"),
    [
        ("F", (0.0, 0.25, 0.5, 1.0), (0, 64, 128, 255)),
        ("F", (0.0, 2.0, 4.0, 8.0), (0, 64, 128, 255)),
        ("F", (-3.0, 0.0, 63.75, 255.0), (0, 0, 64, 255)),
        ("F", (0.0, NOT_A_NUMBER, 0.5, 1.0), (0, None, 128, 255)),
        ("F", (0.0, ENDLESS, 0.5, 1.0), (0, 255, 128, 255)),
        ("F", (0.0, 0.0, 0.0, 0.0), (0, 0, 0, 0)),
        ("I", (0, 64, 128, 255), (0, 64, 128, 255)),
        ("I", (0, 16448, 32896, 60000), (0, 64, 128, 233)),
        ("I", (0, 1 << 22, 1 << 23, 1 << 24), (0, 64, 128, 255)),
        ("I", (-5, 0, 0, 0), (0, 0, 0, 0)),
        ("I;16", (0, 16448, 32896, 60000), (0, 64, 128, 233)),
        ("I;16", (0, 10, 20, 200), (0, 0, 0, 1)),
    ],
)
async def test_numbers_of_any_size_become_greys(bench, tmp_path, mode, values, meant):
    kind = {"F": "f", "I": "i", "I;16": "H"}[mode]
    row = b"".join(array(kind, [value]).tobytes() * 64 for value in values)
    Image.frombytes(mode, (64 * len(values), 64), row * 64).save(tmp_path / "numbers.tiff")
    seen = middles((await shown(bench, tmp_path / "numbers.tiff")).convert("L"), len(values))
    for patch, wanted in zip(seen, meant, strict=True):
        assert wanted is None or abs(patch - wanted) <= UNSEEN
