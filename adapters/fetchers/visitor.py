"""How we appear to a site, and whom we believe to be one: the same for every tool."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import final

from adapters.fetchers.cookie_jar import CookieJar, Lent
from domain.link import Link


@final
@dataclass(frozen=True, slots=True)
class Visitor:
    """What a process is given for all of its jobs."""

    user_agent: str | None = None
    """None: each tool's own."""
    ca_file: Path | None = None
    """Certificate authorities in PEM, the public ones included."""
    cookies: CookieJar | None = None

    @property
    def environment(self) -> Mapping[str, str]:
        """What makes a tool's libraries trust those authorities, too.

        OpenSSL reads the first name; curl_cffi, when it opens a session, the second.
        """
        if self.ca_file is None:
            return {}
        return dict.fromkeys(("SSL_CERT_FILE", "CURL_CA_BUNDLE"), str(self.ca_file))

    def cookies_for(self, link: Link, folder: Path) -> AbstractAsyncContextManager[Lent | None]:
        """What we show to that link's site: a private file in the folder, while the job runs."""
        return nullcontext() if self.cookies is None else self.cookies.lend(link, folder)
