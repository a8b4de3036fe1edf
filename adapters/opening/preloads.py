"""What a server of children imports once, so that all adapters of one tool share one server."""

from typing import Final

AV: Final = ("av",)
PILLOW: Final = (
    "PIL.Image",
    "PIL.ImageCms",
    "PIL.JpegImagePlugin",
    "PIL.PngImagePlugin",
    "PIL.GifImagePlugin",
    "PIL.WebPImagePlugin",
    "PIL.AvifImagePlugin",
)
