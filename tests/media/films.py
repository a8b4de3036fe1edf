"""Small films whose picture says which way is up and when it was shown.

Top left red, top right green, bottom left blue, bottom right yellow; noise in the middle that
moves. In the first and the last half second there is a white flash, with a beep where there is
sound; or at other moments, where a test wants it so.
"""

import math
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import NamedTuple

import av
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame
from PIL import Image

RED, GREEN, BLUE, YELLOW = (200, 30, 30), (30, 160, 30), (30, 30, 200), (200, 200, 30)
WHITE = (255, 255, 255)
FLASH_SECONDS = 0.1
SOUND_RATE = 48_000
BEEP_HERTZ = 1000
TICKS = 90_000
"""Of the frames' clock in a second."""


class Colours(NamedTuple):
    """By FFmpeg's numbers; 2 is unspecified."""

    primaries: int = 2
    transfer: int = 2
    matrix: int = 2
    full: bool = False


PLAIN = Colours()
HLG = Colours(9, 18, 9)
PQ = Colours(9, 16, 9)
BT709 = Colours(1, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Film:
    width: int = 192
    height: int = 108
    rate: Fraction = Fraction(24)
    seconds: float = 2.0
    codec: str = "libx264"
    pixels: str = "yuv420p"
    options: dict[str, str] = field(default_factory=lambda: {"preset": "ultrafast", "crf": "20"})
    noise: float = 0.5
    """Of each side: the part that never holds still."""
    turned: int = 0
    """Degrees clockwise that a player turns it."""
    mirrored: bool = False
    """Left to right, once it is turned."""
    aspect: Fraction | None = None
    colours: Colours = PLAIN
    interlaced: bool = False
    gaps: Sequence[float] | None = None
    """Seconds from frame to frame, over and over; None: the rate's."""
    sound: str | None = "aac"
    sound_options: dict[str, str] = field(default_factory=dict)
    sound_seconds: float | None = None
    picture_from: float = 0.0
    sound_from: float = 0.0
    """Seconds: where picture and sound begin; before, there is none."""
    marks: Sequence[float] | None = None
    """Seconds from which on the flashes are; None: near the start and the end."""
    loud: bool = True
    channels: int = 2
    container: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)

    @property
    def flashes(self) -> tuple[float, ...]:
        """Each begins with a frame, and the beep with it; too short a film has none."""
        times = [*self.times(), self.seconds]
        late = max(self.picture_from, self.sound_from)
        marks = self.marks or (late + 0.25, self.seconds - 0.25)
        return tuple(
            next((at for at in times if at >= mark - 1e-6), self.seconds) for mark in marks
        )

    def write(self, path: Path) -> Path:
        with av.open(str(path), "w", options=self.container) as out:
            out.metadata.update(self.tags)
            video = out.add_stream(self.codec, rate=self.rate, options=dict(self.options))
            video.width, video.height, video.pix_fmt = self.width, self.height, self.pixels
            context = video.codec_context
            context.thread_count = 1
            context.time_base = Fraction(1, TICKS) if self.gaps else 1 / self.rate
            context.color_primaries, context.color_trc, context.colorspace = self.colours[:3]
            context.color_range = 2 if self.colours.full else 1
            if self.aspect:
                context.sample_aspect_ratio = self.aspect
            if self.interlaced:
                context.flags |= 1 << 29 | 1 << 18  # ildct, ilme
            if self.turned or self.mirrored:  # FFmpeg's turn is the other way
                video.set_display_rotation(-self.turned, hflip=self.mirrored)
            sound = self.sound and out.add_stream(
                self.sound, rate=SOUND_RATE, options=dict(self.sound_options)
            )
            if sound:
                sound.layout = "stereo" if self.channels == 2 else "mono"
            packets = [p for frame in self._frames() for p in video.encode(frame)]
            packets += video.encode(None)
            if sound:
                packets += [p for frame in self.sounds(sound) for p in sound.encode(frame)]
                packets += sound.encode(None)
            for packet in sorted(packets, key=lambda p: p.dts * p.time_base):
                out.mux(packet)
        return path

    def times(self) -> list[float]:
        """When each frame is shown."""
        at, times = self.picture_from, []
        gaps = self.gaps or [float(1 / self.rate)]
        while at < self.seconds - 1e-6:
            times.append(at)
            at += gaps[(len(times) - 1) % len(gaps)]
        return times

    def picture(self, at: float, number: int = 0) -> Image.Image:
        size = self.width, self.height
        if any(-1e-6 <= at - flash < FLASH_SECONDS - 1e-6 for flash in self.flashes):
            return Image.new("RGB", size, WHITE)
        return quadrants(size, noise=self.noise, seed=number)

    def _frames(self) -> Iterator[VideoFrame]:
        for number, at in enumerate(self.times()):
            frame = VideoFrame.from_image(self.picture(at, number))
            frame = frame.reformat(
                format=self.pixels,
                dst_color_range=2 if self.colours.full else 1,
                dst_colorspace=1 if self.colours.matrix == 1 else 5,
            )
            frame.pts, frame.time_base = round(at * self.rate), 1 / self.rate
            if self.gaps:
                frame.pts, frame.time_base = round(at * TICKS), Fraction(1, TICKS)
            yield frame

    def sounds(self, stream) -> Iterator[AudioFrame]:
        length = (self.sound_seconds or self.seconds) - self.sound_from
        size = stream.codec_context.frame_size or 1024
        beeps = [flash - self.sound_from for flash in self.flashes]
        samples = tone(length, beeps if self.loud else ())
        resampler = av.AudioResampler(stream.format, stream.layout, stream.rate, frame_size=size)
        frame = AudioFrame(format="s16", layout="mono", samples=len(samples))
        frame.planes[0].update(samples.tobytes())
        frame.sample_rate, frame.time_base = SOUND_RATE, Fraction(1, SOUND_RATE)
        frame.pts = round(self.sound_from * SOUND_RATE)
        yield from resampler.resample(frame)
        yield from resampler.resample(None)


