"""What the bot can do here, and which sites it can show."""

from collections.abc import Iterable

from domain.link import HOSTS, Link, Site
from domain.sizes import human_size

WANT_A_LOGIN = frozenset({Site.INSTAGRAM, Site.TWITTER, Site.REDDIT})
"""They show some or all of their posts to logged-in visitors only."""

COMMANDS = """\
`/download` posts what stands behind a link: videos, pictures, sound; as many links as you like.
`/download-only` keeps it on my side.
`/info` tells what is there, and which sizes fit here.
`/jobs` shows what you asked for, and cancels it.
**Apps → Download media** on any message takes the links in it."""


def help_text(*, limit: int, disabled: frozenset[Site], with_cookies: frozenset[Site]) -> str:
    """For this installation; `limit` is bytes of a file here."""
    known = sorted(set(HOSTS.values()) - disabled)
    poor = [site for site in known if site in WANT_A_LOGIN - with_cookies]
    lines = [
        COMMANDS,
        f"Files of up to {human_size(limit)} fit here; what is larger is made smaller.",
        f"Sites with a way of their own: {_names(known)}; many others work as well.",
    ]
    if poor:
        lines.append(f"No login is set up here for {_names(poor)}: some of their posts stay shut.")
    return "\n".join(lines)


def sites_of_cookies(lines: Iterable[str]) -> frozenset[Site]:
    """The sites that a file of cookies (Netscape format) has any for."""
    domains = {
        line.removeprefix("#HttpOnly_").split("\t")[0].lstrip(".")
        for line in lines
        if line.count("\t") >= 6
    }
    sites = {Link(url=f"https://{domain}/").site for domain in domains if domain}
    return frozenset(sites - {Site.OTHER})


def _names(sites: Iterable[Site]) -> str:
    return ", ".join(site.value.capitalize() for site in sites)
