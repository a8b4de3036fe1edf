"""One of each secret is planted; afterwards all that a run left behind is searched for them."""

import asyncio
import logging
import secrets
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from adapters.cells.cells import Cells
from adapters.fetchers.cookie_jar import CookieJar
from adapters.fetchers.gallery_dl.config import GalleryDLConfig
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
from tests.simulator.sites import reddit, twitter

OURS = secrets.token_hex(4)
"""All processes are looked at, those of other tests, too."""
COOKIE, PASSWORD, QUERY, OWN, LOGIN, TOKEN = (
    f"{name}-{OURS}"
    for name in ("cookie", "password", "query", "own-cookie", "login", "refresh-token")
)
"""The simulator lets in who has a token that begins like the last one."""
SECRETS = (COOKIE, PASSWORD, QUERY, OWN, LOGIN, TOKEN)
CONFIG = GalleryDLConfig.model_validate(
    {
        "extractor": {
            "twitter": {"username": "me", "password": LOGIN, "cookies": {"kdt": OWN}},
            "reddit": {"client-id": "anybody", "refresh-token": TOKEN, "password": LOGIN},
        }
    }
)
COOKIES = f"# Netscape HTTP Cookie File\n.x.com\tTRUE\t/\tTRUE\t0\tauth_token\t{COOKIE}\n"
ENGINES = {
    "gallery-dl-cli": partial(GalleryDl, "cli", admission=Admission(), config=CONFIG),
    "gallery-dl-api": partial(GalleryDl, "api", admission=Admission(), config=CONFIG),
    "yt-dlp-cli": partial(YtDlp, "cli"),
    "yt-dlp-api": partial(YtDlp, "api"),
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


@pytest.fixture(params=ENGINES)
def engine(request, cells: Cells, simulator: Simulator, tmp_path: Path):
    file = tmp_path / "cookies.txt"
    file.write_text(COOKIES)
    jar = CookieJar(cells, file=file, own=CONFIG.cookies())
    return ENGINES[request.param](
        cells=cells, visitor=Visitor(ca_file=simulator.ca_file, cookies=jar)
    )


BY_GALLERY_DL = pytest.mark.parametrize(
    "engine", [name for name in ENGINES if "gallery" in name], indirect=True
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


def _secrets_in(room: FakeRoom, *told: str) -> list[str]:
    """In what was told, and in what lies in the room."""
    return [found for text in (*_left(room), *told) for found in SECRETS if found in text]


@pytest.mark.parametrize("status", [None, 403, 500])
async def test_no_secret_is_left_behind(
    status: int | None, engine, room: FakeRoom, simulator: Simulator, caplog
):
    caplog.set_level(logging.DEBUG)
    if status is not None:
        simulator.fail(faults.status(status), host="*x.com")
    link = f"{twitter.VIDEO}?token={QUERY}"
    said = (await _said(engine, room, link)).replace(f'"url":"{link}"', "")  # what was asked for
    assert _secrets_in(room, caplog.text, said) == []
    sent = [seen.request.headers.get("cookie", "") for seen in simulator.asked(host="*x.com")]
    assert any(COOKIE in cookies and OWN in cookies for cookies in sent), "they were not even used"


@BY_GALLERY_DL
@pytest.mark.parametrize("status", [None, 403, 500])
async def test_no_token_is_left_behind(
    status: int | None, engine, room: FakeRoom, simulator: Simulator, caplog
):
    caplog.set_level(logging.DEBUG)
    if status is not None:
        simulator.fail(faults.status(status), host="oauth.reddit.com")
    said = await _said(engine, room, reddit.IMAGE)
    assert _secrets_in(room, caplog.text, said) == []
    sent = [seen.request.body.decode() for seen in simulator.asked(path="/api/v1/access_token")]
    assert any(TOKEN in body for body in sent), "the token was not even used"


async def test_no_secret_is_left_by_a_child_that_was_killed(
    engine, room: FakeRoom, simulator: Simulator
):
    simulator.fail(faults.hang(), host="*x.com")
    fetching = asyncio.create_task(
        engine.fetch(asking(twitter.VIDEO), room=room, aim=None, tell=Remembers())
    )
    async with asyncio.timeout(30):
        while not simulator.asked(host="*x.com"):  # noqa: ASYNC110 - no event of ours
            await asyncio.sleep(0.02)
    lying = list(_left(room))
    fetching.cancel()
    await asyncio.wait([fetching])
    assert _secrets_in(room) == []
    assert [found for text in lying for found in (PASSWORD, LOGIN, TOKEN) if found in text] == []
