"""Neither a link nor what was downloaded before tells an engine what to do.

All of it without a fence, which must not be what it leans on.
"""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from adapters.cells.cells import Cells
from adapters.fetchers.gallery_dl.tool import GalleryDl
from adapters.fetchers.visitor import Visitor
from adapters.fetchers.yt_dlp.tool import YtDlp
from application.ports.egress import EgressAddress, JobBudget
from application.ports.fetcher import Fetcher
from domain.link import Admission, Link, admit
from domain.outcome import Failure, Success
from tests.fakes.rooms import FakeRoom
from tests.fakes.telling import Remembers
from tests.integration.fetchers.conftest import asking
from tests.simulator.simulator import Simulator
from tests.simulator.sites import twitter

Make = Callable[[Cells, Visitor], Fetcher]

ENGINES: dict[str, Make] = {
    "gallery-dl-cli": lambda cells, visitor: GalleryDl("cli", cells, Admission(), visitor),
    "gallery-dl-api": lambda cells, visitor: GalleryDl("api", cells, Admission(), visitor),
    "yt-dlp-cli": lambda cells, visitor: YtDlp("cli", cells, visitor, generic=True),
    "yt-dlp-api": lambda cells, visitor: YtDlp("api", cells, visitor, generic=True),
}
CANARY = "canary-in-a-file"
PWNED = "pwned"
LINKS = (
    "--exec=touch {pwned}",
    "--exec-before-download=touch {pwned}",
    "--config-locations={plants}",
    "--batch-file={secret}",
    "--load-info-json={secret}",
    "--print-to-file=title {pwned}",
    "--postprocessors=exec",
    "-i{secret}",
    "-I{secret}",
    "-o={pwned}",
    "-c{plants}",
    "r:file://{secret}",
    "recursive:file://{secret}",
    "file://{secret}",
    "generic:file://{secret}",
    "oauth:reddit",
    "ytsearch:lake",
    "mastodon:https://files.example/@someone",
    "directlink:file://{secret}",
    "{secret}",
)
"""`plants`: a folder of settings that run a program."""
OF_EACH_SORT = (0, 2, 7, 11, 13, 19)
"""What the engines themselves are given: each of their starts takes a moment."""

TOUCHES = f"from pathlib import Path\nPath(__file__).parents[0].joinpath({PWNED!r}).touch()\n"
RUNS = '--exec "touch {pwned}"\n--exec before_dl:"touch {pwned}"\n'
PLUGIN = (
    "from yt_dlp.extractor.common import InfoExtractor\nopen({pwned!r}, 'w').close()\n"
    "class EvilIE(InfoExtractor):\n    _VALID_URL = r'.*'\n"
)
GALLERY_DL_RUNS = (
    '{{"extractor": {{"postprocessors": [{{"name": "exec", "command": "touch {pwned}"}}]}}}}'
)
PLANTS = {
    "yt-dlp.conf": RUNS,
    ".yt-dlp.conf": RUNS,
    "yt-dlp/config": RUNS,
    ".config/yt-dlp/config": RUNS,
    ".yt-dlp/config.txt": RUNS,
    "yt_dlp_plugins/extractor/evil.py": PLUGIN,
    "yt-dlp-plugins/evil/yt_dlp_plugins/extractor/evil.py": PLUGIN,
    ".config/yt-dlp/plugins/evil/yt_dlp_plugins/extractor/evil.py": PLUGIN,
    ".yt-dlp/plugins/evil/yt_dlp_plugins/extractor/evil.py": PLUGIN,
    "gallery-dl.conf": GALLERY_DL_RUNS,
    ".gallery-dl.conf": GALLERY_DL_RUNS,
    ".config/gallery-dl/config.json": GALLERY_DL_RUNS,
    **{
        f"{module}.py": TOUCHES
        for module in ("xattr", "brotli", "requests", "mutagen", "secretstorage", "json")
    },
    "sitecustomize.py": TOUCHES,
    "usercustomize.py": TOUCHES,
}


@pytest.fixture
async def cells():
    cells = Cells(fenced=False)
    yield cells
    await cells.aclose()


@pytest.fixture
def room(tmp_path: Path, simulator: Simulator) -> FakeRoom:
    return FakeRoom(
        tmp_path / "room",
        egress=EgressAddress(url=simulator.proxy),
        budget=JobBudget(seconds=30, idle_seconds=10),
    )


@pytest.fixture(params=ENGINES.values(), ids=ENGINES)
def engine(request: Any, cells: Cells, simulator: Simulator) -> Fetcher:
    return request.param(cells, Visitor(ca_file=simulator.ca_file))


def _planted(folder: Path, pwned: Path) -> None:
    for name, text in PLANTS.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text if text == TOUCHES else text.format(pwned=str(pwned)))


def _texts(tmp_path: Path) -> list[str]:
    secret = tmp_path / "secret.json"
    secret.write_text(f'{{"url": "https://{CANARY}.example/"}}\nhttps://{CANARY}.example/\n')
    plants = tmp_path / "plants"
    plants.mkdir()
    (plants / "yt-dlp.conf").write_text(RUNS.format(pwned=tmp_path / PWNED))
    return [text.format(pwned=tmp_path / PWNED, secret=secret, plants=plants) for text in LINKS]


def test_what_is_no_link_is_not_admitted(tmp_path: Path):
    admitted = [text for text in _texts(tmp_path) if isinstance(admit(text, Admission()), Success)]
    assert admitted == []


async def test_what_came_past_admission_is_no_option_either(
    engine: Fetcher, room: FakeRoom, simulator: Simulator, tmp_path: Path
):
    texts = _texts(tmp_path)
    for text in (texts[number] for number in OF_EACH_SORT):
        told = Remembers()
        plain = asking(twitter.VIDEO)
        unchecked = plain.model_copy(update={"link": Link.model_construct(url=text)})
        outcome = await engine.fetch(unchecked, room=room, aim=None, tell=told)
        assert isinstance(outcome, Failure), text
        assert not list(tmp_path.rglob(PWNED)), text
        assert CANARY not in str(outcome), text
    assert not [host for host in simulator.strangers if CANARY in host]


async def test_what_lies_in_the_folder_is_not_run(engine: Fetcher, room: FakeRoom, tmp_path: Path):
    _planted(room.folder / room.work, tmp_path / PWNED)
    match await engine.fetch(asking(twitter.VIDEO), room=room, aim=None, tell=Remembers()):
        case Success():
            assert not list(tmp_path.rglob(PWNED))
        case failure:
            pytest.fail(str(failure))


def test_who_runs_the_tool_plainly_runs_what_lies_there(tmp_path: Path):
    _planted(tmp_path, tmp_path / PWNED)
    subprocess.run(
        [sys.executable, "-m", "yt_dlp", "--version"],
        cwd=tmp_path,
        check=False,
        capture_output=True,
    )
    assert (tmp_path / PWNED).exists()
