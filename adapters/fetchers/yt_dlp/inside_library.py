"""One link through yt-dlp's class, as its embedders drive it."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, TypeAlias, final

import yt_dlp
from yt_dlp.utils import YoutubeDLError

from adapters.fetchers.yt_dlp.inside_extractors import allowed
from adapters.fetchers.yt_dlp.inside_trouble import TroubleError

Json: TypeAlias = dict[str, Any]

PROGRESS_EVERY: Final = 0.5
"""Seconds."""


@final
class Library:
    """Takes the command line's options, so that both ways mean the same by them."""

    def __init__(self, options: Sequence[str], progress: Callable[[Json], None]) -> None:
        params: Any = yt_dlp.parse_options([*options, "--ignore-config"]).ydl_opts
        extractors = allowed(params["allowed_extractors"])
        params |= {"noprogress": True, "logger": _Quiet(), "allowed_extractors": []}
        self._ydl: Any = Terse(params)
        for extractor in extractors:
            self._ydl.add_info_extractor(extractor)
        self._ydl.add_progress_hook(_NowAndThen(progress))

    def look_up(self, url: str) -> Json:
        """The video or the flat playlist."""
        with _troubles():
            return self._plain(self._ydl.extract_info(url, download=False))

    def complete(self, entry: Json) -> Json:
        """Follow the entry if it only points somewhere."""
        if entry.get("_type", "video") == "video":
            return entry
        with _troubles():
            return self._plain(self._ydl.process_ie_result(entry, download=False))

    def download(self, video: Json, formats: str, name: str) -> list[str]:
        """Each format under a name of ours, without a second extraction.

        What an earlier choice left in `video` would spoil this one: yt-dlp calls it private.
        """
        self._ydl.params["outtmpl"]["default"] = f"{name}.%(format_id)s.%(ext)s"
        self._ydl.params["format"] = formats
        self._ydl.format_selector = self._ydl.build_format_selector(formats)
        with _troubles():
            fresh = self._ydl.sanitize_info(video, remove_private_keys=True)
            done = self._ydl.process_ie_result(fresh, download=True)
        return [each["filepath"] for each in done["requested_downloads"]]

    def _plain(self, info: Json) -> Json:
        """A copy without generators."""
        plain: Json = self._ydl.sanitize_info(info)
        return plain


@contextmanager
def _troubles() -> Iterator[None]:
    try:
        yield
    except (YoutubeDLError, OSError) as error:
        raise TroubleError(str(error)) from error


class Terse(yt_dlp.YoutubeDL):  # type: ignore[misc] # yt-dlp has no types
    """Draws no table of the formats, which its parent does at every step, asked for or not."""

    def render_formats_table(self, info_dict: Any) -> None:  # noqa: ANN401 - as its parent has it
        """Nobody prints it."""


@final
class _Quiet:
    """A log that nobody reads: what counts is raised."""

    def debug(self, line: str) -> None:
        """Not kept."""

    info = warning = error = debug


@final
class _NowAndThen:
    def __init__(self, progress: Callable[[Json], None]) -> None:
        self._progress = progress
        self._shown = 0.0

    def __call__(self, progress: Json) -> None:
        now = time.monotonic()
        if now - self._shown >= PROGRESS_EVERY:
            self._shown = now
            self._progress(progress)
