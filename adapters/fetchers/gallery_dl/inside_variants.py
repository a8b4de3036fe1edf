"""X offers a film in several sizes, of which gallery-dl takes the largest: the parent chooses."""

from pathlib import Path
from typing import Any, TypeAlias, final

from gallery_dl.extractor.common import Extractor
from gallery_dl.job import DownloadJob

from adapters.cells.inside.talk import Talk

Media: TypeAlias = dict[str, Any]
"""A picture or a film, as X describes it."""


def ask_which(talk: Talk) -> None:
    """From now on, in this process, whatever host the link to a post on X names."""
    films = Films(talk)
    initialize, download = Extractor.initialize, DownloadJob.download

    def initialized(self: Any) -> None:  # noqa: ANN401 - gallery-dl has no types
        initialize(self)
        if self.category == "twitter":
            _ask_of(self, films)

    def downloaded(self: Any, url: str) -> bool:  # noqa: ANN401 - gallery-dl has no types
        if films.is_unwanted(url):
            return False
        came: bool = download(self, url)
        for lower in films.lower_than(url):
            part = Path(self.pathfmt.temppath)  # "." where it was skipped
            if not (came and part.is_file() and films.is_too_large(url, part.stat().st_size)):
                break
            part.unlink()
            came = download(self, lower)
        return came

    Extractor.initialize = initialized
    DownloadJob.download = downloaded


def _ask_of(extractor: Any, films: "Films") -> None:  # noqa: ANN401 - gallery-dl has no types
    extract = extractor._extract_media  # noqa: SLF001 - where the sizes are still known

    def extract_chosen(post: Any, media: Any, files: Any) -> None:  # noqa: ANN401
        extract(post, [films.chosen(each) for each in media], files)

    extractor._extract_media = extract_chosen  # noqa: SLF001 - of this one alone


@final
class Films:
    """What the parent said of each, by the address of the size that is taken first."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self._lower: dict[str, list[str]] = {}
        self._most: dict[str, int] = {}
        self._unwanted: set[str] = set()

    def chosen(self, media: Media) -> Media:
        """The film in one size; what is no film, or has no file, as it is."""
        film = media.get("video_info") or {}
        files = [each for each in film.get("variants") or () if each.get("bitrate")]
        if not files:
            return media
        offered = [{"bits_per_second": each["bitrate"], "url": each["url"]} for each in files]
        order = self._talk.ask({"variants": offered, "milliseconds": film.get("duration_millis")})
        best, *lower = (files[place] for place in order["places"])
        url = best["url"]
        if order.get("most") is not None:
            self._lower[url] = [each["url"] for each in lower]
            self._most[url] = order["most"]
        if not order.get("wanted", True):
            self._unwanted.add(url)
        return {**media, "video_info": {**film, "variants": [best]}}

    def is_unwanted(self, url: str) -> bool:
        """Whether nothing of it is worth downloading."""
        return url in self._unwanted

    def lower_than(self, url: str) -> list[str]:
        """Addresses of what to take instead where it is too large, best first."""
        return self._lower.get(url, [])

    def is_too_large(self, url: str, size_bytes: int) -> bool:
        """Whether it came larger than the site had said."""
        return size_bytes > self._most[url]
