"""One of each secret is planted; afterwards all that a run left behind is searched for them."""

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.cells.cells import Cells
from adapters.fetchers.cookie_jar import CookieJar
from adapters.fetchers.gallery_dl.tool import GalleryDl
from adapters.fetchers.visitor import Visitor
from adapters.fetchers.yt_dlp.tool import YtDlp
from application.ports.egress import EgressAddress, JobBudget
from domain.failures import ExternalToolFailed
from domain.link import Admission
from domain.outcome import Failure, Success
from domain.redaction import redacted
from entrypoints.words import sentence
from tests.fakes.rooms import FakeRoom
from tests.fakes.telling import Remembers
from tests.integration.fetchers.conftest import asking
from tests.simulator import faults
from tests.simulator.simulator import Simulator
from tests.simulator.sites import twitter

COOKIE, PASSWORD, QUERY = "canary-of-cookies", "canary-of-the-proxy", "canary-of-a-query"
SECRETS = (COOKIE, PASSWORD, QUERY)
COOKIES = f"# Netscape HTTP Cookie File\n.x.com\tTRUE\t/\tTRUE\t0\tauth_token\t{COOKIE}\n"
ENGINES = {
    "gallery-dl-cli": lambda cells, visitor: GalleryDl("cli", cells, Admission(), visitor),
    "gallery-dl-api": lambda cells, visitor: GalleryDl("api", cells, Admission(), visitor),
    "yt-dlp-cli": lambda cells, visitor: YtDlp("cli", cells, visitor),
    "yt-dlp-api": lambda cells, visitor: YtDlp("api", cells, visitor),
}


@pytest.fixture
async def cells():
    cells = Cells()
    yield cells
    await cells.aclose()


@pytest.fixture
def room(tmp_path: Path, simulator: Simulator) -> FakeRoom:
    return FakeRoom(
        tmp_path / "room",
        egress=EgressAddress(url=simulator.proxy.replace("//", f"//job:{PASSWORD}@")),
        budget=JobBudget(seconds=30, idle_seconds=10),
    )


@pytest.fixture(params=ENGINES.values(), ids=ENGINES)
def engine(request, cells: Cells, simulator: Simulator, tmp_path: Path):
    file = tmp_path / "cookies.txt"
    file.write_text(COOKIES)
    return request.param(
        cells, Visitor(ca_file=simulator.ca_file, cookies=CookieJar(cells, file=file))
    )


def _listed() -> Iterator[str]:
    """What `ps` shows of every process, and what only its owner may see: its environment."""
    for process in Path("/proc").glob("[0-9]*"):
        for name in ("cmdline", "environ"):
            try:
                yield (process / name).read_bytes().decode(errors="replace")
            except OSError:
                continue


async def _watch_processes(seen: set[str]) -> None:
    while True:
        seen.update(found for text in _listed() for found in SECRETS if found in text)
        await asyncio.sleep(0.05)


async def _said(engine, room: FakeRoom, url: str) -> str:
    told, shown = Remembers(), set[str]()
    watching = asyncio.create_task(_watch_processes(shown))
    try:
        outcome = await engine.fetch(asking(url), room=room, aim=None, tell=told)
    finally:
        watching.cancel()
    assert shown == set()
    match outcome:
        case Failure(ExternalToolFailed() as failure):
            return redacted(failure.words) + sentence(failure)
        case Failure(failure):
            return repr(failure) + sentence(failure)
        case Success(origin):
            return origin.model_dump_json()


def _left(room: FakeRoom) -> Iterator[str]:
    for path in room.folder.rglob("*"):
        yield path.name
        if path.is_file():
            yield path.read_bytes().decode(errors="replace")


@pytest.mark.parametrize("status", [None, 403, 500])
async def test_no_secret_is_left_behind(
    status: int | None, engine, room: FakeRoom, simulator: Simulator, caplog
):
    caplog.set_level(logging.DEBUG)
    if status is not None:
        simulator.fail(faults.status(status), host="*x.com")
    said = await _said(engine, room, f"{twitter.VIDEO}?token={QUERY}")
    left = [*_left(room), caplog.text, said if status else ""]
    assert [found for text in left for found in SECRETS if found in text] == []
    sent = [seen.request.headers.get("cookie", "") for seen in simulator.asked(host="*x.com")]
    assert any(COOKIE in cookies for cookies in sent), "the cookie was not even used"
