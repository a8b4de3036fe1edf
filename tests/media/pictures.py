"""Small pictures of every odd sort: quadrants as in the films, and screens of flat colour."""

from collections.abc import Sequence
from pathlib import Path
from random import Random

from PIL import Image, ImageCms, ImageDraw

from tests.media.films import quadrants

SIZE = (320, 240)
ORIENTATION = 0x0112
TURNED = {
    3: Image.Transpose.ROTATE_180,
    6: Image.Transpose.ROTATE_90,
    8: Image.Transpose.ROTATE_270,
}
"""How pixels are stored that a viewer turns upright by this EXIF orientation."""


def photo(
    path: Path, *, size=SIZE, noise=0.9, quality=90, orientation=1, mode="RGB", **more
) -> Path:
    """Upright once it is turned as EXIF says."""
    picture = quadrants(size, noise=noise).convert(mode)
    if orientation != 1:
        picture = picture.transpose(TURNED[orientation])
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    picture.save(path, quality=quality, exif=exif, **more)
    return path


def in_swapped_colours(path: Path) -> Path:
    """Red and green stored in each other's place, and a colour profile that says so."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"----").replace(b"gXYZ", b"rXYZ").replace(b"----", b"gXYZ")
    red, green, blue = quadrants(SIZE, noise=0.9).split()
    Image.merge("RGB", (green, red, blue)).save(path, quality=90, icc_profile=swapped)
    return path


def with_alpha(path: Path, *, size=SIZE, noise=1.0) -> Path:
    """A noisy disc on nothing."""
    picture = quadrants(size, noise=noise).convert("RGBA")
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).ellipse((10, 10, size[0] - 10, size[1] - 10), fill=255)
    picture.putalpha(mask)
    picture.save(path)
    return path


def screen(path: Path, *, size=(640, 480), lines=60) -> Path:
    """Like a window with text: flat, with sharp edges."""
    picture = Image.new("RGB", size, (250, 250, 250))
    draw = ImageDraw.Draw(picture)
    words = Random(2)
    for line in range(lines):
        top = 8 + line * (size[1] - 16) // lines
        left = 8
        while left < size[0] // 2:
            wide = words.randrange(2, 6)
            draw.rectangle((left, top, left + wide, top + 4), fill=(30, 30, words.randrange(200)))
            left += wide + words.randrange(2, 5)
    picture.save(path)
    return path


def sixteen_bits(path: Path, *, size=SIZE) -> Path:
    """Grey, 16 bits a pixel: dark on the left, light on the right."""
    picture = Image.new("I;16", size)
    picture.putdata([65535 * x // size[0] for _ in range(size[1]) for x in range(size[0])])
    picture.save(path)
    return path


def moving(
    path: Path, *, size=(96, 72), delays: Sequence[int] = (100,) * 6, noise=0.5, alpha=False
) -> Path:
    """GIF, WebP or APNG by the name; milliseconds a frame."""
    frames = [quadrants(size, noise=noise, seed=number) for number in range(len(delays))]
    if alpha:
        frames = [frame.convert("RGBA") for frame in frames]
        for frame in frames:
            frame.paste((0, 0, 0, 0), (0, 0, size[0] // 4, size[1] // 4))
    first, *others = frames
    first.save(path, save_all=True, append_images=others, duration=list(delays), loop=0)
    return path
