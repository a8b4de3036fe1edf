"""Cookies of logged-in visits: each goes to its own site, and shows nowhere else."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import ip_address
from typing import Final, Literal, TypeAlias, final

from domain.link import Link, Site

State: TypeAlias = Literal["missing", "expired", "there"]

LOGIN: Final = {
    Site.TWITTER: "auth_token",
    Site.REDDIT: "reddit_session",
    Site.INSTAGRAM: "sessionid",
}
"""The cookie without which one is a guest, of each site that shows a guest little."""
DOMAINS: Final = {
    Site.TWITTER: ".x.com",
    Site.REDDIT: ".reddit.com",
    Site.INSTAGRAM: ".instagram.com",
}
"""Where a site's cookies belong that came without a domain."""
HEADING: Final = "# Netscape HTTP Cookie File"


@final
@dataclass(frozen=True, slots=True)
class Cookie:
    """One cookie; a domain that begins with a dot is meant for subdomains, too."""

    domain: str
    name: str
    value: str = field(repr=False)
    path: str = "/"
    secure: bool = True
    expires: int | None = None
    """Seconds since 1970; None: when the browser is closed."""

    def __post_init__(self) -> None:
        """Neither tabs nor lines: a cookie is one line of a file.

        Raises:
            ValueError: A part of it is not printable.
        """
        if not (self.domain + self.name + self.path + self.value).isprintable():
            raise ValueError("a cookie is one line of printable characters")

    def goes_to(self, link: Link) -> bool:
        """Whether it is for that link's site, or else for exactly that host."""
        domain = self.domain.lstrip(".").lower()
        if link.site is not Site.OTHER:
            return bool(domain) and Link(url=f"https://{domain}/").site is link.site
        if domain == link.host:
            return True
        return (
            self.domain.startswith(".")
            and "." in domain
            and not _is_address(link.host)
            and link.host.endswith(f".{domain}")
        )

    def is_over(self, now: datetime) -> bool:
        """Whether its time is up."""
        return self.expires is not None and self.expires <= now.timestamp()

    @property
    def line(self) -> str:
        """As it stands in a Netscape file."""
        wide = self.domain.startswith(".")
        flags = ["TRUE" if flag else "FALSE" for flag in (wide, self.secure)]
        expires = str(self.expires or 0)
        return "\t".join(
            (self.domain, flags[0], self.path, flags[1], expires, self.name, self.value)
        )


@final
@dataclass(frozen=True, slots=True)
class Cookies:
    """All that are known, of any site."""

    every: tuple[Cookie, ...] = field(default=(), repr=False)

    def of(self, link: Link, now: datetime) -> "Cookies":
        """Those for that link that are not over."""
        return Cookies(
            tuple(one for one in self.every if one.goes_to(link) and not one.is_over(now))
        )

    def state(self, site: Site, now: datetime) -> State:
        """Whether there is a login of that site, which must be one of `LOGIN`."""
        link = Link(url=f"https://{DOMAINS[site].lstrip('.')}/")
        logins = [one for one in self.every if one.name == LOGIN[site] and one.goes_to(link)]
        if not logins:
            return "missing"
        return "expired" if all(one.is_over(now) for one in logins) else "there"

    @property
    def text(self) -> str:
        """As a Netscape file."""
        return "\n".join([HEADING, *(one.line for one in self.every), ""])


def parsed(text: str) -> Cookies:
    """The cookies of a Netscape file.

    Raises:
        ValueError: A line of it is no cookie; the message says which, and no value.
    """
    return Cookies(tuple(_cookies(text.splitlines())))


def _cookies(lines: Iterable[str]) -> Iterable[Cookie]:
    for number, written in enumerate(lines, 1):
        line = written.removeprefix("#HttpOnly_")
        if not line.strip() or line.startswith("#"):
            continue
        try:
            domain, _, path, secure, expires, name, value = line.split("\t")
            until = int(float(expires or 0))
            yield Cookie(domain, name, value, path, secure == "TRUE", until or None)
        except (ValueError, OverflowError):
            raise ValueError(f"line {number} is no cookie in Netscape's format") from None


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
