"""A film as plain pictures on disk, with the moment of each, for who compares two films."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image, ImageChops, ImageStat

SMALL: Final = (160, 90)
"""Pixels of the grey pictures by which frames are told apart."""


@dataclass(frozen=True, slots=True)
class Frames:
    """Frames of one size, 8 bits, 4:2:0, one after the other in a file."""

    path: Path
    width: int
    height: int
    times: tuple[float, ...]
    small: tuple[Image.Image, ...]

    def unlike(self, number: int, other: "Frames", its: int) -> float:
        """The mean distance of two frames' greys."""
        apart = ImageChops.difference(self.small[number], other.small[its])
        return ImageStat.Stat(apart).mean[0]

    def read(self, numbers: list[int]) -> Iterator[bytes]:
        """Those frames, in that order."""
        size = self.width * self.height * 3 // 2
        with self.path.open("rb") as file:
            for number in numbers:
                file.seek(number * size)
                yield file.read(size)


def decoded(ffmpeg: Path, film: Path, filters: str, size: tuple[int, int], *, to: Path) -> Frames:
    """All frames of the film, upright, after those filters, which bring them to that size."""
    times, small = to.with_suffix(".times"), to.with_suffix(".small")
    shape = ":".join(map(str, SMALL))
    graph = f"[0:v:0]{filters},split[whole][a];[a]scale={shape}:flags=area,format=gray[small]"
    raw = ["-fps_mode", "passthrough", "-f", "rawvideo"]
    said = ["-stats_enc_pre:v:0", str(times), "-stats_enc_pre_fmt:v:0", "{t}"]
    words = ["-v", "error", "-y", "-i", str(film), "-filter_complex", graph]
    words += ["-map", "[whole]", *raw, *said, str(to), "-map", "[small]", *raw, str(small)]
    subprocess.run([str(ffmpeg), *words], check=True, stdin=subprocess.DEVNULL)
    greys, length = small.read_bytes(), SMALL[0] * SMALL[1]
    return Frames(
        path=to,
        width=size[0],
        height=size[1],
        times=tuple(map(float, times.read_text().split())),
        small=tuple(
            Image.frombytes("L", SMALL, greys[at : at + length])
            for at in range(0, len(greys), length)
        ),
    )
