"""What grows old: the engines, and the logins to sites that show a guest little."""

from collections.abc import Collection
from datetime import date

from adapters.fetchers.cookie_jar import CookieJar
from adapters.fetchers.cookies import State
from application.ports.engines import Engines
from domain.link import Site
from entrypoints.checks import Check

OLD = 90
"""Days: sites change about as often as engines are released, which is monthly."""
GIVE = "Export them from a browser into a file, and name that in GALLERY_DL_COOKIES_FILE."
RENAME = "See its cookies in GALLERY_DL_CONFIG or in gallery-dl's configuration file."


async def ages(engines: Engines, today: date) -> list[Check]:
    """How old each engine is; an old one still passes, with advice."""
    checks = []
    for engine in await engines.installed():
        days = engine.days(today)
        age = "" if days is None else f", {days} days old"
        checks.append(
            Check(
                name=f"age of {engine.name}",
                ok=True,
                found=f"{engine.version}{age}",
                advice="Renew it: boss-bot engines upgrade" if (days or 0) > OLD else None,
            )
        )
    return checks


async def logins(cookies: CookieJar, *, without_cookies: Collection[Site] = ()) -> list[Check]:
    """Which sites we can log in to: none given is fine; expired, or not to be read, is not.

    `without_cookies` are those that know us by a token.
    """
    _, troubles = await cookies.read()
    states = await cookies.states()
    every = [
        _login(site, state, troubles.get(site), by_token=site in without_cookies)
        for site, state in states.items()
    ]
    if None in troubles:
        found = troubles[None].partition("\n")[0]
        every.insert(0, Check(name="cookies", ok=False, found=found, advice=GIVE))
    return every


def _login(site: Site, state: State, trouble: str | None, *, by_token: bool) -> Check:
    name = f"cookies of {site}"
    if trouble is not None:
        return Check(name=name, ok=False, found=trouble.partition("\n")[0], advice=RENAME)
    missing = "none needed: logged in by a token" if by_token else "none: as a guest"
    found = {"there": "logged in", "missing": missing}.get(state, state)
    expired = state == "expired"
    return Check(name=name, ok=not expired, found=found, advice=GIVE if expired else None)
