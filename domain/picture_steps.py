"""The steps by which a picture is encoded: analysed, made, and made again where it is too large."""

from collections.abc import Sequence

from domain.analysis import (
    ANALYSIS_CRF,
    EASY_CRF,
    FEW_FRAMES,
    Figures,
    analysis_size,
    best_size,
    is_easy,
    quality,
    usual_motion,
)
from domain.budget import LOWER, joined_bytes
from domain.failures import CannotFit
from domain.ladders import Size, sizes
from domain.media import MediaInfo
from domain.plans import EncodeVideo
from domain.steps import Analyse, Done, Made, MakePicture
from domain.video_budget import least_possible_kbps, likely_crf, picture_rate, track

LITTLE_OVER = 1.04
LITTLE_OVER_WHEN_SHORT = 1.3
SHORT_FRAMES = 100
"""Up to so many times too large, a lower rate mends it; beyond that the analysis misled."""
MOST_PICTURES = 4
"""Encodes of one picture; one is usual, two where the first was over."""
MOST_ALIKE = 2
"""Of these, in one size at a rate: what has missed twice is made smaller, if there is a size."""
BEST_CRF, WORST_CRF = 12.0, 42.0
FAR_OFF = 6.0
VERY_FEW_FRAMES = 32
"""A short film is looked at in about the quality that it will have, within the first two.

Once more, in its own size, where that turned out to be so far off, or where there are fewer frames:
statistics of another quality or size spread the bits of few frames badly.
"""
KEY_FRAMES_OVER = 0.035
"""Of a short film's key frames: x264 plans them too small, and has no time left to make up."""
SEEN_SMALLER_OVER = 0.035
"""Of a short film that was looked at in a smaller size: what comes of it is up to 5 % over.

Measured over 1.3 to 2.6 s at 1.4 to 2 times the side, with three presets: 0.8 to 5.4 %. A second
encode takes as long as the first.
"""
MUCH_SMALLER = 1.5
"""Times its pixels."""
KEYS_MATTER = 0.12
"""Of a short film: x264 is held to its rate, which looks worse, where key frames take more."""
STOPPED_AT = 1.5
"""Times its bytes: a picture that takes more is not encoded to its end."""


