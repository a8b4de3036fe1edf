"""Of the formats that a site offers of one video, the best that already fits."""

from collections.abc import Sequence

from pydantic import Field

from domain.value import Value

EXACT_MARGIN = 1.02
"""A muxed file is that much larger than its tracks at most: boxes and interleaving."""
ESTIMATE_MARGIN = 1.25
"""A size reckoned from a bit rate is off by that much at most, as measured on real sites."""
PLAYABLE_VIDEO = ("avc1", "avc3", "h264")
PLAYABLE_AUDIO = ("mp4a", "aac")
"""What every client plays inline; names as in RFC 6381, or FFmpeg's."""


class Rendition(Value):
    """One downloadable form of a video: one file, or a video and a sound to be joined."""

    format_id: str
    """The tool's name for it; a pair is written "video+audio"."""
    height: int | None = Field(default=None, ge=1)
    """Pixels of the smaller side; None for sound alone, or where the site does not say."""
    frames_per_second: float | None = None
    video_codec: str | None = None
    audio_codec: str | None = None
    size_bytes: int | None = None
    """Both parts together; None when not even an estimate is known."""
    exact: bool = False
    """The size is the site's own, not reckoned from a bit rate."""

    @property
    def is_sound(self) -> bool:
        """Sound alone."""
        return self.video_codec is None and self.audio_codec is not None

    @property
    def plays_everywhere(self) -> bool:
        """H.264 and AAC, or one of them alone: it needs no encoding."""
        return (self.video_codec or PLAYABLE_VIDEO[0]).startswith(PLAYABLE_VIDEO) and (
            self.audio_codec or PLAYABLE_AUDIO[0]
        ).startswith(PLAYABLE_AUDIO)

    def fits(self, limit: int, *, share: float = 1.0) -> bool:
        """Whether that share of it surely stays within `limit` bytes."""
        if self.size_bytes is None or not self.plays_everywhere:
            return False
        margin = EXACT_MARGIN if self.exact and share == 1.0 else ESTIMATE_MARGIN
        return self.size_bytes * share * margin <= limit

    def may_fit(self, limit: int) -> bool:
        """Whether it may stay within `limit` bytes, as far as its size is told."""
        margin = 1.0 if self.exact else ESTIMATE_MARGIN
        return self.size_bytes is None or self.size_bytes <= limit * margin


class Wanted(Value):
    """What is asked of a rendition."""

    limit_bytes: int | None = None
    """None: the best there is."""
    max_height: int | None = None
    audio_only: bool = False
    share: float = Field(default=1.0, gt=0, le=1)
    """Of its duration, when only a clip is wanted."""
    height_to_encode: int | None = None
    """What fitting would encode to where nothing fits: more pixels would be fetched for nothing."""


def by_preference(offered: Sequence[Rendition], wanted: Wanted) -> tuple[Rendition, ...]:
    """What to try, best first: those that fit, the next lower after each; else the one to encode.

    Empty only when nothing is offered.
    """
    candidates = _acceptable(offered, wanted)
    best_first = sorted(candidates, key=_quality, reverse=True)
    limit = wanted.limit_bytes
    if limit is None:
        return tuple(best_first[:1])
    fitting = [each for each in best_first if each.fits(limit, share=wanted.share)]
    return tuple(fitting) if fitting else _to_encode(best_first, wanted)


def _acceptable(offered: Sequence[Rendition], wanted: Wanted) -> list[Rendition]:
    if wanted.audio_only:
        sound = [each for each in offered if each.is_sound]
        return sound or [each for each in offered if each.audio_codec is not None] or list(offered)
    pictures = [each for each in offered if not each.is_sound] or list(offered)
    if wanted.max_height is None:
        return pictures
    within = [each for each in pictures if (each.height or 0) <= wanted.max_height]
    lowest = min((each.height or 0 for each in pictures), default=0)
    return within or [each for each in pictures if (each.height or 0) == lowest]


def _quality(each: Rendition) -> tuple[int, bool, bool, float, int]:
    return (
        each.height or 0,
        each.audio_codec is not None,
        each.plays_everywhere,
        each.frames_per_second or 0.0,
        each.size_bytes or 0,
    )


def _to_encode(best_first: Sequence[Rendition], wanted: Wanted) -> tuple[Rendition, ...]:
    """The lowest that is still at least what will be encoded; the best where none is."""
    enough = [
        each
        for each in best_first
        if wanted.height_to_encode is None or (each.height or 0) >= wanted.height_to_encode
    ]
    if not enough or wanted.height_to_encode is None:
        return tuple(best_first[:1])
    height = min(each.height or 0 for each in enough)
    return tuple([each for each in enough if (each.height or 0) == height][:1])
