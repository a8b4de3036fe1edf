"""X offers a film in several sizes, of which gallery-dl takes the largest: the parent chooses."""

from typing import Any, TypeAlias

from adapters.cells.inside.talk import Talk

Media: TypeAlias = dict[str, Any]
"""A picture or a film, as X describes it."""


def ask_which(talk: Talk) -> None:
    """From now on, in this process."""
    from gallery_dl.extractor.twitter import TwitterExtractor  # noqa: PLC0415 - only for X

    extract = TwitterExtractor._extract_media  # noqa: SLF001 - where the sizes are still known

    def extract_chosen(self: Any, tweet: Any, entities: Any, files: Any) -> None:  # noqa: ANN401
        extract(self, tweet, [_chosen(each, talk) for each in entities], files)

    TwitterExtractor._extract_media = extract_chosen  # noqa: SLF001 - this process has one job only


def _chosen(media: Media, talk: Talk) -> Media:
    film = media.get("video_info") or {}
    files = [each for each in film.get("variants") or () if each.get("bitrate")]
    if len(files) < 2:
        return media
    offered = [{"bits_per_second": each["bitrate"], "url": each["url"]} for each in files]
    which = talk.ask({"variants": offered, "milliseconds": film.get("duration_millis")})
    return {**media, "video_info": {**film, "variants": [files[which]]}}
