"""What every Probe promises, whatever it measures with."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import final

import pytest

from adapters.cells.cells import Cells
from application.ports.probe import Probe
from application.ports.workspace import Room
from domain.failures import Corrupt, MediaFailure
from domain.media import MediaFile, MediaInfo, MediaKind
from domain.outcome import Failure, Outcome, Success
from tests.fakes.rooms import FakeRoom
from tests.media.fitting import arrived, real_probe, taken
from tests.media.library import Library


@dataclass(frozen=True)
class Bench:
    probe: Probe
    room: FakeRoom
    library: Library

    async def measure(self, name: str) -> MediaInfo:
        file = await arrived(self.library[name], self.room)
        match await self.probe.measure(file, room=self.room):
            case Success(info):
                return info
            case failure:
                raise AssertionError(failure)


Promise = Callable[[Bench], Awaitable[None]]


async def a_film_is_told_by_its_tracks(bench: Bench) -> None:
    info = await bench.measure("plain.mp4")
    assert (info.kind, info.container, info.faststart) == (MediaKind.VIDEO, "mp4", True)
    assert info.duration == pytest.approx(2.0, abs=0.05)
    assert info.video is not None
    assert info.audio is not None
    assert (info.video.codec, info.video.width, info.video.height) == ("h264", 192, 108)
    assert (info.video.frames, info.video.frames_per_second) == (48, 24)
    assert (info.audio.codec, info.audio.channels) == ("aac", 2)
    told = (info.video.bytes or 0) + (info.audio.bytes or 0)
    assert 0.9 * info.size_bytes < told < info.size_bytes


async def an_index_at_the_end_is_told(bench: Bench) -> None:
    assert not (await bench.measure("index-last.mp4")).faststart


async def a_film_is_measured_as_it_is_shown(bench: Bench) -> None:
    turned = (await bench.measure("turned.mp4")).video
    wide = (await bench.measure("wide-pixels.mp4")).video
    assert turned is not None
    assert wide is not None
    assert (turned.rotation, turned.width, turned.height) == (90, 108, 192)
    assert (wide.width, wide.height, wide.coded_width) == (256, 108, 192)


async def colours_and_fields_are_told(bench: Bench) -> None:
    hlg = (await bench.measure("hlg.mp4")).video
    interlaced = (await bench.measure("interlaced.ts")).video
    full = (await bench.measure("full-range.mp4")).video
    assert hlg is not None
    assert interlaced is not None
    assert full is not None
    assert hlg.hdr
    assert (hlg.matrix, hlg.pixel_format) == ("bt2020nc", "yuv420p10le")
    assert interlaced.interlaced
    assert full.full_range


async def a_varying_rate_is_told(bench: Bench) -> None:
    varies = (await bench.measure("varies.mp4")).video
    pauses = (await bench.measure("pauses.mkv")).video
    assert varies is not None
    assert pauses is not None
    assert varies.variable_rate
    assert varies.frames_per_second == pytest.approx(24, abs=0.5)
    assert pauses.variable_rate
    assert pauses.frames_per_second == 30
    assert pauses.longest_gap == pytest.approx(0.5, abs=0.01)


async def sound_without_a_picture_is_sound(bench: Bench) -> None:
    for name, codec in (("song.m4a", "aac"), ("song.mp3", "mp3"), ("song.flac", "flac")):
        info = await bench.measure(name)
        assert info.kind is MediaKind.AUDIO
        assert info.video is None
        assert info.audio is not None
        assert info.audio.codec == codec
        assert info.duration == pytest.approx(3.0, abs=0.1)


async def a_cover_is_no_film(bench: Bench) -> None:
    info = await bench.measure("song.mp3")
    assert (info.kind, info.cover_art) == (MediaKind.AUDIO, True)


async def a_picture_is_measured_as_it_is_shown(bench: Bench) -> None:
    info = await bench.measure("turned.jpg")
    assert info.kind is MediaKind.IMAGE
    assert info.duration is None
    assert info.picture is not None
    assert (info.picture.width, info.picture.height) == (320, 240)
    assert info.picture.orientation == 6
    cmyk = (await bench.measure("cmyk.jpg")).picture
    alpha = (await bench.measure("alpha.png")).picture
    profile = (await bench.measure("profile.jpg")).picture
    assert cmyk is not None
    assert alpha is not None
    assert profile is not None
    assert cmyk.mode == "CMYK"
    assert (alpha.alpha, profile.alpha) == (True, False)
    assert (alpha.colour_profile, profile.colour_profile) == (False, True)


async def a_picture_that_moves_is_an_animation(bench: Bench) -> None:
    for name in ("moving.gif", "moving.webp", "moving.png"):
        info = await bench.measure(name)
        assert info.kind is MediaKind.ANIMATION
        assert info.duration == pytest.approx(0.6)
        assert info.picture is not None
        assert info.video is not None
        assert (info.picture.frames, info.video.frames_per_second) == (6, 10)


async def what_is_broken_is_corrupt(bench: Bench) -> None:
    for name in ("plain.mp4", "photo.jpg"):
        whole = bench.library[name].read_bytes()
        (bench.room.folder / "work" / name).write_bytes(whole[:40] + bytes(4000))
        file = await taken(PurePosixPath("work", name), bench.room)
        assert await bench.probe.measure(file, room=bench.room) == Failure(Corrupt())


async def what_is_broken_off_is_measured_as_far_as_it_goes(bench: Bench) -> None:
    whole = bench.library["interlaced.ts"].read_bytes()
    (bench.room.folder / "work" / "part.ts").write_bytes(whole[: len(whole) // 2])
    file = await taken(PurePosixPath("work", "part.ts"), bench.room)
    match await bench.probe.measure(file, room=bench.room):
        case Success(info):
            assert info.duration == pytest.approx(1.0, abs=0.3)
        case failure:
            raise AssertionError(failure)


async def the_file_is_not_touched(bench: Bench) -> None:
    before = bench.library["plain.mp4"].read_bytes()
    await bench.measure("plain.mp4")
    assert (bench.room.folder / "work" / "plain.mp4").read_bytes() == before


async def nothing_is_left_beside_it(bench: Bench) -> None:
    await bench.measure("photo.jpg")
    assert [path.name for path in (bench.room.folder / "work").iterdir()] == ["photo.jpg"]


PROMISES: list[Promise] = [
    a_film_is_told_by_its_tracks,
    an_index_at_the_end_is_told,
    a_film_is_measured_as_it_is_shown,
    colours_and_fields_are_told,
    a_varying_rate_is_told,
    sound_without_a_picture_is_sound,
    a_cover_is_no_film,
    a_picture_is_measured_as_it_is_shown,
    a_picture_that_moves_is_an_animation,
    what_is_broken_is_corrupt,
    what_is_broken_off_is_measured_as_far_as_it_goes,
    the_file_is_not_touched,
    nothing_is_left_beside_it,
]


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
async def test_by_content(
    promise: Promise, warm_cells: Cells, tmp_path: Path, library: Library
) -> None:
    await promise(Bench(real_probe(warm_cells), FakeRoom(tmp_path), library))


@final
class LyingProbe(Probe):
    """Believes that everything is a film, and touches it."""

    async def measure(self, file: MediaFile, *, room: Room) -> Outcome[MediaInfo, MediaFailure]:
        (room.folder / file.filepath).write_bytes(b"")
        (room.folder / room.work / "left").touch()
        info = MediaInfo(kind=MediaKind.VIDEO, size_bytes=1, container="mp4", faststart=True)
        return Success(info)


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
async def test_a_liar_is_found_out_by(promise: Promise, tmp_path: Path, library: Library) -> None:
    with pytest.raises(AssertionError):
        await promise(Bench(LyingProbe(), FakeRoom(tmp_path), library))
