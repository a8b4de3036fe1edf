"""What a client wants, in whichever of two languages it speaks, and the answers in it."""

from base64 import b64encode
from dataclasses import dataclass
from hmac import compare_digest
from typing import Protocol, final

from adapters.egress.guarded import http_head, socks5
from adapters.egress.guarded.http_head import Asked, Plain
from adapters.egress.guarded.line import Line
from adapters.egress.guarded.socks5 import Login, Reply, Wanted
from adapters.egress.guarded.ways import Way
from application.ports.egress import REFUSED_STATUS, UNREACHED_STATUS
from domain.destinations import Verdict
from domain.outcome import Failure, Outcome, Success

NAME = "job"
"""That stands before the password in a proxy's address; it tells nothing."""
REFUSED = "Refused by the egress guard"
"""Tools put this reason into their own words of failure."""
STATUS = {
    Verdict.UNKNOWN_HOST: (UNREACHED_STATUS, "No such host"),
    Verdict.UNREACHABLE: (UNREACHED_STATUS, "Not reachable"),
    Verdict.TOO_SLOW: (UNREACHED_STATUS, "Too slow"),
    Verdict.OVER_BUDGET: (509, "The job has had its share"),
    Verdict.MALFORMED: (400, "Not understood"),
    Verdict.STRANGER: (http_head.NO_KEY, "This way is another's"),
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


async def heard(client: Line, *, password: str) -> Outcome[Wish, Verdict]:
    """What a client wants that knows the password; another one has been told why not."""
    first = await client.read(lambda received: received[:1] or None)
    speaks = _socks if first == bytes([socks5.VERSION]) else _http
    return await speaks(client, password.encode())


async def _http(client: Line, password: bytes) -> Outcome[Wish, Verdict]:
    asked = await client.read(http_head.read_asked)
    if not isinstance(asked, Asked):
        return _answered(client, Verdict.MALFORMED)
    key = b"Basic " + b64encode(b"%s:%s" % (NAME.encode(), password))
    if not compare_digest(asked.authorization, key):
        return _answered(client, Verdict.STRANGER)
    client.drop(asked.length)
    return Success(HttpWish(asked.host, asked.port, asked.plain))


def _answered(client: Line, verdict: Verdict) -> Failure[Verdict]:
    client.say(http_head.answer(*STATUS[verdict]))
    return Failure(verdict)


async def _socks(client: Line, password: bytes) -> Outcome[Wish, Verdict]:
    greeting = await client.read(socks5.read_greeting)
    if greeting is None or not greeting.by_password:
        client.say(socks5.NO_WAY_IN)
        return Failure(Verdict.STRANGER)
    client.drop(greeting.length)
    client.say(socks5.WHO_ARE_YOU)
    login = await client.read(socks5.read_login)
    if not isinstance(login, Login) or not compare_digest(login.password, password):
        client.say(socks5.NOT_YOU)
        return Failure(Verdict.STRANGER)
    client.drop(login.length)
    client.say(socks5.WELCOME)
    wanted = await client.read(socks5.read_wanted)
    if not isinstance(wanted, Wanted):
        client.say(socks5.reply(Reply.NOT_UNDERSTOOD))
        return Failure(Verdict.MALFORMED)
    client.drop(wanted.length)
    return Success(SocksWish(wanted.host, wanted.port))
