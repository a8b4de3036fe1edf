"""Opens pictures so that they can be nothing but what their first bytes say."""

import warnings

from PIL import Image

FORMATS = {
    "image/jpeg": ("JPEG",),
    "image/png": ("PNG",),
    "image/apng": ("PNG",),
    "image/gif": ("GIF",),
    "image/webp": ("WEBP",),
    "image/avif": ("AVIF",),
    "image/bmp": ("BMP",),
    "image/tiff": ("TIFF",),
}
"""Pillow's names of what a MIME type, told by first bytes, may be opened as."""

MOST_PIXELS = 64_000_000
"""A picture of more is refused before anything of it is decoded."""
MOST_PIXELS_OF_A_JPEG = 128_000_000
"""A JPEG can be decoded at a half, a quarter or an eighth of its size."""

Damaged = (OSError, SyntaxError, ValueError, EOFError)
"""What Pillow raises for a damaged picture, or for one that is not what its first bytes say."""


class TooManyPixelsError(Exception):
    """The picture would take more memory than there is for it."""


def open_picture(path: str, mimetype: str) -> Image.Image:
    """The picture, its pixels not yet decoded.

    Raises:
        KeyError: There is no decoder for that type.
        TooManyPixelsError: It is too large.
        Damaged: It is damaged, or something else.
    """
    warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # ours is stricter
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS_OF_A_JPEG
    try:
        picture = Image.open(path, formats=FORMATS[mimetype])
    except Image.DecompressionBombError as error:
        raise TooManyPixelsError from error
    small_enough = MOST_PIXELS_OF_A_JPEG if mimetype == "image/jpeg" else MOST_PIXELS
    if picture.width * picture.height > small_enough:
        picture.close()
        raise TooManyPixelsError
    return picture
