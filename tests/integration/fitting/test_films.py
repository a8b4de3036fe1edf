"""Films of every sort, fitted and looked at by decoding all of what came out."""

from fractions import Fraction

import pytest

from domain.plans import CopyVideo, EncodeVideo, Remux, Wish
from domain.request import Clip
from tests.media.films import PQ, Colours, Film, with_pixels_of
from tests.media.library import FILMS, VP9, X265
from tests.media.pictures import moving
from tests.media.seen import seen
from tests.media.sounds import sound_ahead

UPRIGHT = ("red", "green", "blue", "yellow")
TOGETHER = 0.04
"""Seconds that a beep may be from its flash, before a person notices."""
LIMIT = 90_000
PLENTY = 10_000_000
LIMITED = 1
COPIED = (
    *("index-last.mp4", "mkv.mkv", "turned.mp4", "silent.mp4", "pcm.mov", "varies.mp4"),
    *("late-sound.mp4", "late-picture.mp4", "late-picture.mkv"),
)


def index_comes_first(path):
    head = path.read_bytes()
    return 0 <= head.find(b"moov") < head.find(b"mdat")


@pytest.mark.parametrize("name", FILMS)
async def test_a_film_of_every_sort_fits_upright_whole_and_in_sync(bench, library, name):
    plan, path, made = await bench.fit(library[name], LIMIT)
    shown, film = seen(path), FILMS[name]
    assert isinstance(plan, EncodeVideo)
    assert made.size_bytes <= LIMIT
    assert shown.codecs == (("h264", "aac") if film.sound else ("h264",))
    assert index_comes_first(path)
    assert shown.pixels == "yuv420p"
    assert 2 not in shown.colours[:3]
    assert shown.colours[3] == LIMITED
    assert shown.corners == UPRIGHT or film.turned
    assert shown.last_corners == shown.corners
    length = max(film.seconds, film.sound_seconds or 0)
    assert shown.picture_end == pytest.approx(length, abs=0.1)
    assert len(shown.flashes) == 2
    for flash, wanted in zip(shown.flashes, film.flashes, strict=True):
        assert flash == pytest.approx(wanted, abs=0.06)
    if film.sound:
        assert abs(shown.picture_end - shown.sound_end) <= 0.1
    if film.sound and film.loud:
        for flash, beep in zip(shown.flashes, shown.beeps, strict=True):
            assert abs(flash - beep) <= TOGETHER


@pytest.mark.parametrize("name", COPIED)
async def test_the_right_picture_in_the_wrong_file_is_copied(bench, library, name):
    plan, path, made = await bench.fit(library[name], PLENTY)
    shown, film = seen(path), FILMS[name]
    assert isinstance(plan, CopyVideo if film.sound == "pcm_s16le" else Remux)
    assert shown.codecs == (("h264", "aac") if film.sound else ("h264",))
    assert index_comes_first(path)
    assert (made.filename[-4:], made.mimetype) == (".mp4", "video/mp4")
    assert len(shown.times) == len(film.times())
    for flash, wanted in zip(shown.flashes, film.flashes, strict=True):
        assert flash == pytest.approx(wanted, abs=0.01)
    for flash, beep in zip(shown.flashes, shown.beeps, strict=bool(film.sound)):
        assert abs(flash - beep) <= TOGETHER


async def test_a_copied_film_stays_turned(bench, library):
    _, path, _ = await bench.fit(library["turned.mp4"], PLENTY)
    _, info = await bench.measured(path)
    assert info.video.rotation == 90


@pytest.mark.parametrize(
    ("turned", "mirrored", "corners"),
    [
        (90, False, ("blue", "red", "yellow", "green")),
        (180, False, ("yellow", "blue", "green", "red")),
        (270, False, ("green", "yellow", "red", "blue")),
        (0, True, ("green", "red", "yellow", "blue")),
        (90, True, ("red", "blue", "green", "yellow")),
        (180, True, ("blue", "yellow", "red", "green")),
        (270, True, ("yellow", "green", "blue", "red")),
    ],
)
async def test_a_turned_film_is_made_upright(bench, tmp_path, turned, mirrored, corners):
    film = Film(turned=turned, mirrored=mirrored, sound=None)
    _, path, made = await bench.fit(film.write(tmp_path / "turned.mp4"), LIMIT)
    shown = seen(path)
    assert shown.size == (made.width, made.height)
    assert shown.size == ((108, 192) if turned in (90, 270) else (192, 108))
    assert shown.corners == shown.last_corners == corners


