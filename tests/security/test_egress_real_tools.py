"""The real tools, sent inwards by a page of the internet: everything goes through the guard."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path

import pytest

from adapters.cells.cells import Cells
from adapters.fetchers.direct import Direct
from adapters.fetchers.gallery_dl.tool import GalleryDl
from adapters.fetchers.visitor import Visitor
from adapters.fetchers.yt_dlp.tool import YtDlp
from application.ports.fetcher import Fetcher
from domain.destinations import Verdict
from domain.failures import LinkRefused
from domain.link import Admission, Link
from domain.outcome import Failure
from domain.request import MediaRequest
from tests.fakes.rooms import FakeRoom
from tests.fakes.telling import Remembers
from tests.security.asking import Listener, listening
from tests.security.egress_world import World

PUBLIC = "media.example.com"
SECRET = b"\xff\xd8\xff\xe0" + b"secret" * 100
PLAYLIST = "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXT-X-MEDIA-SEQUENCE:0\n"


@dataclass
class Page:
    """A server of the internet that points inwards, whatever it is asked for."""

    inside: str
    asked: list[str] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            self.asked.append(head.split()[1])
            writer.write(self._answer(head).encode())
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def _answer(self, head: str) -> str:
        if "playlist" not in head.split()[1]:
            return (
                f"HTTP/1.1 302 Found\r\nLocation: {self.inside}\r\n"
                "Content-Length: 0\r\nConnection: close\r\n\r\n"
            )
        segments = "".join(f"#EXTINF:5,\n{self.inside}?{n}\n" for n in range(2))
        key = f'#EXT-X-KEY:METHOD=AES-128,URI="{self.inside}?key"\n'
        body = f"{PLAYLIST}{key}{segments}#EXT-X-ENDLIST\n"
        if head.startswith("HEAD"):
            body = ""
        return (
            "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.apple.mpegurl\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}"
        )


@pytest.fixture
async def cells() -> AsyncIterator[Cells]:
    cells = Cells()
    yield cells
    await cells.aclose()


def tool(name: str, cells: Cells) -> Fetcher:
    visitor = Visitor()
    admission = Admission(allow_hosts=frozenset({PUBLIC}), loopback=True)
    match name.split():
        case ["gallery-dl", ("api" | "cli") as way]:
            return GalleryDl(way, cells, admission, visitor)
        case ["yt-dlp", ("api" | "cli") as way]:
            return YtDlp(way, cells, visitor, generic=True)
        case _:
            return Direct(admission=admission, visitor=visitor)


@asynccontextmanager
async def inside() -> AsyncIterator[Listener]:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % len(
        SECRET
    )
    async with listening(Listener(answer=head + SECRET)) as listener:
        yield listener


async def sent_inwards(
    fetcher: Fetcher, folder: Path, path: str, target: str, *, loopback: bool
) -> tuple[object, int, set[Verdict]]:
    """What is wrong with it, how often it got inside, and what the guard says."""
    async with inside() as hidden:
        page = Page(target.format(port=hidden.port))
        async with listening(serve=page.serve) as public:
            world = World(public, [ip_address("127.0.0.1")])
            told = Remembers()
            allowed = frozenset({PUBLIC})
            async with world.open(allow_hosts=allowed, loopback=loopback) as address:
                outcome = await fetcher.fetch(
                    MediaRequest(link=Link(url=f"http://{PUBLIC}:{public.port}{path}")),
                    room=FakeRoom(folder, egress=address),
                    aim=None,
                    tell=told,
                )
    assert page.asked
    failure = told.skipped[0].failure if told.skipped else None
    if isinstance(outcome, Failure):
        failure = outcome.failure()
    assert failure is None or not told.arrived
    return failure, hidden.connections, world.verdicts()


@pytest.mark.parametrize(
    ("name", "path", "target"),
    [
        ("direct", "/a.jpg", "http://127.0.0.1:{port}/secret.jpg"),
        ("direct", "/a.jpg", "https://127.0.0.1:{port}/secret.jpg"),
        ("gallery-dl api", "/a.jpg", "http://127.0.0.1:{port}/secret.jpg"),
        ("gallery-dl cli", "/a.jpg", "https://127.0.0.1:{port}/secret.jpg"),
        ("yt-dlp api", "/a.mp4", "https://127.0.0.1:{port}/secret.mp4"),
        ("gallery-dl cli", "/a.jpg", "http://[::1]:{port}/secret.jpg"),
        ("gallery-dl api", "/a.jpg", "http://inside.example.com:{port}/secret.jpg"),
        ("yt-dlp api", "/a.mp4", "http://127.0.0.1:{port}/secret.jpg"),
        ("yt-dlp cli", "/a.mp4", "http://inside.example.com:{port}/secret.jpg"),
        ("yt-dlp api", "/playlist.m3u8", "http://127.0.0.1:{port}/secret.ts"),
        ("yt-dlp cli", "/playlist.m3u8", "http://inside.example.com:{port}/secret.ts"),
    ],
)
async def test_a_page_cannot_send_a_tool_inwards(
    cells: Cells, tmp_path: Path, name: str, path: str, target: str
) -> None:
    failure, got_inside, verdicts = await sent_inwards(
        tool(name, cells), tmp_path / "room", path, target, loopback=False
    )
    assert failure == LinkRefused(why="internal_host")
    assert got_inside == 0
    assert verdicts & {Verdict.REFUSED_ADDRESS, Verdict.REFUSED_PORT}


@pytest.mark.parametrize(
    ("name", "path"),
    [("direct", "/a.jpg"), ("gallery-dl api", "/a.jpg"), ("yt-dlp api", "/playlist.m3u8")],
)
async def test_it_could_if_the_guard_let_it(
    cells: Cells, tmp_path: Path, name: str, path: str
) -> None:
    target = "http://127.0.0.1:{port}/secret.jpg"
    _, got_inside, _ = await sent_inwards(
        tool(name, cells), tmp_path / "room", path, target, loopback=True
    )
    assert got_inside > 0
