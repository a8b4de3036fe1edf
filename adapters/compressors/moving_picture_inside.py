"""The frames of moving pictures that FFmpeg does not decode: WebP and AVIF, by Pillow."""

from collections.abc import Iterator
from dataclasses import dataclass

from av.video.frame import VideoFrame
from PIL import Image

from adapters.opening.with_pillow import Damaged, open_picture

WHITE = (255, 255, 255, 255)
DEFAULT_DELAY = 100
"""Milliseconds."""


@dataclass
class MovingPicture:
    """A picture that moves between two moments, on white."""

    path: str
    mimetype: str
    seconds: float
    start: float
    damaged: int = 0

    def frames(self, *, roughly: bool = False) -> Iterator[tuple[float, VideoFrame]]:  # noqa: ARG002
        """Each frame with its moment in seconds from the start, in order."""
        self.damaged = 0
        at = -self.start
        with open_picture(self.path, self.mimetype) as picture:
            for number in range(getattr(picture, "n_frames", 1)):
                try:
                    picture.seek(number)
                    picture.load()
                except Damaged:
                    self.damaged += 1
                    continue
                lasts = (picture.info.get("duration") or DEFAULT_DELAY) / 1000
                if at >= self.seconds:
                    return
                if at + lasts > 0:
                    yield max(0.0, at), _on_white(picture)
                at += lasts


def _on_white(picture: Image.Image) -> VideoFrame:
    frame = picture.convert("RGBA")
    whole = Image.alpha_composite(Image.new("RGBA", frame.size, WHITE), frame)
    return VideoFrame.from_bytes(whole.tobytes(), *whole.size, format="rgba")
