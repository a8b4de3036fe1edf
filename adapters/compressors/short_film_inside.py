"""Keeps the frames of a film of a few seconds: to decode them again takes as long as to encode."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from av.video.frame import VideoFrame

MOST_BYTES: Final = 16 << 20
"""Of all its frames, so that what an encode needs follows from the size of a frame alone."""
BYTES_A_PIXEL: Final = 1.5
"""Of yuv420p."""

Look: TypeAlias = tuple[int, int, float, bool]
"""Width, height, frames a second, and whether they keep their own moments."""


@dataclass
class ShortFilm:
    """The frames of the last pass, with their ticks, for the next one that looks the same."""

    _look: Look | None = None
    _kept: list[tuple[int, VideoFrame]] = field(default_factory=list)

    @staticmethod
    def takes(frames: float, width: int, height: int) -> bool:
        """Whether so many frames of that size are kept."""
        return frames * width * height * BYTES_A_PIXEL <= MOST_BYTES

    def frames(self, look: Look) -> list[tuple[int, VideoFrame]] | None:
        """Those of that look, where the last pass came to its end."""
        return self._kept if look == self._look else None

    def keep(
        self, look: Look, shown: Iterator[tuple[int, VideoFrame]]
    ) -> Iterator[tuple[int, VideoFrame]]:
        """The same, which are known once the last of them was taken."""
        self._look, self._kept = None, []
        for one in shown:
            self._kept.append(one)
            yield one
        self._look = look
