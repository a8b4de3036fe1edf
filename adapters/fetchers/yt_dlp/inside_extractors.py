"""Which of yt-dlp's extractors a job asks, and in which order."""

import re
from collections.abc import Iterable
from typing import Any, Final

from yt_dlp.extractor import gen_extractor_classes

CLASSES: Final[list[Any]] = gen_extractor_classes()
NAMED: Final = {one.IE_NAME.lower(): one for one in CLASSES}
DEFAULT: Final = tuple(name for name, one in NAMED.items() if one._ENABLED)  # noqa: SLF001 - yt-dlp's own default


def allowed(words: Iterable[str]) -> list[Any]:
    """Those that `--use-extractors` names by a pattern, "default" or "-name", in its order.

    yt-dlp compares each of 1,800 names with all before it, twice, which takes a third of a job.
    """
    names: dict[str, None] = {}
    for word in words:
        if word == "default":
            names |= dict.fromkeys(DEFAULT)
        elif word.startswith("-"):
            names.pop(word[1:], None)
        else:
            names |= dict.fromkeys(filter(re.compile(word, re.IGNORECASE).fullmatch, NAMED))
    return [NAMED[name] for name in names]
