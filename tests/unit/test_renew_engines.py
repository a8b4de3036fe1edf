from datetime import date

import pytest

from application.renew_engines import RenewEngines
from domain.engines import Engine, Renewed
from domain.failures import ExternalToolFailed, NoRoom
from domain.outcome import Failure, Success
from tests.fakes.engines import FakeEngines

OLD, NEW = (Engine(name="tool", version=version) for version in ("1.0", "2.0"))
BROKEN = ExternalToolFailed(tool="tool")
FULL = NoRoom(why="full")


async def test_an_upgrade_is_used_and_tells_what_it_changed() -> None:
    engines = FakeEngines()
    renewed = Renewed(before=(OLD,), after=(NEW,))
    assert await RenewEngines(engines)() == Success(renewed)
    assert renewed.changed
    assert engines.sets == ["1.0", "2.0"]


async def test_the_version_before_an_upgrade_can_be_gone_back_to() -> None:
    renew = RenewEngines(FakeEngines(["1.0", "2.0"]))
    assert await renew.back() == Success(Renewed(before=(NEW,), after=(OLD,)))


@pytest.mark.parametrize(
    ("engines", "failure"),
    [
        (FakeEngines(upgrade_fails=FULL), FULL),
        (FakeEngines(newest_is_broken=BROKEN), BROKEN),
        (FakeEngines(full=True), FULL),
    ],
    ids=["not fetched", "not loaded", "not put in use"],
)
async def test_an_upgrade_that_fails_changes_nothing_and_leaves_nothing(
    engines: FakeEngines, failure: ExternalToolFailed | NoRoom
) -> None:
    assert await RenewEngines(engines)() == Failure(failure)
    assert (engines.sets, engines.unused) == (["1.0"], [])


async def test_where_going_back_fails_the_tools_in_use_stay() -> None:
    engines = FakeEngines(["1.0", "2.0"], full=True)
    assert await RenewEngines(engines).back() == Failure(FULL)
    assert engines.sets == ["1.0", "2.0"]


def test_the_same_versions_again_are_no_change() -> None:
    later = OLD.model_copy(update={"since": date(2026, 1, 1)})
    assert not Renewed(before=(OLD,), after=(later,)).changed


def test_an_engine_is_as_old_as_its_release_and_never_younger_than_today() -> None:
    released = OLD.model_copy(update={"since": date(2026, 1, 1)})
    assert released.days(date(2026, 1, 31)) == 30
    assert released.days(date(2025, 12, 31)) == 0
    assert OLD.days(date(2026, 1, 31)) is None
