"""Thousands of damaged files: no child that dies or hangs, no parent that notices, one end each.

MUTANTS=20000 tries more of them, MUTANTS_SEED=7 the same ones again.
"""

import os
import tempfile
from collections import Counter
from itertools import islice
from pathlib import Path, PurePosixPath
from random import Random

import pytest

from adapters.cells.cell import Cell
from adapters.cells.cells import Cells
from adapters.cells.fence import CLOSED
from adapters.cells.limits import CellLimits
from adapters.fetchers.mux import Mux
from adapters.opening.with_av import FORMATS as FILMS
from adapters.opening.with_pillow import FORMATS as PICTURES
from domain import fitting
from domain.failures import CellDied, ExternalToolFailed, MediaFailure
from domain.media import MediaInfo
from domain.outcome import Failure, Outcome, Success
from domain.plans import Keep, Refuse, Wish
from domain.signatures import HEAD_BYTES, sniff
from tests.fakes.rooms import FakeRoom
from tests.media.fitting import Shown, aim, real_compressor, real_probe, taken
from tests.media.library import Library
from tests.security.mutants import Mutant, mutants

COUNT = int(os.environ.get("MUTANTS", "2000"))
WHOLE_WAY = max(COUNT // 40, 1)
"""That many go through all of product code, a child each."""
A_CHILD = 250
SECONDS_EACH = 20
EXPECTED = {None, "corrupt", "too_much", "unsupported_codec"}
RARE = 0.01
"""Of all: as many may end in an exception that only a cell's edge catches."""


@pytest.fixture
def seed(capsys: pytest.CaptureFixture[str]) -> int:
    seed = int(os.environ.get("MUTANTS_SEED", Random().randrange(1 << 32)))
    with capsys.disabled():
        print(f"\nMUTANTS_SEED={seed}")
    return seed


@pytest.fixture
async def cells():
    cells = Cells()
    yield cells
    await cells.aclose()


def _saved(mutant: Mutant) -> Path:
    path = Path(tempfile.gettempdir()) / f"boss-bot-mutant-{mutant.name}"
    path.write_bytes(mutant.content)
    return path


def _mimetype(mutant: Mutant, whole: bytes) -> str:
    """What it is taken for; where its head is broken, what it was, so that it gets further."""
    found = sniff(mutant.content[:HEAD_BYTES]) or sniff(whole[:HEAD_BYTES])
    assert found is not None
    return found.mimetype if found.mimetype in {*FILMS, *PICTURES} else "video/mp4"


async def test_no_child_dies_or_hangs(seed, cells, library: Library, tmp_path: Path):
    ends: Counter[str | None] = Counter()
    made = mutants(library, COUNT, seed=seed)
    while batch := list(islice(made, A_CHILD)):
        jobs, begun = [], []
        for mutant in batch:
            path = tmp_path / mutant.name
            path.write_bytes(mutant.content)
            whole = library[mutant.name.partition("-")[2]].read_bytes()
            jobs.append([str(path), _mimetype(mutant, whole)])
        outcome = await cells.run(
            Cell("tests.security.inside:measure_all"),
            jobs,
            folder=tmp_path,
            fence=CLOSED,
            limits=CellLimits(idle_seconds=SECONDS_EACH),
            hear=begun.append,
        )
        match outcome:
            case Success(told):
                ends.update(fails for _, fails in told)
            case Failure(ending):
                mutant = batch[len(begun) - 1]
                pytest.fail(f"MUTANTS_SEED={seed}: {ending}; {_saved(mutant)}")
        for path, _ in jobs:
            Path(path).unlink()
    assert sum(ends.values()) == COUNT
    assert ends["corrupt"] > COUNT / 10
    raised = {end: count for end, count in ends.items() if end not in EXPECTED}
    assert sum(raised.values()) <= RARE * COUNT, f"MUTANTS_SEED={seed}: {raised}"


async def test_each_ends_as_a_value(seed, cells, library: Library, tmp_path: Path):
    probe, compressor = real_probe(cells), real_compressor(cells)
    ends = encoded = 0
    for mutant in mutants(library, WHOLE_WAY, seed=seed):
        if sniff(mutant.content[:HEAD_BYTES]) is None:
            ends += 1  # it is not let in
            continue
        room = FakeRoom(tmp_path)
        path = PurePosixPath("work", mutant.name)
        (room.folder / path).write_bytes(mutant.content)
        file = await taken(path, room)
        came: Outcome[object, MediaFailure] = await probe.measure(file, room=room)
        match came:
            case Success(MediaInfo() as info):
                plan = fitting.plan(info, aim(file.size_bytes // 2), Wish())
                if not isinstance(plan, Keep | Refuse):
                    encoded += 1
                    came = await compressor.compress(
                        file, info=info, plan=plan, room=room, shows=Shown()
                    )
            case _:
                pass
        joined = await Mux(cells)([str(room.folder / path)], into="joined", room=room)
        for end in (came, joined):
            match end:
                case Failure(CellDied() | ExternalToolFailed() as failure):
                    pytest.fail(f"MUTANTS_SEED={seed}: {failure}; {_saved(mutant)}")
                case _:
                    pass
        ends += 1
    assert ends == WHOLE_WAY
    assert encoded > WHOLE_WAY / 10
