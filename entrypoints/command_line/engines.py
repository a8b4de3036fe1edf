"""`boss-bot engines`: how old gallery-dl and yt-dlp are, and how to get newer ones."""

from datetime import UTC, date, datetime
from typing import Annotated, Literal, TypeAlias

from cyclopts import Parameter

from domain.engines import Engine, Renewed
from domain.failures import ExternalToolFailed, NoRoom
from domain.outcome import Failure, Outcome, Success
from entrypoints.checks_of_sites import age
from entrypoints.command_line import telling
from entrypoints.command_line.records import Record
from entrypoints.command_line.stopping import until_stopped
from entrypoints.command_line.told import told_settings
from entrypoints.command_line.wishes import AsJson
from entrypoints.container import Container
from entrypoints.words import sentence

Action: TypeAlias = Annotated[
    Literal["upgrade", "back"] | None,
    Parameter(help="Upgrade: fetch the newest ones. Back: use those again that were used before."),
]


async def engines(action: Action = None, /, *, as_json: AsJson = False) -> int:
    """Tell how old the engines are, or change them.

    A running bot uses them from its next job on. Engines that cannot be loaded are never used.
    """
    return await until_stopped(_engines(Container(settings=told_settings()), action, as_json))


async def _engines(wiring: Container, action: str | None, as_json: bool) -> int:
    cells, renew = wiring.cells(), wiring.renew_engines()
    as_installed = not wiring.engine_sets().path()
    try:
        ended: Outcome[Renewed, ExternalToolFailed | NoRoom]
        match action:
            case "upgrade":
                ended = await renew()
            case "back":
                ended = await renew.back()
            case _:
                now = await wiring.engines().installed()
                ended = Success(Renewed(before=now, after=now))
        used = await wiring.engines().installed()
    finally:
        await cells.aclose()
    today = datetime.now(UTC).date()
    failure = ended.failure() if isinstance(ended, Failure) else None
    if as_json:
        telling.document(_record(ended, used, today, action))
    else:
        if action == "back" and as_installed:
            telling.line("Nothing to undo: the installed ones are in use.")
        telling.table(("", "", ""), [(it.name, it.version, age(it, today)) for it in used])
    if failure is not None:
        telling.note([failure])
        if not as_json:
            telling.complain("engines", failure)
    return 0 if failure is None else 1


def _record(
    ended: Outcome[Renewed, ExternalToolFailed | NoRoom],
    used: tuple[Engine, ...],
    today: date,
    action: str | None,
) -> Record:
    failure: Record | None = None
    match ended:
        case Failure(why):
            outcome, failure = "failed", {"kind": why.kind, "message": sentence(why)}
        case Success(renewed):
            changed = "renewed" if renewed.changed else "unchanged"
            outcome = "listed" if action is None else changed
    told = [each.model_dump(mode="json") | {"days": each.days(today)} for each in used]
    return {"outcome": outcome, "engines": told, "failure": failure}
