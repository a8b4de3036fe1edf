"""One encode has the whole machine, several share it, and more than there are cores wait."""

import asyncio
import os
from pathlib import Path

import pytest

from adapters.compressors.at_most import AtMost
from adapters.compressors.meter import Meter
from adapters.compressors.share import Share
from adapters.compressors.step_by_step import StepByStep
from application.ports.compressor import Compressed, Compressor
from domain.failures import MediaFailure
from domain.fitting import plan
from domain.media import MediaInfo, MediaKind
from domain.outcome import Outcome, Success
from domain.plans import EncodeImage, Plan, Wish
from entrypoints import derived
from tests.fakes.chats import FakeSink
from tests.fakes.rooms import FakeRoom
from tests.unit.fitting.media import aim, film
from tests.unit.nouns import media_file

INFO = MediaInfo(kind=MediaKind.IMAGE, size_bytes=9, container="JPEG")
PLAN = EncodeImage(max_bytes=9, min_quality=10)


class Held(Compressor):
    """Encodes until it is let go, and notes how many threads each may use."""

    def __init__(self, share: Share) -> None:
        self.share = share
        self.go = asyncio.Event()
        self.threads: list[int] = []
        self.fails = False

    async def compress(self, file, *, info, plan, room, shows) -> Outcome[Compressed, MediaFailure]:
        self.threads.append(self.share.threads)
        await self.go.wait()
        if self.fails:
            raise LookupError
        return Success(Compressed(file, plan))


async def encode(compressor: Compressor, folder: Path, plan: Plan = PLAN) -> object:
    return await compressor.compress(
        media_file(), info=INFO, plan=plan, room=FakeRoom(folder), shows=FakeSink()
    )


@pytest.mark.parametrize(
    ("cores", "most", "threads"),
    [(8, 3, [8, 4, 2]), (2, 3, [2, 1]), (1, 3, [1]), (8, 1, [8])],
)
async def test_encodes_share_the_cores_and_no_more_run_than_may(
    tmp_path: Path, cores: int, most: int, threads: list[int]
) -> None:
    share = Share(cores)
    held = Held(share)
    compressor = AtMost(held, share, most)
    running = [asyncio.create_task(encode(compressor, tmp_path)) for _ in range(5)]
    for _ in range(50):
        await asyncio.sleep(0)
    assert held.threads == threads
    held.go.set()
    await asyncio.gather(*running)
    assert len(held.threads) == 5
    assert (share.running, share.threads) == (0, cores)


async def test_each_step_of_an_encode_has_its_share_of_the_cores_of_that_moment() -> None:
    share = Share(4, running=1)
    file, info = media_file(), film()
    steps = StepByStep(plan(info, aim(4 << 20), Wish()), info, Meter(FakeSink(), file, 1), share)
    first = await steps.answer(None)
    share.running = 3
    second = await steps.answer({"bytes": 400_000, "packets": 2800})
    assert (first["do"], first["threads"]) == ("sound", 4)
    assert (second["do"], second["threads"]) == ("analyse", 1)


async def test_one_that_breaks_gives_its_place_back(tmp_path: Path) -> None:
    share = Share(2)
    held = Held(share)
    held.fails = True
    held.go.set()
    compressor = AtMost(held, share, 1)
    for _ in range(2):
        with pytest.raises(LookupError):
            await encode(compressor, tmp_path)
    assert share.running == 0


def test_only_the_cores_count_that_the_process_may_use() -> None:
    every = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {min(every)})
        assert derived.cores() == 1
    finally:
        os.sched_setaffinity(0, every)
    assert derived.cores() == len(every)
