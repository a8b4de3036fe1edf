"""`boss-bot doctor`: whether everything that a job needs works here."""

from entrypoints.checks import Check, checked
from entrypoints.checks_of_sites import ages, logins
from entrypoints.command_line import telling
from entrypoints.command_line.stopping import until_stopped
from entrypoints.command_line.told import told_settings
from entrypoints.command_line.wishes import AsJson
from entrypoints.container import Container


async def doctor(*, as_json: AsJson = False) -> int:
    """Try everything that a job needs, and say what to do about what does not work."""
    return await until_stopped(_doctor(Container(settings=told_settings()), as_json=as_json))


async def _doctor(wiring: Container, *, as_json: bool) -> int:
    cells = wiring.cells()
    try:
        checks = await checked(wiring.settings(), cells)
        checks += await ages(wiring.engines(), wiring.clock()().date())
        known = wiring.gallery_dl_config().logins()
        checks += await logins(wiring.cookies(), without_cookies=known)
    finally:
        await cells.aclose()
    ok = all(check.ok for check in checks)
    if as_json:
        telling.document({"ok": ok, "checks": [check.model_dump() for check in checks]})
    else:
        _tell_people(checks)
    return 0 if ok else 1


def _tell_people(checks: list[Check]) -> None:
    rows = [
        (
            "works" if check.ok else "FAILS",
            check.name,
            " ".join(filter(None, (check.found, check.advice))),
        )
        for check in checks
    ]
    telling.table(("", "", "found"), rows)
