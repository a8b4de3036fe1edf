"""What of a page is asked for, where its link names a part of what gallery-dl lists of it."""

import re
from typing import Final, TypeAlias
from urllib.parse import urlsplit

from domain.link import Link, Site

Focus: TypeAlias = dict[str, str]

POST: Final = re.compile(r"/status/(?P<post>\d+)")
"""X: with cookies the whole conversation is listed, of which the author's own thread is meant."""
COMMENT: Final = re.compile(r"/comments/\w+/[^/]*/(?P<comment>\w+)")
"""Reddit: gallery-dl leaves it out of account that a permalink names one comment."""


def focus_of(link: Link) -> Focus:
    """The id of the post or comment; empty where all that is listed is meant."""
    path = urlsplit(link.url).path
    match link.site:
        case Site.TWITTER:
            found = POST.search(path)
        case Site.REDDIT:
            found = COMMENT.search(path)
        case _:
            found = None
    return {} if found is None else found.groupdict()