class PictureSteps:
    """The picture of one plan, which has `left` bytes, its container included."""

    def __init__(
        self, plan: EncodeVideo, info: MediaInfo, *, left: float, done: Sequence[Done]
    ) -> None:
        self._plan = plan
        self._info = info
        self._left = left
        self._done = done
        self._video = track(info)
        self._seconds = info.seconds * info.share_of(plan.clip)
        self._kbps, self._rate = picture_rate(info, self._video, left, self._seconds)
        self._ladder = sizes(self._video.width, self._video.height, plan.max_height)
        self._frames = self._rate * self._seconds
        self._short = self._frames < FEW_FRAMES

    def next(self) -> Analyse | MakePicture | CannotFit | None:
        """The next one; None when the picture fits, or when nothing more is worth trying."""
        if self._kbps < least_possible_kbps(self._rate):
            return CannotFit()
        if not self._done:
            return self._first_look()
        match self._done[-1]:
            case Done(step=Analyse() as step, made=made):
                return self._after_analysis(step, made)
            case Done(step=MakePicture() as step, made=made):
                return self._after_picture(step, made)
            case _:
                raise ValueError("only analyses and pictures come before a picture")

    def _first_look(self) -> Analyse:
        largest = self._ladder[0]
        size = analysis_size(largest, flat_share=self._video.flat_share, frames=self._frames)
        crf = ANALYSIS_CRF
        if self._short:
            likely = likely_crf(self._info, self._video, self._rate, largest, self._kbps)
            crf = min(crf, max(BEST_CRF, round(likely)))
        return self._analyse(size, crf)

    def _after_analysis(self, step: Analyse, made: Made) -> Analyse | MakePicture:
        figures = Figures(
            size=step.size,
            bits_per_second=max(1.0, made.bytes * 8 / self._seconds),
            crf=step.crf,
            flat_share=self._video.flat_share,
            motion=self._motion(),
        )
        hopeful = tuple(size for size in self._ladder if self._alike(size) < MOST_ALIKE)
        size = best_size(figures, hopeful or self._ladder, self._kbps * 1000)
        crf = min(WORST_CRF, max(BEST_CRF, round(quality(figures, size, self._kbps * 1000))))
        if not self._pictures and is_easy(figures, size, self._kbps * 1000):
            return self._make(size, crf=EASY_CRF)
        misleading = self._frames < VERY_FEW_FRAMES or abs(crf - step.crf) > FAR_OFF
        if self._short and misleading and len(self._done) == 1:
            return self._analyse(size, crf)
        if self._short and not self._pictures:
            over = KEY_FRAMES_OVER * self._key_share
            if size.pixels > MUCH_SMALLER * step.size.pixels:
                over += SEEN_SMALLER_OVER
            return self._make(size, kbps=self._kbps * (1 - over))
        return self._make(size, kbps=self._kbps)

    def _after_picture(
        self, step: MakePicture, made: Made
    ) -> Analyse | MakePicture | CannotFit | None:
        smaller = next((size for size in self._ladder if size.side < step.size.side), None)
        if made.too_low:
            return CannotFit() if smaller is None else self._make(smaller, kbps=self._kbps)
        over = self._bytes_of(made) / self._left
        if over <= 1 or len(self._pictures) >= MOST_PICTURES:
            return None
        if step.kbps is None:
            return self._make(step.size, kbps=self._kbps)
        if smaller is not None and self._alike(step.size) >= MOST_ALIKE:
            return self._make(smaller, kbps=self._kbps * LOWER)
        little = LITTLE_OVER_WHEN_SHORT if made.packets < SHORT_FRAMES else LITTLE_OVER
        if over <= little or self._last_look[0].size == step.size:
            tries = len(self._pictures)  # a film of few frames hardly follows its rate
            return self._make(step.size, kbps=step.kbps * LOWER / over**tries)
        return self._analyse(step.size, ANALYSIS_CRF)

    def _keeps_its_rate(self, size: Size) -> bool:
        """Whether it will by itself: seen in that very size, and of nearly equal frames."""
        return self._last_look[0].size == size and self._key_share < KEYS_MATTER

    @property
    def _key_share(self) -> float:
        """Of the bytes of the last look."""
        _, made = self._last_look
        return made.key_bytes / max(1, made.bytes)

    def _motion(self) -> float:
        """By the first look: all are compared at one quality."""
        step, made = self._looks[0]
        return usual_motion(made.motion, step.size)

    @property
    def _last_look(self) -> tuple[Analyse, Made]:
        return self._looks[-1]

    @property
    def _looks(self) -> list[tuple[Analyse, Made]]:
        return [(one.step, one.made) for one in self._done if isinstance(one.step, Analyse)]

    @property
    def _pictures(self) -> list[Done]:
        return [one for one in self._done if isinstance(one.step, MakePicture)]

    def _alike(self, size: Size) -> int:
        """Encodes in that size at a rate."""
        steps = [one.step for one in self._done if isinstance(one.step, MakePicture)]
        return sum(step.size == size and step.kbps is not None for step in steps)

    def _bytes_of(self, made: Made) -> float:
        return made.bytes + joined_bytes(made.container, self._seconds)

    def _analyse(self, size: Size, crf: float) -> Analyse:
        return Analyse(
            size=size,
            frames_per_second=self._rate,
            keeps_times=self._plan.keeps_times,
            crf=crf,
        )

    def _make(
        self, size: Size, *, kbps: float | None = None, crf: float | None = None
    ) -> MakePicture:
        return MakePicture(
            size=size,
            frames_per_second=self._rate,
            keeps_times=self._plan.keeps_times,
            kbps=kbps,
            strictly=self._short and not self._keeps_its_rate(size),
            crf=crf,
            most_bytes=int(self._left * (STOPPED_AT if crf is None else 1)),
        )
