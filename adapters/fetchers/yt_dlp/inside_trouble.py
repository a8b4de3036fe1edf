"""yt-dlp's many exceptions are one to us: what counts is what they say."""


class TroubleError(Exception):
    """yt-dlp could not do it; the text is its own."""
