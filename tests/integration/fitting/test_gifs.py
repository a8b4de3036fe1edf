"""GIFs that were made smaller and stay GIFs, opened with another program than made them."""

import pytest
from PIL import Image

from domain.failures import CannotFit
from domain.fitting import plan
from domain.outcome import Failure
from domain.plans import EncodeGif, Wish
from domain.request import Clip
from tests.media.fitting import Shown, aim
from tests.media.pictures import moving

DELAYS = (100, 100, 100, 300, 100, 150)
STAYS = Wish(gif=True)
LIMIT = 15_000


def shown(path):
    """Its size, its delays in milliseconds, and the colour of its upper left pixel."""
    with Image.open(path) as picture:
        assert picture.format == "GIF"
        assert picture.info["loop"] == 0
        delays = []
        for number in range(picture.n_frames):
            picture.seek(number)
            picture.load()
            delays.append(picture.info["duration"])
        return picture.size, delays, picture.convert("RGBA").getpixel((0, 0))


@pytest.mark.parametrize("name", ["a.gif", "a.png", "a.webp"])
async def test_it_stays_a_gif_that_fits_and_keeps_its_times(bench, tmp_path, name):
    source = moving(tmp_path / name, size=(192, 144), delays=DELAYS, noise=1.0, alpha=True)
    found, path, made = await bench.fit(source, LIMIT, STAYS)
    (width, height), delays, corner = shown(path)
    assert isinstance(found, EncodeGif)
    assert (made.filename, made.mimetype) == ("a.gif", "image/gif")
    assert made.size_bytes == path.stat().st_size <= LIMIT
    assert (made.width, made.height) == (width, height) < (192, 144)
    assert abs(width / height - 192 / 144) < 0.05
    assert sum(delays) == sum(DELAYS)
    assert made.duration == pytest.approx(sum(DELAYS) / 1000)
    assert corner[3] == 0 or name == "a.webp"  # whose frames are put on white as they are decoded


async def test_what_stands_still_is_shown_longer_and_not_again(bench, tmp_path):
    source = moving(tmp_path / "slow.gif", size=(192, 144), delays=(1000, 3000, 500), noise=1.0)
    _, path, _ = await bench.fit(source, LIMIT, STAYS)
    assert shown(path)[1] == [1000, 3000, 500]


async def test_of_a_clip_only_that_part_is_in_it(bench, tmp_path):
    source = moving(tmp_path / "a.gif", size=(192, 144), delays=DELAYS, noise=1.0)
    _, path, _ = await bench.fit(source, LIMIT, Wish(gif=True, clip=Clip(start=0.2, end=0.6)))
    assert sum(shown(path)[1]) == 400


async def test_what_no_size_makes_fit_is_said(bench, tmp_path):
    file, info = await bench.measured(moving(tmp_path / "a.gif", noise=1.0))
    found = plan(info, aim(1100), STAYS)
    outcome = await bench.compressor.compress(
        file, info=info, plan=found, room=bench.room, shows=Shown()
    )
    assert outcome == Failure(CannotFit())


async def test_progress_never_goes_back(bench, tmp_path):
    source = moving(tmp_path / "a.gif", size=(192, 144), delays=DELAYS * 2, noise=1.0)
    file, info = await bench.measured(source)
    shows = Shown()
    await bench.compressor.compress(
        file, info=info, plan=plan(info, aim(3 * LIMIT), STAYS), room=bench.room, shows=shows
    )
    assert shows.fractions == sorted(shows.fractions)
    assert shows.fractions[-1] == 1.0
