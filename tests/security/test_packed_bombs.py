"""What has no end, or unpacks to a gigabyte, fills no disk: a server decides neither."""

import gzip
import io
from collections.abc import Callable
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

import pytest

from adapters.cells.cells import Cells
from adapters.fetchers.direct import Direct
from adapters.fetchers.gallery_dl.tool import GalleryDl
from adapters.fetchers.visitor import Visitor
from adapters.fetchers.within_storage import WithinStorage
from adapters.fetchers.yt_dlp.tool import YtDlp
from application.ports.egress import EgressAddress, JobBudget
from application.ports.fetcher import Fetcher
from domain.link import Admission
from domain.outcome import Success
from tests.fakes.rooms import FakeRoom
from tests.fakes.telling import Remembers
from tests.integration.fetchers.conftest import asking
from tests.simulator import faults, media
from tests.simulator.messages import Response
from tests.simulator.simulator import Simulator
from tests.simulator.sites import files, twitter

ALLOWED = 5_000_000
UNPACKED = 300 << 20
MEMORY = 150 << 20
ENGINES: dict[str, Callable[[Cells, Visitor], Fetcher]] = {
    "direct": lambda _cells, visitor: Direct(Admission(), visitor),
    "gallery-dl": lambda cells, visitor: GalleryDl("api", cells, Admission(), visitor),
    "yt-dlp": lambda cells, visitor: YtDlp("api", cells, visitor, generic=True),
}


def _peaks() -> list[int]:
    """Bytes that this process has held at most, and the largest of its children that are gone."""
    return [1024 * getrusage(whose).ru_maxrss for whose in (RUSAGE_SELF, RUSAGE_CHILDREN)]


@pytest.fixture(scope="module")
def bomb() -> bytes:
    """1:1000, and it begins like a picture."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=9) as out:
        out.write(media.image("lake.jpg"))
        for _ in range(UNPACKED >> 20):
            out.write(bytes(1 << 20))
    return packed.getvalue()


@pytest.mark.parametrize("make", ENGINES.values(), ids=ENGINES)
async def test_it_never_lies_unpacked_on_the_disk(
    make: Callable[[Cells, Visitor], Fetcher], bomb: bytes, simulator: Simulator, tmp_path: Path
):
    assert len(bomb) < ALLOWED
    headers = {"content-type": "image/jpeg", "content-encoding": "gzip"}
    simulator.fail(faults.says(Response(200, bomb, headers)), host="files.example")
    room = FakeRoom(
        tmp_path / "room",
        egress=EgressAddress(url=simulator.proxy),
        budget=JobBudget(seconds=60, idle_seconds=20, file_bytes=ALLOWED),
    )
    cells, told, peaks = Cells(), Remembers(), _peaks()
    try:
        engine = make(cells, Visitor(ca_file=simulator.ca_file))
        outcome = await engine.fetch(asking(files.JPEG), room=room, aim=None, tell=told)
    finally:
        await cells.aclose()
    for peak, before in zip(_peaks(), peaks, strict=True):
        assert peak <= max(before + (MEMORY >> 1), MEMORY)
    assert told.skipped or not isinstance(outcome, Success)
    assert not told.arrived
    sizes = [path.stat().st_size for path in room.folder.rglob("*") if path.is_file()]
    assert max(sizes, default=0) <= ALLOWED


async def test_servers_that_never_stop_do_not_get_more_than_the_jobs_share(
    simulator: Simulator, tmp_path: Path
):
    simulator.fail(faults.endless(), path="/media/*")
    room = FakeRoom(
        tmp_path / "room",
        egress=EgressAddress(url=simulator.proxy),
        budget=JobBudget(seconds=60, idle_seconds=20, disk_bytes=ALLOWED),
    )
    cells, told = Cells(), Remembers()
    try:
        tool = ENGINES["gallery-dl"](cells, Visitor(ca_file=simulator.ca_file))
        engine = WithinStorage(tool, every=0.05)
        outcome = await engine.fetch(asking(twitter.PHOTOS), room=room, aim=None, tell=told)
    finally:
        await cells.aclose()
    assert outcome.failure().kind == "quota"
    assert not told.arrived
    assert sum(path.stat().st_size for path in room.folder.rglob("*")) < 2 * ALLOWED