async def test_pixels_become_square_and_sides_even(bench, library):
    _, wide, _ = await bench.fit(library["wide-pixels.mp4"], LIMIT)
    _, odd, _ = await bench.fit(library["odd.mkv"], LIMIT)
    assert seen(wide).size == (256, 108)
    assert seen(odd).size == (190, 106)


@pytest.mark.parametrize(("shape", "width"), [((2, 1), 384), ((1, 1), 192)])
async def test_the_container_counts_where_its_packets_tell_pixels_of_another_shape(
    bench, tmp_path, shape, width
):
    source = with_pixels_of(Film(aspect=Fraction(4, 3)).write(tmp_path / "a.mp4"), shape)
    _, encoded, _ = await bench.fit(source, LIMIT)
    assert seen(encoded).size == (width, 108)
    copied, path, _ = await bench.fit(source, PLENTY)
    assert isinstance(copied, Remux)
    _, info = await bench.measured(path)
    assert (info.video.width, info.video.height) == (width, 108)


async def test_frames_stay_at_their_moments_where_the_rate_varies_a_little(bench, library):
    _, path, _ = await bench.fit(library["varies.mp4"], LIMIT)
    assert seen(path).times == pytest.approx(FILMS["varies.mp4"].times(), abs=0.001)


async def test_a_film_with_pauses_gets_an_even_rate(bench, library):
    _, path, _ = await bench.fit(library["pauses.mkv"], LIMIT)
    times = seen(path).times
    assert times == pytest.approx([n / 30 for n in range(len(times))], abs=0.001)
    assert times[-1] == pytest.approx(2.0, abs=0.1)


async def test_pictures_that_stand_for_seconds_are_shown_once_a_second(bench, library):
    film = Film(
        seconds=30.0,
        gaps=(12.0,),
        noise=0.2,
        codec="libvpx",
        options={"b": "4000000"},
        sound="libopus",
        sound_options={"b": "96000"},
        sound_seconds=30.0,
    )
    plan, path, made = await bench.fit(library.film("slides.webm", film), 250_000)
    shown = seen(path)
    assert isinstance(plan, EncodeVideo)
    assert made.size_bytes <= 250_000
    assert shown.times == pytest.approx(range(30), abs=0.001)
    assert shown.sound_end == pytest.approx(30.0, abs=0.1)
    assert plan.sound.kbps >= 48


async def test_an_hdr_film_is_toned_down(bench, library):
    film = Film(codec="libx265", pixels="yuv420p10le", options=X265, colours=PQ, sound=None)
    _, path, _ = await bench.fit(library.film("pq.mp4", film), LIMIT)
    shown = seen(path)
    assert shown.colours == (1, 1, 1, LIMITED)
    assert shown.corners == UPRIGHT


async def test_a_wide_colour_space_without_hdr_changes_only_its_matrix(bench, library):
    film = Film(pixels="yuv422p10le", colours=Colours(9, 14, 9), sound=None)
    _, path, _ = await bench.fit(library.film("bt2020.mkv", film), LIMIT)
    assert seen(path).colours[2] == 1
    assert seen(path).corners == UPRIGHT


async def test_only_the_clip_is_kept_from_its_first_frame_on(bench, library):
    film = Film(seconds=6.0, rate=Fraction(20))
    clip = Wish(clip=Clip(start=3.0, end=5.9))
    _, path, made = await bench.fit(library.film("long.mp4", film), PLENTY, clip)
    shown = seen(path)
    assert made.duration == pytest.approx(2.9)
    assert len(shown.times) == 58
    assert shown.flashes == pytest.approx((2.75,), abs=0.05)
    assert shown.beeps == pytest.approx((2.75,), abs=0.05)


