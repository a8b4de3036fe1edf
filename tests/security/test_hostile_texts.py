"""What only pretends to be media is neither followed nor read, whatever it is called."""

import shutil
import socket
from pathlib import Path, PurePosixPath

import pytest

from adapters.cells.cell import Cell
from adapters.cells.cells import Cells
from adapters.cells.fence import CLOSED
from adapters.cells.limits import CellLimits
from adapters.opening.with_av import FORMATS as FILMS
from adapters.opening.with_pillow import FORMATS as PICTURES
from adapters.probes.by_content import ByContent
from adapters.probes.pillow import PillowProbe
from adapters.probes.pyav import PyavProbe
from domain.media import MediaFile
from domain.outcome import Failure, Success
from domain.signatures import HEAD_BYTES, sniff
from tests.fakes.rooms import FakeRoom
from tests.media.fitting import taken
from tests.security.hostile_texts import hostile_texts

INSIDE = "tests.security.inside"
SUFFIXES = ("mp4", "mkv", "webm", "ts", "mp3", "wav", "gif", "png", "jpg", "svg", "m3u8")
ODD_NAMES = ("img%03d", "concat:a|b", "-i", "a;b$(c)", "pipe:0", "x\ny", "*", "a b")


@pytest.fixture
async def cells():
    """Without a fence: what is proved here must not lean on it."""
    cells = Cells(fenced=False)
    yield cells
    await cells.aclose()


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        listener.setblocking(False)
        yield listener


@pytest.fixture
def texts(tmp_path: Path, listener, library) -> dict[str, bytes]:
    secret = tmp_path / "secret.mp4"
    shutil.copyfile(library["silent.mp4"], secret)
    return hostile_texts(str(secret), listener.getsockname()[1])


def _was_asked(listener: socket.socket) -> bool:
    try:
        listener.accept()[0].close()
    except BlockingIOError:
        return False
    return True


def test_no_text_is_taken_for_media(texts):
    assert len(texts) > 120
    assert [name for name, text in texts.items() if sniff(text[:HEAD_BYTES])] == []


async def test_no_text_is_opened_even_when_it_is_taken_for_media(texts, cells, listener, tmp_path):
    work = tmp_path / "work"
    work.mkdir()
    jobs = []
    types = sorted({*FILMS, *PICTURES})
    for number, (name, text) in enumerate(texts.items()):
        for place, suffix in enumerate(SUFFIXES):  # each text has every suffix, and every type
            path = work / f"{name}.{suffix}"
            path.write_bytes(text)
            first = (place + number) % len(SUFFIXES)
            jobs += [[str(path), mimetype] for mimetype in types[first :: len(SUFFIXES)]]
    cell = Cell(f"{INSIDE}:measure_all")
    match await cells.run(cell, jobs, folder=work, fence=CLOSED, limits=CellLimits(seconds=120)):
        case Success(told):
            opened = [path for path, fails in told if fails != "corrupt"]
        case failure:
            pytest.fail(str(failure))
    assert len(told) == len(jobs) > 3000
    assert opened == []
    assert not _was_asked(listener)


async def test_who_opens_them_plainly_connects(texts, cells, listener, tmp_path):
    """Without our way of opening, the same texts do what they were written for."""
    path = tmp_path / "film.m3u8"
    path.write_bytes(texts["hls-master-2"])
    await cells.run(
        Cell(f"{INSIDE}:open_plainly"),
        [str(path)],
        folder=tmp_path,
        fence=CLOSED,
        limits=CellLimits(seconds=20, idle_seconds=3),
    )
    assert _was_asked(listener)


@pytest.mark.parametrize("name", ODD_NAMES)
async def test_a_name_is_a_name_and_nothing_else(name, cells, library, tmp_path):
    probe = ByContent(pictures=PillowProbe(cells), films=PyavProbe(cells))
    room = FakeRoom(tmp_path)
    for source in ("plain.mp4", "moving.gif"):
        suffix = source.rpartition(".")[2]
        path = PurePosixPath("work", f"{name}.{suffix}")
        shutil.copyfile(library[source], room.folder / path)
        for sibling in ("img001", "img000", "a", "b", "0"):
            (room.folder / "work" / f"{sibling}.{suffix}").write_bytes(b"not the one")
        file = await taken(path, room)
        plain = file.model_copy(update={"filepath": PurePosixPath("work", f"plain.{suffix}")})
        shutil.copyfile(library[source], room.folder / plain.filepath)
        odd = await probe.measure(file, room=room)
        assert isinstance(odd, Success)
        assert odd == await probe.measure(plain, room=room)


async def test_a_picture_inside_another_name_is_not_what_its_name_says(cells, tmp_path, library):
    """A film that claims to be a picture, and a picture that claims to be a film."""
    room = FakeRoom(tmp_path)
    probe = ByContent(pictures=PillowProbe(cells), films=PyavProbe(cells))
    for source, claims in (("plain.mp4", "image/png"), ("photo.jpg", "video/mp4")):
        path = PurePosixPath("work", source)
        shutil.copyfile(library[source], room.folder / path)
        file = await taken(path, room)
        liar = MediaFile.model_validate({**file.model_dump(), "mimetype": claims})
        assert isinstance(await probe.measure(liar, room=room), Failure)
