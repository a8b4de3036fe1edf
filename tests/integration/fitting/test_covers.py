"""A cover is no film, however large; it stays with sound of which nothing has to shrink."""

import io

import pytest
from PIL import Image

from domain.fitting import plan
from domain.media import MediaKind
from domain.plans import EncodeVideo, Keep, Remux, Wish
from tests.media.films import Film
from tests.media.fitting import aim
from tests.media.seen import seen
from tests.media.sounds import cover_of, jpeg, sound, with_cover

PLENTY = 10_000_000


def large_cover() -> bytes:
    """Black, and larger than the film."""
    cover = io.BytesIO()
    Image.new("RGB", (640, 480)).save(cover, "JPEG")
    return cover.getvalue()


@pytest.mark.parametrize(("limit", "kind"), [(60_000, EncodeVideo), (PLENTY, Remux)])
async def test_the_film_is_fitted_and_not_its_cover(bench, tmp_path, limit, kind):
    film = Film()
    source = with_cover(tmp_path / "a.mp4", film.write(tmp_path / "bare.mp4"), large_cover())
    assert cover_of(source) == large_cover()
    found, path, _ = await bench.fit(source, limit)
    shown = seen(path)
    assert isinstance(found, kind)
    assert shown.codecs == ("h264", "aac")
    assert shown.corners == shown.last_corners == ("red", "green", "blue", "yellow")
    assert len(shown.times) == len(film.times())
    assert shown.flashes == pytest.approx(film.flashes, abs=0.06)


async def test_sound_that_only_changes_its_box_keeps_its_cover(bench, tmp_path):
    bare = sound(tmp_path / "bare.flac", codec="flac", tags={"title": "Song"})
    source = with_cover(tmp_path / "a.mp4", bare, jpeg())
    found, path, file = await bench.fit(source, PLENTY)
    heard = seen(path)
    assert isinstance(found, Remux)
    assert file.filename == "a.flac"
    assert cover_of(path) == jpeg()
    assert heard.tags["title"] == "Song"
    assert len(heard.beeps) == 2


@pytest.mark.parametrize(("name", "codec"), [("a.mp3", "libmp3lame"), ("a.mp4", "aac")])
async def test_sound_with_a_cover_is_sound_and_kept_where_it_fits(bench, tmp_path, name, codec):
    bare = sound(tmp_path / f"bare-{name}", codec=codec)
    _, info = await bench.measured(with_cover(tmp_path / name, bare, large_cover()))
    assert (info.kind, info.video, info.cover_art) == (MediaKind.AUDIO, None, True)
    assert isinstance(plan(info, aim(PLENTY), Wish()), Keep)


async def test_an_encoded_song_has_no_cover(bench, tmp_path):
    bare = sound(tmp_path / "bare.mp3", codec="libmp3lame")
    source = with_cover(tmp_path / "a.mp3", bare, jpeg())
    _, path, _ = await bench.fit(source, 20_000)
    assert seen(path).codecs == ("aac",)
    assert cover_of(path) is None