CUT = Clip(start=3.0, end=5.6)
FLASHES_IN_CUT = (0.25, 2.25)
SPARSE = {"preset": "ultrafast", "crf": "20", "g": "200"}
DENSE = {"preset": "ultrafast", "crf": "20", "g": "1"}
CLIPS = {
    "sparse.mp4": Film(seconds=6.0, marks=(3.25, 5.25), options=SPARSE),
    "sparse.mkv": Film(seconds=6.0, marks=(3.25, 5.25), options=SPARSE),
    "dense.mp4": Film(seconds=6.0, marks=(3.25, 5.25), options=DENSE),
    "stream.ts": Film(seconds=6.0, marks=(3.25, 5.25), options=SPARSE, sound="libmp3lame"),
    "flash.flv": Film(seconds=6.0, marks=(3.25, 5.25), codec="flv", sound="libmp3lame"),
    "old.avi": Film(seconds=6.0, marks=(3.25, 5.25), codec="mpeg4", sound="libmp3lame"),
    "opus.webm": Film(
        seconds=6.0, marks=(3.25, 5.25), codec="libvpx-vp9", options=VP9, sound="libopus"
    ),
    "varies.mkv": Film(seconds=6.0, marks=(3.25, 5.25), gaps=(1 / 30, 1 / 20), options=SPARSE),
    "late-sound.mp4": Film(seconds=6.0, marks=(3.25, 5.25), sound_from=0.4, options=SPARSE),
    "late-picture.mkv": Film(seconds=6.0, marks=(3.25, 5.25), picture_from=0.4, options=SPARSE),
}


@pytest.mark.parametrize("name", CLIPS)
async def test_picture_and_sound_of_a_clip_begin_and_end_together(bench, tmp_path, name):
    await begin_and_end_together(bench, CLIPS[name].write(tmp_path / name))


@pytest.mark.parametrize("name", ["ahead.mkv", "ahead.ts", "ahead.flv"])
async def test_the_sound_of_a_clip_is_found_far_from_its_picture(bench, tmp_path, name):
    film = CLIPS["dense.mp4"].write(tmp_path / "film.mp4")
    await begin_and_end_together(bench, sound_ahead(tmp_path / name, film, seconds=2.0))


async def begin_and_end_together(bench, source):
    plan, path, _ = await bench.fit(source, LIMIT, Wish(clip=CUT))
    shown = seen(path)
    assert isinstance(plan, EncodeVideo)
    assert shown.flashes == pytest.approx(FLASHES_IN_CUT, abs=0.06)
    for flash, beep in zip(shown.flashes, shown.beeps, strict=True):
        assert abs(flash - beep) <= TOGETHER
    assert shown.times[0] == 0
    assert shown.picture_end == pytest.approx(2.6, abs=0.1)
    assert abs(shown.picture_end - shown.sound_end) <= 0.1


async def test_a_clip_from_the_start_is_copied(bench, library):
    plan, path, _ = await bench.fit(library["plain.mp4"], PLENTY, Wish(clip=Clip(end=1.0)))
    shown = seen(path)
    assert isinstance(plan, Remux)
    assert shown.picture_end == pytest.approx(1.0, abs=0.2)
    assert shown.flashes == pytest.approx(shown.beeps, abs=TOGETHER)
    assert len(shown.flashes) == 1


async def test_a_film_is_no_larger_than_was_wished(bench, library):
    _, path, _ = await bench.fit(library["plain.mp4"], PLENTY, Wish(max_height=72))
    assert seen(path).size == (128, 72)


async def test_a_moving_picture_over_the_limit_becomes_a_silent_film(bench, tmp_path):
    for name in ("a.gif", "a.webp", "a.png"):
        delays = (100, 100, 100, 300, 100, 100)
        source = moving(tmp_path / name, delays=delays, noise=1.0, alpha=True)
        _, path, made = await bench.fit(source, 15_000)
        shown = seen(path)
        assert shown.codecs == ("h264",)
        assert made.size_bytes <= 15_000
        assert shown.picture_end == pytest.approx(0.8, abs=0.1)
        assert shown.corners[0] == "white"


async def test_no_tag_of_the_source_goes_on(bench, library):
    film = Film(tags={"title": "Secret", "location": "+48.0+11.0/"})
    source = library.film("tagged.mkv", film)
    for limit in (LIMIT, PLENTY):
        _, path, _ = await bench.fit(source, limit)
        assert b"Secret" not in path.read_bytes()
        assert not {"title", "location", "creation_time"} & set(seen(path).tags)
