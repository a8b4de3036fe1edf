"""What every Engines promises: a newer set is used only when it is to be, and can be left again."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, final

import pytest

from adapters.cells.cells import Cells
from adapters.engines.by_pip import ByPip
from adapters.engines.sets import Sets
from application.ports.engines import Engines
from domain.engines import Engine
from domain.failures import ExternalToolFailed, NoRoom
from domain.outcome import Failure, Outcome, Success
from tests.fakes.engines import FakeEngines
from tests.integration.wheels import wheel

NAME = "boss-engine"


class Stage(Protocol):
    """Engines, and the place from which they are renewed."""

    engines: Engines

    def release(self, version: str, *, loads: bool = True) -> None:
        """From now on that is the newest; it cannot be loaded where `loads` is False."""
        ...

    def nothing_left(self) -> bool:
        """Whether no set is there that nobody uses."""
        ...


Promise = Callable[[Stage], Awaitable[None]]


async def versions(engines: Engines) -> list[str]:
    return [engine.version for engine in await engines.installed()]


async def upgraded(stage: Stage, version: str) -> Path:
    stage.release(version)
    place = (await stage.engines.newest()).unwrap()
    assert await stage.engines.use(place) == Success(None)
    return place


async def what_is_fetched_is_not_used_before_it_is_to_be(stage: Stage) -> None:
    came_with = await versions(stage.engines)
    stage.release("2.0")
    place = (await stage.engines.newest()).unwrap()
    assert await stage.engines.try_out(place) == Success(None)
    assert await versions(stage.engines) == came_with
    assert await stage.engines.use(place) == Success(None)
    assert await versions(stage.engines) == ["2.0"]


async def a_set_in_use_is_not_where_the_next_is_made(stage: Stage) -> None:
    used = await upgraded(stage, "2.0")
    stage.release("3.0")
    place = (await stage.engines.newest()).unwrap()
    assert place != used
    assert await versions(stage.engines) == ["2.0"]
    await stage.engines.discard(place)
    assert await versions(stage.engines) == ["2.0"]
    assert stage.nothing_left()


async def one_goes_back_to_what_was_before_and_in_the_end_to_what_one_came_with(
    stage: Stage,
) -> None:
    came_with = await versions(stage.engines)
    await upgraded(stage, "2.0")
    await upgraded(stage, "3.0")
    seen = []
    for _ in range(3):
        assert await stage.engines.go_back() == Success(None)
        seen.append(await versions(stage.engines))
    assert seen == [["2.0"], came_with, came_with]


async def a_set_that_cannot_be_loaded_is_known_for_that(stage: Stage) -> None:
    stage.release("2.0", loads=False)
    place = (await stage.engines.newest()).unwrap()
    assert isinstance(await stage.engines.try_out(place), Failure)


async def where_nothing_can_be_fetched_nothing_is_left(stage: Stage) -> None:
    came_with = await versions(stage.engines)
    assert isinstance(await stage.engines.newest(), Failure)
    assert stage.nothing_left()
    assert await versions(stage.engines) == came_with


PROMISES: list[Promise] = [
    what_is_fetched_is_not_used_before_it_is_to_be,
    a_set_in_use_is_not_where_the_next_is_made,
    one_goes_back_to_what_was_before_and_in_the_end_to_what_one_came_with,
    a_set_that_cannot_be_loaded_is_known_for_that,
    where_nothing_can_be_fetched_nothing_is_left,
]


@final
class Pip:
    """Wheels of our own in a folder."""

    def __init__(self, cells: Cells, sets: Sets, folder: Path) -> None:
        self._sets, self._wheels, self._parent = sets, folder / "wheels", folder / "engines"
        self._wheels.mkdir()
        self.engines: Engines = ByPip(
            cells,
            sets,
            names=(NAME,),
            modules=("boss_engine",),
            options=("--no-index", f"--find-links={self._wheels}"),
            reads=(self._wheels,),
        )

    def release(self, version: str, *, loads: bool = True) -> None:
        wheel(self._wheels, NAME, version, "" if loads else "raise RuntimeError('half is missing')")

    def nothing_left(self) -> bool:
        used = {path.parent for path in self._sets.path()}
        there = {each for each in self._parent.iterdir() if each.is_dir() and not each.is_symlink()}
        return there <= used


@final
class Told:
    """The fake."""

    def __init__(self) -> None:
        self._fake = FakeEngines(upgrade_fails=ExternalToolFailed(tool="pip"))
        self.engines: Engines = self._fake

    def release(self, version: str, *, loads: bool = True) -> None:
        self._fake.upgrade_fails = None
        self._fake.newest_version = version
        self._fake.newest_is_broken = None if loads else ExternalToolFailed(tool="engines")

    def nothing_left(self) -> bool:
        return not self._fake.unused


@pytest.fixture
async def pip(tmp_path: Path) -> AsyncIterator[Stage]:
    sets = Sets(tmp_path / "engines")
    cells = Cells(newer=sets.path)
    yield Pip(cells, sets, tmp_path)
    await cells.aclose()


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
async def test_engines_by_pip_promise_that(promise: Promise, pip: Stage) -> None:
    await promise(pip)


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
async def test_the_fake_promises_that(promise: Promise) -> None:
    await promise(Told())


@final
@dataclass
class LyingEngines(Engines):
    """One set, which is in use as soon as it is fetched, and stays."""

    newest_version: str | None = None
    places: list[Path] = field(default_factory=list)

    async def installed(self) -> tuple[Engine, ...]:
        return (Engine(name=NAME, version=self.newest_version or "1.0"),)

    async def newest(self) -> Outcome[Path, ExternalToolFailed | NoRoom]:
        self.places.append(Path("the only one"))
        return Success(self.places[-1])

    async def try_out(self, place: Path) -> Outcome[None, ExternalToolFailed]:
        return Success(None)

    async def use(self, place: Path) -> Outcome[None, NoRoom]:
        return Success(None)

    async def go_back(self) -> Outcome[None, NoRoom]:
        return Success(None)

    async def discard(self, place: Path) -> None:
        return None


@final
class Lying:
    """The liar."""

    def __init__(self) -> None:
        self._liar = LyingEngines()
        self.engines: Engines = self._liar

    def release(self, version: str, *, loads: bool = True) -> None:
        self._liar.newest_version = version

    def nothing_left(self) -> bool:
        return not self._liar.places


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
async def test_a_liar_is_found_out_by(promise: Promise) -> None:
    with pytest.raises(AssertionError):
        await promise(Lying())
