"""What a client wants, in whichever of two languages it speaks, and the answers in it."""

from dataclasses import dataclass
from typing import Protocol, final

from adapters.egress.guarded import http_head, socks5
from adapters.egress.guarded.http_head import Asked, Plain
from adapters.egress.guarded.line import Line
from adapters.egress.guarded.socks5 import Reply, Wanted
from adapters.egress.guarded.ways import Way
from application.ports.egress import REFUSED_STATUS, UNREACHED_STATUS
from domain.destinations import Verdict

REFUSED = "Refused by the egress guard"
"""Tools put this reason into their own words of failure."""
STATUS = {
    Verdict.UNKNOWN_HOST: (UNREACHED_STATUS, "No such host"),
    Verdict.UNREACHABLE: (UNREACHED_STATUS, "Not reachable"),
    Verdict.TOO_SLOW: (UNREACHED_STATUS, "Too slow"),
    Verdict.OVER_BUDGET: (509, "The job has had its share"),
    Verdict.MALFORMED: (400, "Not understood"),
}
REPLIES = {Verdict.UNKNOWN_HOST: Reply.UNREACHABLE, Verdict.UNREACHABLE: Reply.UNREACHABLE}


class Wish(Protocol):
    """A host to be connected to."""

    host: str
    port: int
    tunnel: bool
    """Nothing is to be said on the way but what the client says."""

    def grant(self, client: Line, way: Way) -> None:
        """Tell the client, or say to the host what the client has said already."""

    def refuse(self, client: Line, verdict: Verdict) -> None:
        """Tell the client why not."""


@final
@dataclass
class HttpWish(Wish):
    """CONNECT, or a plain request with the host in it."""

    host: str
    port: int
    plain: Plain | None

    def __post_init__(self) -> None:
        self.tunnel = self.plain is None

    def grant(self, client: Line, way: Way) -> None:
        """An answer to CONNECT; a plain request is passed on."""
        if self.plain is None:
            client.say(http_head.answer(200, "Connected"))
        else:
            way.line.say(
                http_head.request(
                    self.plain, through_proxy=way.proxied, authorization=way.authorization
                )
            )

    def refuse(self, client: Line, verdict: Verdict) -> None:
        """A status of our own."""
        client.say(
            http_head.answer(*STATUS.get(verdict, (REFUSED_STATUS, f"{REFUSED}: {verdict}")))
        )


@final
@dataclass
class SocksWish(Wish):
    """SOCKS5's CONNECT."""

    host: str
    port: int
    tunnel: bool = True

    def grant(self, client: Line, way: Way) -> None:  # noqa: ARG002
        """The door is open."""
        client.say(socks5.reply(Reply.GRANTED))

    def refuse(self, client: Line, verdict: Verdict) -> None:
        """One of SOCKS5's few words."""
        client.say(socks5.reply(REPLIES.get(verdict, Reply.REFUSED)))


async def heard(client: Line) -> Wish | None:
    """What the client wants; None when it was not understood, which it has then been told."""
    first = await client.read(lambda received: received[:1] or None)
    return await (_socks(client) if first == bytes([socks5.VERSION]) else _http(client))


async def _http(client: Line) -> HttpWish | None:
    asked = await client.read(http_head.read_asked)
    if isinstance(asked, Asked):
        client.drop(asked.length)
        return HttpWish(asked.host, asked.port, asked.plain)
    client.say(http_head.answer(*STATUS[Verdict.MALFORMED]))
    return None


async def _socks(client: Line) -> SocksWish | None:
    greeting = await client.read(socks5.read_greeting)
    if greeting is None or not greeting.welcome:
        client.say(socks5.NO_WAY_IN)
        return None
    client.drop(greeting.length)
    client.say(socks5.WELCOME)
    wanted = await client.read(socks5.read_wanted)
    if isinstance(wanted, Wanted):
        client.drop(wanted.length)
        return SocksWish(wanted.host, wanted.port)
    client.say(socks5.reply(Reply.NOT_UNDERSTOOD))
    return None
