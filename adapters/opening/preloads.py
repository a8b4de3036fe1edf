"""What a server of children imports once, so that all adapters of one tool share one server."""

from typing import Final

AV: Final = (
    "av",
    "adapters.probes.pyav_inside",
    "adapters.compressors.pyav_inside",
    "adapters.fetchers.mux_inside",
)
PILLOW: Final = (
    "PIL.Image",
    "PIL.ImageCms",
    "PIL.JpegImagePlugin",
    "PIL.PngImagePlugin",
    "PIL.GifImagePlugin",
    "PIL.WebPImagePlugin",
    "PIL.AvifImagePlugin",
    "adapters.probes.pillow_inside",
    "adapters.compressors.pillow_image_inside",
    "adapters.compressors.bare_picture_inside",
)
