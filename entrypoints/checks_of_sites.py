"""What grows old: the engines, and the logins to sites that show a guest little."""

from collections.abc import Collection
from datetime import date

from adapters.fetchers.cookie_jar import CookieJar
from adapters.fetchers.cookies import State
from application.ports.engines import Engines
from domain.engines import Engine
from domain.link import Site
from entrypoints.checks import Check

OLD = 90
"""Days: sites change about as often as engines are released, which is monthly."""
GIVE = "Export them from a browser into a file, and name that in GALLERY_DL_COOKIES_FILE."
CORRECT = (
    "Correct GALLERY_DL_COOKIES_FROM_BROWSER or GALLERY_DL_COOKIES_FILE, whichever is set; a "
    "browser's cookies can be exported into a file."
)
RENAME = "See its cookies in GALLERY_DL_CONFIG or in gallery-dl's configuration file."


async def ages(engines: Engines, today: date) -> list[Check]:
    """How old each engine is; an old one still passes, with advice."""
    checks = []
    for engine in await engines.installed():
        old = (engine.days(today) or 0) > OLD
        checks.append(
            Check(
                name=f"age of {engine.name}",
                ok=True,
                found=", ".join(filter(None, (engine.version, age(engine, today)))),
                advice="Renew it: boss-bot engines upgrade" if old else None,
            )
        )
    return checks


def age(engine: Engine, today: date) -> str:
    """For reading: "3 days old", or how long ago it was installed; empty where nothing tells it."""
    days = engine.days(today)
    if days is None:
        return ""
    told = "1 day" if days == 1 else f"{days} days"
    if engine.since_what == "release":
        return f"{told} old"
    return f"installed {told} ago" if days else "installed today"


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
        every.insert(0, Check(name="cookies", ok=False, found=f"{troubles[None]}.", advice=CORRECT))
    return every


def _login(site: Site, state: State, trouble: str | None, *, by_token: bool) -> Check:
    name = f"cookies of {site}"
    if trouble is not None:
        return Check(name=name, ok=False, found=f"{trouble}.", advice=RENAME)
    missing = "none needed: logged in by a token" if by_token else "none: as a guest"
    found = {"there": "logged in", "missing": missing}.get(state, state)
    expired = state == "expired"
    return Check(name=name, ok=not expired, found=found, advice=GIVE if expired else None)
