"""What shines through a film becomes white, as it does in animations."""

import pytest

from tests.media.bars import Bars, seen_bars

PLENTY = 10_000_000
UNSEEN = 5
COLOURS = ((200, 30, 30), (30, 160, 30), (30, 30, 200), (128, 128, 128), (0, 0, 0), (255, 255, 255))
ALPHAS = (255, 0, 128, 255, 51, 0)
ON_WHITE = [
    tuple(255 + (part - 255) * alpha / 255 for part in colour)
    for colour, alpha in zip(COLOURS, ALPHAS, strict=True)
]
FILMS = {
    "prores.mov": {"codec": "prores_ks", "pixels": "yuva444p10le"},
    "animation.mov": {"codec": "qtrle", "pixels": "argb"},
    "pictures.mov": {"codec": "png", "pixels": "rgba"},
    "ffv1.mkv": {"codec": "ffv1", "pixels": "yuva420p"},
    "large.mkv": {"codec": "ffv1", "pixels": "yuva444p", "height": 720, "matrix": 1},
    "sticker.webm": {
        "codec": "libvpx-vp9",
        "pixels": "yuva420p",
        "options": {"lossless": "1", "cpu-used": "8"},
    },
    "old-sticker.webm": {
        "codec": "libvpx",
        "pixels": "yuva420p",
        "options": {"b": "20000000", "auto-alt-ref": "0", "cpu-used": "8"},
    },
    "huffyuv.avi": {"codec": "huffyuv", "pixels": "bgra"},
}


@pytest.mark.parametrize("name", FILMS)
async def test_what_shines_through_becomes_white(bench, tmp_path, name):
    source = Bars(colours=COLOURS, alphas=ALPHAS, **FILMS[name]).write(tmp_path / name)
    _, path, _ = await bench.fit(source, PLENTY)
    shown = seen_bars(path, len(COLOURS))
    for seen in (shown.first, shown.last):
        for bar, meant in zip(seen, ON_WHITE, strict=True):
            assert bar == pytest.approx(meant, abs=UNSEEN)


@pytest.mark.parametrize("name", ["animation.mov", "huffyuv.avi"])
async def test_transparency_that_nobody_filled_in_is_none(bench, tmp_path, name):
    film = Bars(colours=COLOURS, alphas=[0] * len(COLOURS), **FILMS[name])
    _, path, _ = await bench.fit(film.write(tmp_path / name), PLENTY)
    for bar, meant in zip(seen_bars(path, len(COLOURS)).first, COLOURS, strict=True):
        assert bar == pytest.approx(meant, abs=UNSEEN)


async def test_a_film_that_fades_in_from_nothing_is_on_white(bench, tmp_path):
    film = Bars(colours=COLOURS, alphas=ALPHAS, frames=36, empty_frames=6, **FILMS["animation.mov"])
    _, path, _ = await bench.fit(film.write(tmp_path / "fades.mov"), PLENTY)
    shown = seen_bars(path, len(COLOURS))
    for before, after, meant in zip(shown.first, shown.last, ON_WHITE, strict=True):
        assert before == pytest.approx((255, 255, 255), abs=UNSEEN)
        assert after == pytest.approx(meant, abs=UNSEEN)
