"""What every Compressor promises, whatever it encodes with."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import final

import av
import pytest

from adapters.cells.cells import Cells
from application.ports.compressor import Compressor
from application.ports.telling import Shows
from application.ports.workspace import Room
from domain import fitting
from domain.failures import Corrupt, MediaFailure, NoRoom
from domain.media import MediaFile, MediaInfo, MediaKind
from domain.outcome import Failure, Outcome, Success
from domain.plans import Plan, Wish
from domain.progress import Fitting
from tests.fakes.rooms import FakeRoom
from tests.media.fitting import Bench, Shown, aim, real_compressor, real_probe
from tests.media.library import Library
from tests.media.seen import seen

LIMIT = 100_000
NAMES = ("plain.mp4", "moving.gif", "song.wav", "photo.jpg")
LIMITS = {"plain.mp4": 100_000, "moving.gif": 12_000, "song.wav": 60_000, "photo.jpg": 20_000}

SOON = 1.0
"""Seconds: ten times what it takes to end a child."""

Promise = Callable[[Bench, Library], Awaitable[None]]


def files(room: FakeRoom) -> set[Path]:
    return {path for path in room.folder.rglob("*") if path.is_file()}


async def what_it_makes_lies_in_the_room_as_it_says(bench: Bench, library: Library) -> None:
    for name in NAMES:
        _, path, made = await bench.fit(library[name], LIMITS[name])
        assert path.stat().st_size == made.size_bytes
        assert 0 < made.size_bytes <= LIMITS[name]


async def the_kind_is_kept_and_the_name_says_it(bench: Bench, library: Library) -> None:
    made = {name: (await bench.fit(library[name], LIMITS[name]))[2] for name in NAMES}
    assert {name: (file.filename, file.file_type) for name, file in made.items()} == {
        "plain.mp4": ("plain.mp4", MediaKind.VIDEO),
        "moving.gif": ("moving.mp4", MediaKind.VIDEO),
        "song.wav": ("song.m4a", MediaKind.AUDIO),
        "photo.jpg": ("photo.jpg", MediaKind.IMAGE),
    }


async def it_says_how_large_and_how_long_it_is(bench: Bench, library: Library) -> None:
    _, path, made = await bench.fit(library["plain.mp4"], LIMIT)
    shown = seen(path)
    assert (made.width, made.height) == shown.size
    assert made.duration == pytest.approx(max(shown.picture_end, shown.sound_end), abs=0.1)


async def the_original_is_not_touched(bench: Bench, library: Library) -> None:
    for name in NAMES:
        await bench.fit(library[name], LIMITS[name])
        kept = bench.room.folder / "work" / name
        assert kept.read_bytes() == library[name].read_bytes()


async def nothing_else_is_left(bench: Bench, library: Library) -> None:
    for name in NAMES:
        before = files(bench.room)
        _, path, _ = await bench.fit(library[name], LIMITS[name])
        assert files(bench.room) - before == {path, bench.room.folder / "work" / name}


async def the_same_file_can_be_fitted_twice(bench: Bench, library: Library) -> None:
    _, first, _ = await bench.fit(library["photo.jpg"], 20_000)
    _, second, _ = await bench.fit(library["photo.jpg"], 15_000)
    assert first != second
    assert first.stat().st_size > 15_000 >= second.stat().st_size


async def progress_never_goes_back_and_ends_with_all(bench: Bench, library: Library) -> None:
    for name in NAMES:
        file, info = await bench.measured(library[name])
        plan, shown = fitting.plan(info, aim(LIMITS[name]), Wish()), Shown()
        await bench.compressor.compress(file, info=info, plan=plan, room=bench.room, shows=shown)
        assert shown.fractions == sorted(shown.fractions)
        assert shown.fractions[-1] == 1.0


async def what_is_broken_is_a_failure_and_leaves_nothing(bench: Bench, library: Library) -> None:
    for name in ("plain.mp4", "photo.jpg"):
        file, info = await bench.measured(library[name])
        path = bench.room.folder / file.filepath
        path.write_bytes(path.read_bytes()[:40] + bytes(4000))
        before = files(bench.room)
        plan = fitting.plan(info, aim(LIMITS[name]), Wish())
        made = await bench.compressor.compress(
            file, info=info, plan=plan, room=bench.room, shows=Shown()
        )
        assert made == Failure(Corrupt())
        assert files(bench.room) == before


async def where_there_is_no_room_that_is_said(bench: Bench, library: Library) -> None:
    for name in ("plain.mp4", "photo.jpg"):
        file, info = await bench.measured(library[name])
        plan, full = fitting.plan(info, aim(LIMITS[name]), Wish()), replace(bench.room, full=True)
        made = await bench.compressor.compress(file, info=info, plan=plan, room=full, shows=Shown())
        assert made == Failure(NoRoom(why="full"))


async def a_cancel_leaves_nothing(bench: Bench, library: Library) -> None:
    file, info = await bench.measured(library["plain.mp4"])
    before = set(bench.room.folder.rglob("*"))
    plan, begun = fitting.plan(info, aim(LIMIT), Wish()), asyncio.Event()

    @final
    class Begins(Shows):
        def progress(self, progress: Fitting) -> None:
            begun.set()

    work = asyncio.ensure_future(
        bench.compressor.compress(file, info=info, plan=plan, room=bench.room, shows=Begins())
    )
    await begun.wait()
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(work, SOON)
    assert set(bench.room.folder.rglob("*")) == before


PROMISES: list[Promise] = [
    what_it_makes_lies_in_the_room_as_it_says,
    the_kind_is_kept_and_the_name_says_it,
    it_says_how_large_and_how_long_it_is,
    the_original_is_not_touched,
    nothing_else_is_left,
    the_same_file_can_be_fitted_twice,
    progress_never_goes_back_and_ends_with_all,
    what_is_broken_is_a_failure_and_leaves_nothing,
    where_there_is_no_room_that_is_said,
    a_cancel_leaves_nothing,
]


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
async def test_at_most_by_kind(
    promise: Promise, warm_cells: Cells, tmp_path: Path, library: Library
) -> None:
    room = FakeRoom(tmp_path)
    await promise(Bench(real_probe(warm_cells), real_compressor(warm_cells), room), library)


@final
class LyingCompressor(Compressor):
    """Takes the original away, leaves a mess, and says that all is well, even when cancelled."""

    async def compress(
        self, file: MediaFile, *, info: MediaInfo, plan: Plan, room: Room, shows: Shows
    ) -> Outcome[MediaFile, MediaFailure]:
        told = {"filename": file.filename, "original_bytes": 1, "limit_bytes": 1}
        shows.progress(Fitting(**told, fraction=0.5))
        shows.progress(Fitting(**told, fraction=0.1))
        (room.folder / "mess").touch()
        (room.folder / file.filepath).write_bytes(b"")
        await asyncio.sleep(0)
        return Success(file.model_copy(update={"size_bytes": 1}))


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
async def test_a_liar_is_found_out_by(
    promise: Promise, warm_cells: Cells, tmp_path: Path, library: Library
) -> None:
    with pytest.raises((AssertionError, OSError, av.error.FFmpegError)):
        await promise(Bench(real_probe(warm_cells), LyingCompressor(), FakeRoom(tmp_path)), library)
