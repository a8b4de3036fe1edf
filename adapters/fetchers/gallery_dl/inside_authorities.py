"""Certificate authorities are read by the server: each connection of each job would, in 13 ms."""

import ssl
from typing import Any, Final, final

import certifi
from gallery_dl.extractor.common import CACHE_ADAPTERS, RequestsAdapter
from urllib3.util import ssl_

PLAIN: Final = (0, None, None, None)
"""What gallery-dl keeps the connections under that want no browser's TLS."""


@final
class ReadsOnce(ssl.SSLContext):
    """Whom it trusts it knows already when it is told again, as for each connection."""

    def load_verify_locations(self, *given: Any, **named: Any) -> None:
        """As its parent does, once."""
        known: set[object] = self.__dict__.setdefault("known", set())
        told = tuple(filter(None, (*given, *named.values())))
        if told not in known:
            super().load_verify_locations(*given, **named)
            known.add(told)


def read_authorities() -> None:
    """Those that the tool brings; what urllib3 makes from now on reads once."""
    ssl_.SSLContext = ReadsOnce  # type: ignore[assignment] # this process serves one tool only
    context = ssl_.create_urllib3_context()
    context.load_verify_locations(certifi.where())
    CACHE_ADAPTERS[PLAIN] = RequestsAdapter(context, None)
