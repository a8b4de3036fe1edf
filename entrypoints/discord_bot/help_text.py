"""What the bot can do here, and which sites it can show."""

from collections.abc import Collection, Iterable

from domain.link import HOSTS, Site
from domain.sizes import human_size

COMMANDS = """\
`/download` posts what stands behind a link: videos, pictures, sound; up to five links at once.
`/download-only` keeps it on my side.
`/info` tells what is there, and which sizes fit here.
`/jobs` shows what you asked for, and cancels it.
**Apps → Download media** on any message takes the links in it."""


def help_text(*, limit: int, disabled: frozenset[Site], as_a_guest: Collection[Site]) -> str:
    """For this installation; `limit` is bytes of a file here.

    `as_a_guest` are the sites that show more to who is logged in, and where we are not.
    """
    known = sorted(set(HOSTS.values()) - disabled)
    poor = [site for site in known if site in as_a_guest]
    lines = [
        COMMANDS,
        f"Files of up to {human_size(limit)} fit here; what is larger is made smaller.",
        f"Sites with a way of their own: {_names(known)}; many others work as well.",
    ]
    if poor:
        lines.append(f"No login is set up here for {_names(poor)}: some of their posts stay shut.")
    return "\n".join(lines)


def _names(sites: Iterable[Site]) -> str:
    return ", ".join(site.value.capitalize() for site in sites)
