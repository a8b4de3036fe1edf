"""What a page may offer to no end: the bot itself, which has to choose, is not kept busy by it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.cells.cells import Cells
from adapters.egress.guarded.guarded import Guarded
from adapters.fetchers.gallery_dl.variants import MOST, places_in_order
from adapters.fetchers.gallery_dl.variants import renditions_of as sizes_of
from adapters.fetchers.visitor import Visitor
from adapters.fetchers.yt_dlp.formats import MOST_OF_A_KIND, MOST_SOUNDS
from adapters.fetchers.yt_dlp.tool import YtDlp
from application.ports.egress import JobBudget
from domain import worth_fetching
from domain.destinations import EgressRules
from domain.limits import Aim, UploadLimits
from domain.link import Link
from domain.outcome import Failure, Success
from domain.request import MediaRequest
from tests.fakes.rooms import FakeRoom
from tests.security.asking import listening

MANY = 300
PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n1.ts\n#EXT-X-ENDLIST\n"
LONG = 3000.0
"""Seconds: at most 1 MiB nothing of it fits."""
AIM = Aim(limits=UploadLimits(bytes_per_file=2**20, bytes_per_message=2**20))
LARGE = JobBudget(file_bytes=2**50, disk_bytes=2**50)
REQUEST = MediaRequest(link=Link(url="https://x.com/a/status/1"))


def _playlist_of_many() -> bytes:
    sounds = (
        f'#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="s",NAME="{n}",URI="sound-{n}.m3u8"' for n in range(MANY)
    )
    pictures = (
        f'#EXT-X-STREAM-INF:BANDWIDTH={1000 + n},RESOLUTION={320 + n}x180,CODECS="avc1.42e01e",'
        f'AUDIO="s"\npicture-{n}.m3u8'
        for n in range(MANY)
    )
    return "\n".join(["#EXTM3U", *sounds, *pictures]).encode()


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    body = _playlist_of_many() if b"/master" in head else PLAYLIST
    kind = b"HTTP/1.1 200 OK\r\nContent-Type: application/vnd.apple.mpegurl\r\n"
    writer.write(kind + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body))
    writer.write(b"" if head.startswith(b"HEAD") else body)
    writer.close()


@pytest.fixture
async def cells() -> AsyncIterator[Cells]:
    cells = Cells()
    yield cells
    await cells.aclose()


async def test_of_hundreds_of_pictures_and_sounds_not_every_pair_is_made(
    cells: Cells, tmp_path: Path
) -> None:
    yt_dlp = YtDlp("api", cells, Visitor(), generic=True)
    async with (
        listening(serve=_serve) as listener,
        Guarded(EgressRules(loopback=True)).open("job", JobBudget()) as address,
    ):
        link = Link(url=f"http://127.0.0.1:{listener.port}/master.m3u8")
        looked = await yt_dlp.look(
            MediaRequest(link=link), room=FakeRoom(tmp_path / "room", egress=address)
        )
    assert isinstance(looked, Success)
    pairs = [each for each in looked.unwrap().renditions if "+" in each.format_id]
    assert len(pairs) == MOST_OF_A_KIND * MOST_SOUNDS


@pytest.mark.parametrize("heights", [1, 10**6], ids=["alike", "each another"])
def test_of_any_number_of_sizes_a_few_are_judged(
    heights: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged, plan = [], worth_fetching.plan
    monkeypatch.setattr(worth_fetching, "plan", lambda *given: judged.append(given) or plan(*given))
    offered = [
        {"bits_per_second": 10**7 + n, "url": f"/4000x{300 + n % heights}/"} for n in range(10_000)
    ]
    sizes = sizes_of(offered, seconds=LONG)
    order = places_in_order(sizes, seconds=LONG, request=REQUEST, aim=AIM, budget=LARGE)
    assert isinstance(order, Failure)
    assert len(sizes) == MOST
    assert len(judged) == min(heights, MOST)