def with_pixels_of(path: Path, shape: tuple[int, int]) -> Path:
    """Change the shape that an MP4 tells of its pixels, and not what its packets tell of it."""
    content = bytearray(path.read_bytes())
    at = content.index(b"pasp") + 4
    content[at : at + 8] = b"".join(side.to_bytes(4, "big") for side in shape)
    path.write_bytes(content)
    return path


def quadrants(size: tuple[int, int], *, noise: float = 0.5, seed: int = 0) -> Image.Image:
    width, height = size
    image = Image.new("RGB", size, YELLOW)
    half = (width // 2, height // 2)
    image.paste(RED, (0, 0, *half))
    image.paste(GREEN, (half[0], 0, width, half[1]))
    image.paste(BLUE, (0, half[1], half[0], height))
    grain = (int(width * noise), int(height * noise))
    if all(grain):
        pixels = Random(seed).randbytes(grain[0] * grain[1] * 3)
        left, top = (width - grain[0]) // 2, (height - grain[1]) // 2
        image.paste(Image.frombytes("RGB", grain, pixels), (left, top))
    return image


def tone(seconds: float, beeps: Sequence[float]) -> array:
    """Soft noise, with a loud sine for each beep; 16 bits, one channel."""
    samples = array("h", bytes(2 * round(seconds * SOUND_RATE)))
    if beeps:
        noise = Random(1)
        for at in range(len(samples)):
            samples[at] = noise.randrange(-200, 200)
    for beep in beeps:
        start = round(beep * SOUND_RATE)
        for n in range(min(round(FLASH_SECONDS * SOUND_RATE), len(samples) - start)):
            samples[start + n] = round(20_000 * math.sin(2 * math.pi * BEEP_HERTZ * n / SOUND_RATE))
    return samples
