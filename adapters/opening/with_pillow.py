"""Opens pictures so that they can be nothing but what their first bytes say."""

from PIL import Image

from adapters.opening.refusing import TooMuchError, refuse
from domain.media_limits import MOST_PICTURE_PIXELS, MOST_PIXELS_READ_IN_PART, too_many_pixels

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

Damaged = (OSError, SyntaxError, ValueError, EOFError, RuntimeError)
"""What Pillow raises for a damaged picture, or for one that is not what its first bytes say.

RuntimeError is how its AVIF decoder says so.
"""


def open_picture(path: str, mimetype: str) -> Image.Image:
    """The picture, its pixels not yet decoded.

    Raises:
        KeyError: There is no decoder for that type.
        TooMuchError: It is too large.
        Damaged: It is damaged, or something else.
    """
    Image.MAX_IMAGE_PIXELS = None  # ours is told, and stricter
    picture = Image.open(path, formats=FORMATS[mimetype])
    try:
        refuse(too_many_pixels(*picture.size, allowed=_most_pixels(picture)))
    except TooMuchError:
        picture.close()
        raise
    return picture


def _most_pixels(picture: Image.Image) -> int:
    """A progressive JPEG lies in memory whole, at whatever size it is decoded."""
    by_lines = picture.format == "JPEG" and "progressive" not in picture.info
    return MOST_PIXELS_READ_IN_PART if by_lines else MOST_PICTURE_PIXELS
