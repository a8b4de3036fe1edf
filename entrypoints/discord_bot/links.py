"""Links in what people write."""

import re
from typing import Final

from domain.link import MAX_LENGTH

LINK: Final = re.compile(r"(<)?(https?://[^\s<>]+)>?", re.IGNORECASE)
AFTER_A_LINK: Final = ".,;:!?'\"*_|~`"
"""Signs that belong to the sentence or its markup, not to the link that they follow."""


def links_in(text: str, *, quiet_too: bool) -> tuple[str, ...]:
    """Each link once, in order; `quiet_too`: also those <in angles>, which ask for peace."""
    found = [
        _without_the_sentence(match[2])
        for match in LINK.finditer(text)
        if quiet_too or not match[1]
    ]
    return tuple(dict.fromkeys(link for link in found if len(link) <= MAX_LENGTH))


def _without_the_sentence(link: str) -> str:
    while link:
        last = link[-1]
        unopened = last in ")]" and link.count("(["[last == "]"]) < link.count(last)
        if last not in AFTER_A_LINK and not unopened:
            return link
        link = link[:-1]
    return link
