"""Proxy, certificates, sites and faults put together: what a test holds in its hand."""

import contextlib
from collections.abc import AsyncIterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path

from tests.simulator.faults import Change, Fault
from tests.simulator.messages import NOT_FOUND, Request, Response
from tests.simulator.proxy import Proxy, Seen
from tests.simulator.site import Site
from tests.simulator.sites import (
    bluesky,
    files,
    imgur,
    instagram,
    reddit,
    tiktok,
    tumblr,
    twitter,
    youtube,
)
from tests.simulator.tls import authority

SITES = (
    twitter.SITE,
    reddit.SITE,
    instagram.SITE,
    youtube.SITE,
    tiktok.SITE,
    bluesky.SITE,
    imgur.SITE,
    tumblr.SITE,
    files.SITE,
)


class Simulator:
    """The simulated internet of one test."""

    def __init__(self, ca_file: Path) -> None:
        self.ca_file = ca_file
        """The one authority that a tool has to trust, as PEM."""
        self.faults: list[Fault] = []
        self._proxy = Proxy(
            authority=authority(), knows=lambda host: _site(host) is not None, answer=self._answer
        )

    @property
    def proxy(self) -> str:
        """The proxy's address."""
        return f"http://127.0.0.1:{self._proxy.port}"

    def proxy_for(self, job: str) -> str:
        """The same proxy under an address of its own, so that `asked(job=...)` tells jobs apart."""
        return f"http://{job}:x@127.0.0.1:{self._proxy.port}"

    @property
    def environment(self) -> Mapping[str, str]:
        """What makes a child trust the authority that takes no option for it.

        SSL_CERT_FILE: yt-dlp with `--compat-options no-certifi`, and curl_cffi, which reads it when
        it is imported. CURL_CA_BUNDLE: curl_cffi, when it opens a session.
        """
        return {"SSL_CERT_FILE": str(self.ca_file), "CURL_CA_BUNDLE": str(self.ca_file)}

    def fail(
        self,
        change: Change,
        *,
        host: str = "*",
        path: str = "*",
        method: str = "*",
        times: int | None = None,
    ) -> None:
        """From now on the first `times` answers that match (all, where None) suffer the change.

        Host, path and method are shell patterns. Of several faults that match, the oldest strikes.
        """
        self.faults.append(Fault(change, host, path, method, times))

    def asked(
        self, *, host: str = "*", path: str = "*", method: str = "*", job: str | None = None
    ) -> list[Seen]:
        """The requests so far that match the shell patterns, oldest first."""
        return [
            seen
            for seen in self._proxy.seen
            if fnmatchcase(seen.request.host, host)
            and fnmatchcase(seen.request.path, path)
            and fnmatchcase(seen.request.method, method)
            and job in (None, seen.request.job)
        ]

    @property
    def strangers(self) -> set[str]:
        """Hosts that were asked and that no site answers for."""
        return {seen.request.host for seen in self._proxy.seen if _site(seen.request.host) is None}

    def _answer(self, request: Request) -> Response:
        site = _site(request.host)
        response = NOT_FOUND if site is None else site.answer(request)
        fault = next((one for one in self.faults if one.befalls(request)), None)
        return response if fault is None else fault.strike(response)


def _site(host: str) -> Site | None:
    for site in SITES:
        if any(fnmatchcase(host, pattern) for pattern in site.hosts):
            return site
    return None


@contextlib.asynccontextmanager
async def simulated(folder: Path) -> AsyncIterator[Simulator]:
    """A simulator that listens; its authority's certificate is written into the folder."""
    ca_file = folder / "simulator-ca.pem"
    ca_file.write_bytes(authority().pem)
    async with contextlib.AsyncExitStack() as stack:
        simulator = Simulator(ca_file)
        await simulator._proxy.serve(stack)
        yield simulator
