"""Files of every sort at every limit: none is over, and the bytes that there are get used."""

import asyncio
import os
import shutil
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from statistics import median
from time import monotonic

import pytest

from adapters.cells.cells import Cells
from application.fit_files import FitFiles
from domain import budget
from domain.failures import CannotFit, MediaFailure
from domain.fitting import Fitted
from domain.media import MediaInfo
from domain.outcome import Failure, Success
from domain.plans import EncodeAudio, EncodeVideo, Plan, Wish
from domain.video_budget import track, worth_kbps
from tests.fakes.rooms import FakeRoom
from tests.media.cases import Case, case
from tests.media.fitting import Shown, aim, real_compressor, real_probe, taken

SEED = int(os.environ.get("BOSS_BOT_TEST_SEED", "6"))
CASES = int(os.environ.get("BOSS_BOT_TEST_CASES", "60"))
"""Those after the first 60 are larger: 500 take half an hour."""
AT_ONCE = 2
PRESET = "veryfast"
MEDIAN_SHARE = 0.98
AT_ONE_QUALITY = b"rc=crf"
"""x264 writes into the film how it was told to encode: more bytes would not have been seen."""


@dataclass(frozen=True)
class Ended:
    case: Case
    limit: int
    size: int
    info: MediaInfo
    end: Fitted | MediaFailure
    content: bytes

    @property
    def share(self) -> float | None:
        """Of the limit, where the file had to shrink and every byte would have been of use."""
        if isinstance(self.end, Fitted) and _wants_more(self.end.plan, self.info, self.content):
            return self.end.file.size_bytes / self.limit
        return None


def _wants_more(plan: Plan, info: MediaInfo, content: bytes) -> bool:
    match plan:
        case EncodeVideo(video_kbps=kbps):
            return kbps < worth_kbps(info, track(info)) and AT_ONE_QUALITY not in content
        case EncodeAudio(sound=sound, max_bytes=most):
            return (
                sound.kbps == budget.sound_alone(most, info.seconds)[0] < budget.FINEST_SOUND_KBPS
            )
        case _:
            return False


async def fitted(one: Case, cells: Cells, folder: Path) -> Ended:
    """The file is written, fitted as every use case does it, and taken away again."""
    room = FakeRoom(folder)
    source = await asyncio.to_thread(one.write, room.folder / "work")
    file = await taken(PurePosixPath("work", source.name), room)
    limit = one.limit(file.size_bytes)
    probe = real_probe(cells)
    fit = FitFiles(probe, real_compressor(cells, preset=PRESET), monotonic)
    match await probe.measure(file, room=room):
        case Failure(failure):
            raise AssertionError((one, failure))
        case Success(info):
            pass
    shown, content = Shown(), b""
    match await fit("", file, aim=aim(limit), wish=Wish(), room=room, shows=shown):
        case Failure(failure):
            end: Fitted | MediaFailure = failure
        case Success(end):
            content = (room.folder / end.file.filepath).read_bytes()
    assert shown.fractions == sorted(shown.fractions), one
    await asyncio.to_thread(shutil.rmtree, folder)
    return Ended(one, limit, file.size_bytes, info, end, content)


@pytest.mark.long
async def test_no_file_is_over_its_limit_and_most_use_all_of_it(
    warm_cells: Cells, tmp_path: Path
) -> None:
    print(f"seed {SEED}, {CASES} cases")
    turns = asyncio.Semaphore(AT_ONCE)

    async def in_turn(number: int) -> Ended:
        async with turns:
            return await fitted(case(SEED, number), warm_cells, tmp_path / str(number))

    ended = await asyncio.gather(*(in_turn(number) for number in range(CASES)))
    shares = []
    for one in ended:
        match one.end:
            case Fitted(file=file):
                assert len(one.content) == file.size_bytes <= one.limit, one.case
            case failure:
                assert isinstance(failure, CannotFit), one.case
                assert one.size > one.limit, one.case
        if one.share is not None:
            shares.append(one.share)
            print(f"{one.share:.3f} {one.case}")
    assert len(shares) >= CASES // 4
    assert median(shares) >= MEDIAN_SHARE
