"""The order in which extractors are asked is yt-dlp's own, found in less time."""

import pytest
import yt_dlp

from adapters.fetchers.yt_dlp.inside_extractors import allowed


@pytest.mark.parametrize(
    "words", ["twitter.*,default,-generic", "default", "reddit.*,default", "Youtube.*,-youtube:tab"]
)
def test_extractors_are_those_that_yt_dlp_would_ask(words: str) -> None:
    params = yt_dlp.parse_options(["--ignore-config", f"--use-extractors={words}"]).ydl_opts
    theirs = yt_dlp.YoutubeDL(params)._ies
    ours = {extractor.ie_key(): extractor for extractor in allowed(words.split(","))}
    assert list(ours.items()) == list(theirs.items())
