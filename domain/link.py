"""Which site a link belongs to, and which texts are admitted as links at all."""

from collections.abc import Mapping
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit

from pydantic import model_validator

from domain.addresses import Reach, literal, reach
from domain.failures import LinkRefused, WhyRefused
from domain.hosts import INTERNAL_SUFFIXES, LABEL, NUMERIC_LABEL, HostPolicy, listed
from domain.outcome import Failure, Outcome, Success
from domain.value import Value


class Site(StrEnum):
    """A platform that has a way of its own; everything else is OTHER."""

    TWITTER = "twitter"
    REDDIT = "reddit"
    INSTAGRAM = "instagram"
    YOUTUBE = "youtube"
    TIKTOK = "tiktok"
    BLUESKY = "bluesky"
    IMGUR = "imgur"
    TUMBLR = "tumblr"
    OTHER = "other"


HOSTS = {
    "x.com": Site.TWITTER,
    "twitter.com": Site.TWITTER,
    "reddit.com": Site.REDDIT,
    "redd.it": Site.REDDIT,
    "instagram.com": Site.INSTAGRAM,
    "youtube.com": Site.YOUTUBE,
    "youtube-nocookie.com": Site.YOUTUBE,
    "youtu.be": Site.YOUTUBE,
    "tiktok.com": Site.TIKTOK,
    "bsky.app": Site.BLUESKY,
    "imgur.com": Site.IMGUR,
    "tumblr.com": Site.TUMBLR,
}

SPEAK_FOR = HOSTS | {
    "twimg.com": Site.TWITTER,
    "bsky.social": Site.BLUESKY,
    "tiktokv.com": Site.TIKTOK,
}
"""Who answers for a site, though no link to it begins so."""
MAX_LENGTH = 2048
"""Characters of a link; the longest that browsers and chats pass on unharmed."""


class Admission(HostPolicy):
    """The policy by which texts are admitted as links."""

    disabled_sites: frozenset[Site] = frozenset()


class Link(Value):
    """An http(s) address that was admitted."""

    url: str

    @model_validator(mode="after")
    def _is_absolute(self) -> "Link":
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("a link is http(s) and has a host")
        return self

    @property
    def host(self) -> str:
        """The host as it is looked up: in ASCII, in lower case, without a trailing dot."""
        host = urlsplit(self.url).hostname or ""
        return (_in_ascii(host) or host).rstrip(".").lower()

    @property
    def site(self) -> Site:
        """The site by exact host or subdomain: netflix.com is not x.com."""
        return _site_of(self.host, HOSTS)


def speaks_for(host: str, link: Link) -> bool:
    """Whether the link's site is heard through that host, to which it may have led us.

    Other sites are known by the end of their name; those that answer for X may be asked for it by
    hosts of any name.
    """
    host = host.rstrip(".").lower()
    site = _site_of(host, SPEAK_FOR)
    if site is not Site.OTHER:
        return link.site in (site, Site.OTHER)
    return host == link.host or (literal(host) is None and _end(host) == _end(link.host))


def spared(host: str) -> str:
    """What of that host's is asked less together: its site; elsewhere each host for itself."""
    host = host.rstrip(".").lower()
    site = _site_of(host, SPEAK_FOR)
    return host if site is Site.OTHER else site


def _site_of(host: str, hosts: Mapping[str, Site]) -> Site:
    labels = host.split(".")
    for start in range(len(labels) - 1):
        site = hosts.get(".".join(labels[start:]))
        if site is not None:
            return site
    return Site.OTHER


def _end(host: str) -> list[str]:
    """What belongs to one owner, as far as a name's look tells: of `a.co.uk`, three labels."""
    labels = host.split(".")
    of_country = len(labels[-1]) == 2 and len(labels[-2:][0]) <= 3
    return labels[-3:] if of_country else labels[-2:]


def admit(text: str, policy: Admission) -> Outcome[Link, LinkRefused]:
    """The text as a Link, or why not; nothing is looked up or connected to."""
    text = text.strip()
    why = _why_refused(text, policy)
    if why is not None:
        return Failure(LinkRefused(why=why))
    link = Link(url=text)
    if link.site in policy.disabled_sites:
        return Failure(LinkRefused(why="disabled_site"))
    return Success(link)


def _why_refused(text: str, policy: Admission) -> WhyRefused | None:
    if len(text) > MAX_LENGTH:
        return "too_long"
    if "\\" in text or any(not character.isprintable() or character == " " for character in text):
        return "odd_characters"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return "not_a_link"
    if not parts.scheme or not parts.netloc:
        return "not_a_link" if parts.scheme in ("", "http", "https") else "scheme"
    if parts.scheme not in ("http", "https"):
        return "scheme"
    if parts.username is not None or parts.password is not None or "@" in parts.netloc:
        return "userinfo"
    return _why_host_refused(parts, port, policy)


def _why_host_refused(parts: SplitResult, port: int | None, policy: Admission) -> WhyRefused | None:
    written = parts.hostname or ""
    host = (_in_ascii(written) or written).rstrip(".").lower()
    if not host:
        return "not_a_link"
    if listed(host, policy.deny_hosts):
        return "disabled_site"
    if listed(host, policy.allow_hosts):
        return None
    local = host == "localhost" or host.endswith(".localhost") or _is_loopback(host)
    if local:
        return None if policy.loopback else "internal_host"
    if port is not None and port not in policy.ports:
        return "port"
    if ":" in host or "%" in host:
        return "internal_host"
    labels = host.split(".")
    if not all(LABEL.fullmatch(label) for label in labels):
        return "not_a_link"
    if len(labels) == 1 or labels[-1] in INTERNAL_SUFFIXES or NUMERIC_LABEL.fullmatch(labels[-1]):
        return _why_numeric_refused(host)
    return None


def _in_ascii(host: str) -> str | None:
    """The name as it is looked up, its dots and letters of other widths included (RFC 3490)."""
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return None


def _why_numeric_refused(host: str) -> WhyRefused | None:
    """A public dotted quad is admitted; every other number, short name or internal name is not."""
    address = literal(host)
    public = address is not None and reach(address) is Reach.PUBLIC
    return None if public else "internal_host"


def _is_loopback(host: str) -> bool:
    address = literal(host)
    return address is not None and reach(address) is Reach.LOOPBACK
