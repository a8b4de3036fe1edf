"""Whatever is wrong with a file, it becomes one that plays, or one clear failure."""

from fractions import Fraction
from pathlib import PurePosixPath

import av
import pytest

from domain import fitting
from domain.failures import CannotFit, Corrupt, MediaFailure
from domain.media import MediaInfo
from domain.outcome import Failure, Success
from domain.plans import Keep, Refuse, Wish
from tests.media.films import Film
from tests.media.fitting import Shown, aim, taken
from tests.media.seen import seen
from tests.media.sounds import jpeg

LIMIT = 60_000


async def fitted(bench, content: bytes, name: str):
    """The path of what came out, the plan where nothing is to be done, or the failure."""
    path = PurePosixPath("work", name)
    (bench.room.folder / path).write_bytes(content)
    file = await taken(path, bench.room)
    match await bench.probe.measure(file, room=bench.room):
        case Failure(failure):
            return failure
        case Success(MediaInfo() as info):
            plan = fitting.plan(info, aim(LIMIT), Wish())
    if isinstance(plan, Refuse):
        return plan.failure
    if isinstance(plan, Keep):
        return plan
    match await bench.compressor.compress(
        file, info=info, plan=plan, room=bench.room, shows=Shown()
    ):
        case Success((made, _)):
            assert made.size_bytes <= LIMIT
            return bench.room.folder / made.filepath
        case Failure(failure):
            return failure


def plays(path) -> bool:
    return len(seen(path).times) > 0


@pytest.mark.parametrize("tenth", range(1, 10))
@pytest.mark.parametrize("name", ["interlaced.ts", "mkv.mkv", "plain.mp4"])
async def test_a_film_that_is_broken_off(bench, library, name, tenth):
    content = library[name].read_bytes()
    what = await fitted(bench, content[: len(content) * tenth // 10], name)
    if isinstance(what, MediaFailure):
        assert what == Corrupt()
    elif not isinstance(what, Keep):
        assert plays(what)
        assert seen(what).picture_end <= 2.2


@pytest.mark.parametrize("name", ["film.ts", "film.mkv", "film.mp4"])
async def test_a_film_with_damage_in_the_middle_plays_to_its_end(bench, tmp_path, name):
    clusters = {"cluster_time_limit": "200"} if name == "film.mkv" else {"movflags": "faststart"}
    film = Film(noise=0.9, container=clusters)
    content = bytearray(film.write(tmp_path / name).read_bytes())
    for place in range(len(content) // 3, len(content) // 2, 997):
        content[place] ^= 0xFF
    what = await fitted(bench, bytes(content), name)
    assert plays(what)
    assert seen(what).picture_end == pytest.approx(2.0, abs=0.2)


@pytest.mark.parametrize(
    "film",
    [
        Film(seconds=1 / 24, sound=None, noise=1, width=640, height=480),
        Film(width=1, height=1, pixels="yuv444p"),
        Film(width=7680, height=4320, seconds=1 / 24, noise=0, sound=None),
        Film(width=64, height=2000, noise=1, seconds=0.5),
        Film(sound_seconds=0.5, noise=0.9),
    ],
    ids=["one frame", "one pixel", "8K", "a tower", "short sound"],
)
async def test_a_film_of_an_odd_shape(bench, tmp_path, film):
    source = film.write(tmp_path / "odd.mkv")
    what = await fitted(bench, source.read_bytes() + bytes(LIMIT), "odd.mkv")
    assert plays(what)


async def test_a_film_without_a_duration_in_its_header(bench, tmp_path):
    live = Film(container={"live": "1"}, noise=0.9).write(tmp_path / "live.mkv")
    what = await fitted(bench, live.read_bytes(), "live.mkv")
    assert seen(what).picture_end == pytest.approx(2.0, abs=0.1)


async def test_noise_that_cannot_fit_says_what_would(bench, tmp_path):
    source = Film(seconds=30, rate=Fraction(5), width=64, height=64, sound=None).write(
        tmp_path / "a.mp4"
    )
    file, info = await bench.measured(source)
    what = fitting.plan(info, aim(2000), Wish())
    assert isinstance(what, Refuse)
    assert isinstance(what.failure, CannotFit)
    assert what.failure.smallest_limit > 2000
    assert file.size_bytes > 2000


async def test_a_film_without_a_frame_is_damaged(bench, tmp_path):
    source = tmp_path / "empty.mkv"
    with av.open(str(source), "w") as out:
        stream = out.add_stream("libx264", rate=24)
        stream.width, stream.height = 64, 48
        out.start_encoding()
    assert await fitted(bench, source.read_bytes(), "empty.mkv") == Corrupt()


async def test_a_cover_alone_is_no_film(bench, tmp_path):
    source = tmp_path / "cover.mp4"
    with av.open(str(source), "w") as out:
        stream = out.add_stream("mjpeg", rate=1)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuvj420p"
        stream.disposition = av.stream.Disposition.attached_pic
        art = av.Packet(jpeg())
        art.stream, art.pts, art.dts, art.time_base = stream, 0, 0, Fraction(1, 1)
        art.is_keyframe = True
        out.mux(art)
    assert isinstance(await fitted(bench, source.read_bytes(), "cover.mp4"), MediaFailure)
