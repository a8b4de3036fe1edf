"""Media of every sort from a seed: the same number of the same seed is always the same file."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import exp, log
from pathlib import Path
from random import Random

from domain.sizes import MEBIBYTE
from tests.media import pictures, sounds
from tests.media.films import Film

LEAST_LIMIT = 100 * 1024
MOST_LIMIT = 50 * MEBIBYTE
LEAST_SHARE, MOST_SHARE = 0.08, 1.3
"""Of the file's own bytes: what its limit is."""
SMALL = 60
"""Of a seed's first cases, which are run every time, none is large."""
RATES = (Fraction(3, 2), Fraction(7), Fraction(25, 2), Fraction(24000, 1001), Fraction(25))
FAST_RATES = (Fraction(30), Fraction(50), Fraction(60000, 1001), Fraction(90))
LOSSY = {"preset": "ultrafast", "crf": "14"}


@dataclass(frozen=True)
class Case:
    """A file, and the share of its bytes that is its limit."""

    seed: int
    number: int
    sort: str
    share: float
    write: Callable[[Path], Path]

    def limit(self, size: int) -> int:
        """Bytes, in the bounds that chats have."""
        return round(min(MOST_LIMIT, max(LEAST_LIMIT, self.share * size)))

    def __repr__(self) -> str:
        return f"case {self.number} of seed {self.seed}: {self.sort}, {self.share:.3f} of its bytes"


def case(seed: int, number: int) -> Case:
    """The sorts take turns, so that every few cases have all of them."""
    random = Random(f"{seed}.{number}")
    sort = list(SORTS)[number % len(SORTS)]
    share = exp(random.uniform(log(LEAST_SHARE), log(MOST_SHARE)))
    return Case(seed, number, sort, share, SORTS[sort](random, number >= SMALL))


def _film(
    random: Random,
    *,
    width: int,
    height: int,
    seconds: float,
    noise: float,
    rate: Fraction | None = None,
    end: str = "mp4",
    pixels: str = "yuv420p",
    gaps: tuple[float, ...] | None = None,
    sound: str | None = None,
) -> Callable[[Path], Path]:
    film = Film(
        width=width,
        height=height,
        seconds=seconds,
        noise=noise,
        rate=rate or random.choice(RATES),
        pixels=pixels,
        options=LOSSY,
        gaps=gaps,
        sound=sound or random.choice(("aac", None)),
        loud=random.random() < 0.5 and seconds < 5,
    )
    return lambda folder: film.write(folder / f"film.{end}")


def _short(random: Random, large: bool) -> Callable[[Path], Path]:
    width = random.choice((320, 640, 1280 if large else 480))
    seconds = random.uniform(0.03, 1.5)
    return _film(random, width=width, height=width * 9 // 16 // 2 * 2, seconds=seconds, noise=0.9)


def _long(random: Random, large: bool) -> Callable[[Path], Path]:
    seconds = random.uniform(60, 600 if large else 120)
    rate = random.choice((Fraction(1), Fraction(2), Fraction(5)))
    return _film(random, width=96, height=160, seconds=seconds, noise=0.8, rate=rate, end="mkv")


def _silent(random: Random, large: bool) -> Callable[[Path], Path]:
    width, seconds = (640, 20) if large else (192, 4)
    film = Film(
        width=width, height=108, seconds=seconds, noise=0.9, loud=False, options=LOSSY, channels=1
    )
    return lambda folder: film.write(folder / "silent.mp4")


def _tiny(random: Random, large: bool) -> Callable[[Path], Path]:
    width, height = random.randrange(2, 49, 2), random.randrange(2, 49, 2)
    return _film(random, width=width, height=height, seconds=120 if large else 20, noise=1.0)


def _noise(random: Random, large: bool) -> Callable[[Path], Path]:
    width, height, most = (640, 360, 24) if large else (256, 144, 5)
    seconds = random.uniform(1, most)
    return _film(random, width=width, height=height, seconds=seconds, noise=1.0, end="mov")


def _still(random: Random, large: bool) -> Callable[[Path], Path]:
    side = 1080 if large else 480
    film = Film(
        width=side, height=side, seconds=random.uniform(2, 6), noise=0.0, options={"qp": "0"}
    )
    return lambda folder: film.write(folder / "still.mkv")


def _odd(random: Random, large: bool) -> Callable[[Path], Path]:
    most = 721 if large else 201
    width, height = random.randrange(65, most, 2), random.randrange(65, most, 2)
    return _film(
        random,
        width=width,
        height=height,
        seconds=random.uniform(1, 4),
        noise=0.9,
        rate=random.choice(RATES + FAST_RATES),
        end="mkv",
        pixels=random.choice(("yuv444p", "yuv422p" if width % 2 == 0 else "yuv444p")),
    )


def _varying(random: Random, large: bool) -> Callable[[Path], Path]:
    gaps = tuple(random.uniform(1 / 60, 1 / 12) for _ in range(random.randrange(2, 9)))
    side = 480 if large else 160
    seconds = random.uniform(2, 6)
    return _film(random, width=side, height=side, seconds=seconds, noise=0.9, gaps=gaps, end="mkv")


def _sound(random: Random, large: bool) -> Callable[[Path], Path]:
    codec, end = random.choice((("pcm_s16le", "wav"), ("flac", "flac"), ("libmp3lame", "mp3")))
    seconds = random.uniform(4, 30 if large else 8)
    return lambda folder: sounds.sound(
        folder / f"sound.{end}", codec=codec, seconds=seconds, kbps=320
    )


def _moving(random: Random, large: bool) -> Callable[[Path], Path]:
    size = (480, 270) if large else (160, 120)
    delays = tuple(10 * random.randrange(2, 30) for _ in range(random.randrange(8, 24)))
    end = random.choice(("gif", "webp", "png"))
    return lambda folder: pictures.moving(
        folder / f"moving.{end}", size=size, delays=delays, noise=1.0
    )


SORTS: dict[str, Callable[[Random, bool], Callable[[Path], Path]]] = {
    "short": _short,
    "long": _long,
    "silent": _silent,
    "tiny": _tiny,
    "noise": _noise,
    "still": _still,
    "odd": _odd,
    "varying": _varying,
    "sound": _sound,
    "moving": _moving,
}
