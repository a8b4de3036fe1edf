"""Small files that ask for a lot are refused at once, through the whole of product code."""

import json
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest

from adapters.cells.cells import Cells
from adapters.disk import aside
from adapters.probes import pillow, pyav
from adapters.probes.by_content import ByContent
from adapters.probes.pillow import PillowProbe
from adapters.probes.pyav import PyavProbe
from domain.failures import Corrupt, TooMuchMedia
from domain.outcome import Failure
from tests.fakes.rooms import FakeRoom
from tests.media.fitting import taken
from tests.media.library import Library
from tests.security.bombs import BOMBS, Bomb
from tests.security.inside import WEIGHT

SECONDS = 5
BYTES = 150 << 20


@pytest.fixture
async def cells(monkeypatch: pytest.MonkeyPatch):
    """Product code's cells, which weigh themselves."""
    for module, function in ((pillow, "weighed_picture"), (pyav, "weighed_film")):
        weighed = replace(module.CELL, entry=f"tests.security.inside:{function}")
        monkeypatch.setattr(module, "CELL", weighed)
    monkeypatch.setattr(aside, "rmtree", lambda *_, **__: None)  # or the weight is cleared away
    cells = Cells()
    yield cells
    await cells.aclose()


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
async def test_it_is_refused_before_it_goes_off(
    bomb: Bomb, cells: Cells, tmp_path: Path, library: Library
):
    room = FakeRoom(tmp_path)
    path = PurePosixPath("work", f"bomb.{bomb.suffix}")
    (room.folder / path).write_bytes(bomb.content(library))
    probe = ByContent(pictures=PillowProbe(cells), films=PyavProbe(cells))
    match await probe.measure(await taken(path, room), room=room):
        case Failure(TooMuchMedia(what=what)):
            assert what == bomb.excess
        case Failure(Corrupt()):
            assert bomb.excess is None
        case other:
            pytest.fail(str(other))
    (left,) = room.folder.rglob(WEIGHT)
    weight = json.loads(left.read_text())
    assert weight["seconds"] < SECONDS
    assert weight["bytes"] < BYTES
