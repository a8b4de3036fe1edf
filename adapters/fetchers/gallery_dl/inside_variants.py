"""X offers a film in several sizes, of which gallery-dl takes the largest: the parent chooses."""

from typing import Any, TypeAlias

from gallery_dl.extractor.common import Extractor

from adapters.cells.inside.talk import Talk

Media: TypeAlias = dict[str, Any]
"""A picture or a film, as X describes it."""


def ask_which(talk: Talk) -> None:
    """From now on, in this process, whatever host the link to a post on X names."""
    initialize = Extractor.initialize

    def initialized(self: Any) -> None:  # noqa: ANN401 - gallery-dl has no types
        initialize(self)
        if self.category == "twitter":
            _ask_of(self, talk)

    Extractor.initialize = initialized


def _ask_of(extractor: Any, talk: Talk) -> None:  # noqa: ANN401 - gallery-dl has no types
    extract = extractor._extract_media  # noqa: SLF001 - where the sizes are still known

    def extract_chosen(post: Any, media: Any, files: Any) -> None:  # noqa: ANN401
        extract(post, [_chosen(each, talk) for each in media], files)

    extractor._extract_media = extract_chosen  # noqa: SLF001 - of this one alone


def _chosen(media: Media, talk: Talk) -> Media:
    film = media.get("video_info") or {}
    files = [each for each in film.get("variants") or () if each.get("bitrate")]
    if len(files) < 2:
        return media
    offered = [{"bits_per_second": each["bitrate"], "url": each["url"]} for each in files]
    which = talk.ask({"variants": offered, "milliseconds": film.get("duration_millis")})
    return {**media, "video_info": {**film, "variants": [files[which]]}}
