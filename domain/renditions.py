"""Of the formats that a site offers of one video, the best that already fits."""

from pydantic import Field

from domain.value import Value


class Rendition(Value):
    """One downloadable form of a video: one file, or a video and a sound to be joined."""

    format_id: str
    """The tool's name for it; a pair is written "video+audio"."""
    height: int | None = Field(default=None, ge=1)
    """Pixels of the smaller side; None for sound alone."""
    frames_per_second: float | None = None
    video_codec: str | None = None
    audio_codec: str | None = None
    size_bytes: int | None = None
    """Both parts together; None when not even an estimate is known."""
    exact: bool = False
    """The size is the site's own, not reckoned from a bit rate."""
