"""What grows old: the engines, and the logins to sites that show a guest little."""

from datetime import date

from adapters.fetchers.cookie_jar import CookieJar
from application.ports.engines import Engines
from domain.outcome import Failure, Success
from entrypoints.checks import Check

OLD = 90
"""Days: sites change about as often as engines are released, which is monthly."""
GIVE = "Export them from a browser into a file, and name that in GALLERY_DL_COOKIES_FILE."


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


async def logins(cookies: CookieJar) -> list[Check]:
    """Which sites we can log in to: without cookies is fine, with expired ones is not."""
    match await cookies.read():
        case Failure(failure):
            return [Check(name="cookies", ok=False, found=failure.words, advice=GIVE)]
        case Success():
            pass
    return [
        Check(
            name=f"cookies of {site}",
            ok=state != "expired",
            found={"there": "logged in", "missing": "none: as a guest"}.get(state, state),
            advice=GIVE if state == "expired" else None,
        )
        for site, state in (await cookies.states()).items()
    ]
