"""A child that a file took over may say anything; that is the failure of this one file."""

from pathlib import Path

import pytest

from adapters.cells.cell import Cell
from adapters.cells.cells import Cells
from adapters.probes import pillow, pyav
from domain.failures import ExternalToolFailed
from domain.media import MediaFile
from domain.outcome import Failure
from tests.fakes.rooms import FakeRoom
from tests.media.fitting import arrived, real_probe
from tests.media.library import Library

NONSENSE = Cell(f"{__name__}:nonsense", way="command")


def nonsense(_job: object, _talk: object) -> dict[str, object]:
    return {"film": [], "sound": "loud", "picture": {"width": -1}}


@pytest.mark.parametrize(("module", "name"), [(pyav, "plain.mp4"), (pillow, "photo.jpg")])
async def test_what_makes_no_sense_is_a_failure_of_the_file(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch, module: object, name: str
) -> None:
    monkeypatch.setattr(module, "CELL", NONSENSE)
    cells = Cells()
    try:
        room = FakeRoom(tmp_path)
        file: MediaFile = await arrived(library[name], room)
        match await real_probe(cells).measure(file, room=room):
            case Failure(ExternalToolFailed(tool=tool)):
                assert tool == module.__name__.rpartition(".")[2]  # type: ignore[attr-defined]
            case other:
                pytest.fail(str(other))
    finally:
        await cells.aclose()
