"""The way out: a name is looked up once, every address of it is judged, and those are dialled."""

import asyncio
import socket
import ssl
from base64 import b64encode
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple, TypeAlias, final
from urllib.parse import unquote, urlsplit

from adapters.egress.guarded.http_head import Answered, connect, read_answered
from adapters.egress.guarded.line import Line
from domain.addresses import Address
from domain.destinations import Destination, EgressRules, Verdict
from domain.outcome import Failure, Outcome, Success

LOOKUP_SECONDS = 5.0
DIAL_SECONDS = 10.0
"""For all addresses of a host together; both as smokescreen has them."""
ADDRESS_SECONDS = 4.0
"""For one address, where there are others left to try."""

Resolve: TypeAlias = Callable[[str], Awaitable[list[Address]]]
"""All addresses of a name; OSError where it has none."""

_LOOKUPS = ThreadPoolExecutor(max_workers=32, thread_name_prefix="lookup")
"""Their own, so that names that nobody answers for hold up no work on files."""
LOOKUPS_AT_ONCE = 2
"""Of one job: a resolver may think about a name for half a minute, and others want to ask."""


async def ask_the_system(name: str) -> list[Address]:
    """What this machine's resolver says, in the order in which it wants them tried."""
    found = await asyncio.get_running_loop().run_in_executor(
        _LOOKUPS, lambda: socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    )
    return [ip_address(str(where[0])) for *_, where in found]


class Way(NamedTuple):
    """A connection that was made."""

    line: Line
    address: str | None
    """That was dialled; None where the next proxy looks names up."""
    proxied: bool = False
    """What comes next on it is said to a proxy."""
    authorization: bytes = b""
    """The header that opens that proxy."""


@final
class Upstream:
    """The operator's proxy, behind which names are looked up; its own address may be private."""

    def __init__(self, url: str, *, authorities: Path | None = None) -> None:
        """`url` is http(s)://user:password@host:port; `authorities` (PEM) are trusted as well."""
        parts = urlsplit(url)
        secure = parts.scheme == "https"
        self.host = parts.hostname or ""
        self.port = parts.port or (443 if secure else 80)
        self.tls = ssl.create_default_context() if secure else None
        if self.tls is not None and authorities is not None:
            self.tls.load_verify_locations(authorities)
        self.authorization = b""
        """The header with user and password, if there are any."""
        if parts.username is not None:
            secret = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
            self.authorization = b"Proxy-Authorization: Basic " + b64encode(secret) + b"\r\n"


@dataclass(frozen=True, slots=True)
class Ways:
    """Opens connections of one job that the rules allow, and no others."""

    rules: EgressRules
    upstream: Upstream | None = None
    resolve: Resolve = ask_the_system
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(LOOKUPS_AT_ONCE))

    async def to(
        self, host: str, port: int, *, tunnel: bool, line: Callable[[], Line]
    ) -> Outcome[Way, Verdict]:
        """A way to the host; what comes next on it is for the host, unless it is `proxied`."""
        match self.rules.before_lookup(host, port):
            case Failure(refusal):
                return Failure(refusal)
            case Success(destination):
                pass
        if self.upstream is not None:
            return await _through(self.upstream, destination, tunnel=tunnel, line=line)
        addresses = await self._addresses(destination)
        refused = self.rules.after_lookup(destination, addresses)
        if refused is not None:
            return Failure(refused)
        return await _dial(addresses, port, line)

    async def _addresses(self, destination: Destination) -> list[Address]:
        if destination.address is not None:
            return [destination.address]
        try:
            async with asyncio.timeout(LOOKUP_SECONDS):
                await self._turns.acquire()
                looking = asyncio.ensure_future(self.resolve(destination.host))
                looking.add_done_callback(self._looked)
                return await asyncio.shield(looking)
        except (OSError, UnicodeError):
            return []

    def _looked(self, looking: asyncio.Future[list[Address]]) -> None:
        """A turn is over when its thread is free, however long ago nobody waits any more."""
        self._turns.release()
        if not looking.cancelled():
            looking.exception()


async def _dial(
    addresses: list[Address], port: int, line: Callable[[], Line]
) -> Outcome[Way, Verdict]:
    loop = asyncio.get_running_loop()
    until = loop.time() + DIAL_SECONDS
    for left, address in zip(range(len(addresses), 0, -1), addresses, strict=True):
        seconds = until - loop.time()
        try:
            async with asyncio.timeout(seconds if left == 1 else min(seconds, ADDRESS_SECONDS)):
                # A literal address: asyncio looks nothing up for it.
                _, made = await loop.create_connection(line, str(address), port)
        except OSError:
            continue
        return Success(Way(made, str(address)))
    return Failure(Verdict.UNREACHABLE)


async def _through(
    upstream: Upstream, to: Destination, *, tunnel: bool, line: Callable[[], Line]
) -> Outcome[Way, Verdict]:
    address = None if to.address is None else str(to.address)
    try:
        async with asyncio.timeout(DIAL_SECONDS):
            _, made = await asyncio.get_running_loop().create_connection(
                line, upstream.host, upstream.port, ssl=upstream.tls
            )
            if not tunnel:
                return Success(Way(made, address, True, upstream.authorization))
            made.say(connect(to.host, to.port, authorization=upstream.authorization))
            answered = await made.read(read_answered)
    except OSError:
        return Failure(Verdict.UNREACHABLE)
    if not isinstance(answered, Answered) or answered.status != 200:
        return Failure(Verdict.UNREACHABLE)
    made.drop(answered.length)
    return Success(Way(made, address))
