"""Colours of every sort of film stay what they mean, reckoned by hand from the decoded samples."""

import itertools
from math import log, sqrt

import pytest

from domain.plans import EncodeVideo
from tests.media.bars import GREYS, Bars, Triple, seen_bars
from tests.media.films import HLG, PQ, Colours

PLENTY = 10_000_000
MIXED: tuple[Triple, ...] = (
    *((grey, grey, grey) for grey in (0, 17, 64, 128, 200, 255)),
    *((200, 30, 30), (30, 160, 30), (30, 30, 200), (200, 200, 30), (250, 5, 5), (5, 5, 250)),
)
RAMP: tuple[Triple, ...] = tuple((grey, grey, grey) for grey in GREYS)
UNSEEN = 5
"""Of 255: nobody sees colours apart that are nearer."""
HD = 720
BT601, PAL, BT709 = Colours(6, 6, 6), Colours(5, 6, 5), Colours(1, 1, 1)
SMALL_UNTOLD, LARGE_UNTOLD = (6, 1, 6, 1), (1, 1, 1, 1)
"""Primaries, transfer, matrix and range that are told of films that tell nothing."""
RGB = {"codec": "libx264rgb", "pixels": "rgb24", "options": {"qp": "0", "preset": "ultrafast"}}

FILMS = {
    "8 bits": (Bars(colours=MIXED), SMALL_UNTOLD),
    "4:2:2": (Bars(colours=MIXED, pixels="yuv422p"), SMALL_UNTOLD),
    "4:4:4": (Bars(colours=MIXED, pixels="yuv444p"), SMALL_UNTOLD),
    "10 bits": (Bars(colours=MIXED, pixels="yuv420p10le"), SMALL_UNTOLD),
    "10 bits 4:2:2": (
        Bars(colours=MIXED, pixels="yuv422p10le", told=BT709, matrix=1),
        (1, 1, 1, 1),
    ),
    "10 bits 4:4:4": (Bars(colours=MIXED, pixels="yuv444p10le"), SMALL_UNTOLD),
    "BT.709": (Bars(colours=MIXED, told=BT709, matrix=1), (1, 1, 1, 1)),
    "BT.709, HD, untold": (Bars(colours=MIXED, matrix=1, height=HD), LARGE_UNTOLD),
    "BT.601": (Bars(colours=MIXED, told=BT601), (6, 6, 6, 1)),
    "BT.601 of Europe": (Bars(colours=MIXED, told=PAL), (5, 6, 5, 1)),
    "BT.601 in HD": (Bars(colours=MIXED, told=BT601, height=HD), (6, 6, 6, 1)),
    "of a tube": (Bars(colours=MIXED, told=Colours(5, 5, 5)), (5, 5, 5, 1)),
    "of an American tube": (Bars(colours=MIXED, told=Colours(6, 4, 6)), (6, 4, 6, 1)),
    "logarithmic": (
        Bars(colours=MIXED, pixels="yuv422p10le", told=Colours(1, 9, 1), matrix=1),
        (1, 9, 1, 1),
    ),
    "BT.2020 without HDR": (
        Bars(colours=MIXED, pixels="yuv422p10le", told=Colours(9, 14, 9), matrix=9),
        (1, 1, 1, 1),
    ),
    "full range": (
        Bars(colours=RAMP, told=Colours(1, 1, 1, full=True), matrix=1),
        (1, 1, 1, 1),
    ),
    "full range, untold": (Bars(colours=MIXED, told=Colours(full=True)), SMALL_UNTOLD),
    "full range, 10 bits": (
        Bars(colours=RAMP, pixels="yuv422p10le", told=Colours(1, 1, 1, full=True), matrix=1),
        (1, 1, 1, 1),
    ),
    "RGB": (Bars(colours=MIXED, told=Colours(1, 1, 0, full=True), **RGB), (1, 1, 1, 1)),
    "RGB, untold": (Bars(colours=RAMP, **RGB), (1, 1, 1, 1)),
    "RGB, 10 bits": (Bars(colours=MIXED, pixels="gbrp10le", told=Colours(1, 13, 0)), (1, 1, 1, 1)),
}


@pytest.mark.parametrize("name", FILMS)
async def test_colours_stay_what_they_mean(bench, tmp_path, name):
    film, told = FILMS[name]
    plan, path, _ = await bench.fit(film.write(tmp_path / "bars.mkv"), PLENTY)
    shown = seen_bars(path, len(film.colours))
    assert isinstance(plan, EncodeVideo)
    assert shown.told == told
    for seen in (shown.first, shown.last):
        for bar, meant in zip(seen, film.colours, strict=True):
            assert bar == pytest.approx(meant, abs=UNSEEN)


WHITE_NITS, SCREEN_GAMMA = 203, 2.2
NITS = (0, 0.1, 1, 5, 10, 26, 50, 90, 150, 203, 300, 400)
UNCOMPRESSED_NITS = 94
"""Up to here the screen shows an HDR film's light as it is, white being 203 nits."""
LIGHTS = (
    *((60, 12, 12), (12, 60, 12), (12, 12, 60), (60, 60, 12), (60, 40, 30), (20, 30, 60)),
    *((30, 30, 30), (90, 90, 90)),
)
"""Nits of red, green and blue (BT.709) that a plain screen can show."""
UNSEEN_IN_HDR = 8
BRIGHT = ((900, 60, 60), (60, 900, 60), (60, 60, 900))
TO_2020 = ((0.6274, 0.3293, 0.0433), (0.0691, 0.9195, 0.0114), (0.0164, 0.0880, 0.8956))
LUMA_2020, LUMA_709 = (0.2627, 0.6780, 0.0593), (0.2126, 0.7152, 0.0722)
WIDE = ((60, 5, 5), (5, 60, 5), (60, 60, 5), (5, 60, 60), (60, 5, 60))
"""Nits of BT.2020 that no plain screen has."""


def pq(nits: Triple) -> Triple:
    """SMPTE ST 2084."""
    powers = ((light / 10_000) ** (2610 / 16384) for light in nits)
    red, green, blue = (
        255 * ((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375
        for power in powers
    )
    return red, green, blue


def hlg(nits: Triple) -> Triple:
    """ITU-R BT.2100, for a display of 1000 nits."""
    display = sum(weight * light for weight, light in zip(LUMA_2020, nits, strict=True)) / 1000
    system = display ** (0.2 / 1.2) if display else 1.0

    def signal(scene: float) -> float:
        if scene <= 1 / 12:
            return sqrt(3 * scene)
        return 0.17883277 * log(12 * scene - 0.28466892) + 0.55991073

    red, green, blue = (255 * signal(light / 1000 / system) for light in nits)
    return red, green, blue


def in_2020(nits: Triple) -> Triple:
    red, green, blue = (
        sum(weight * light for weight, light in zip(row, nits, strict=True)) for row in TO_2020
    )
    return red, green, blue


def hdr(kind: str, lights) -> Bars:
    """Bars of these lights, in nits of BT.2020."""
    coded = pq if kind == "PQ" else hlg
    return Bars(
        colours=[coded(light) for light in lights],
        pixels="yuv420p10le",
        told=PQ if kind == "PQ" else HLG,
        matrix=9,
    )


def on_a_screen(nits: float) -> float:
    return 255 * (nits / WHITE_NITS) ** (1 / SCREEN_GAMMA)


@pytest.mark.parametrize("kind", ["PQ", "HLG"])
async def test_light_that_a_screen_can_show_is_shown_as_it_is(bench, tmp_path, kind):
    _, path, _ = await bench.fit(
        hdr(kind, map(in_2020, LIGHTS)).write(tmp_path / "hdr.mkv"), PLENTY
    )
    shown = seen_bars(path, len(LIGHTS))
    assert shown.told == (1, 1, 1, 1)
    for bar, light in zip(shown.last, LIGHTS, strict=True):
        assert bar == pytest.approx([on_a_screen(nits) for nits in light], abs=UNSEEN_IN_HDR)


@pytest.mark.parametrize("kind", ["PQ", "HLG"])
async def test_brighter_greys_stay_brighter_and_grey_up_to_the_brightest(bench, tmp_path, kind):
    greys = [(nits, nits, nits) for nits in NITS]
    _, path, _ = await bench.fit(hdr(kind, greys).write(tmp_path / "hdr.mkv"), PLENTY)
    bars = seen_bars(path, len(NITS)).first
    for darker, brighter in itertools.pairwise(bars):
        assert brighter[1] > darker[1] + 1
    for nits, bar in zip(NITS, bars, strict=True):
        assert max(bar) - min(bar) <= 2
        if nits <= UNCOMPRESSED_NITS:
            assert bar[1] == pytest.approx(on_a_screen(nits), abs=UNSEEN)
    paper = bars[NITS.index(WHITE_NITS)]
    assert 215 <= paper[1] <= 240, "white paper is bright and leaves room for what is brighter"
    assert bars[-1][1] < 252, "what is brighter still is told apart"


@pytest.mark.parametrize("kind", ["PQ", "HLG"])
async def test_a_bright_colour_keeps_its_hue_and_what_is_dark_in_it(bench, tmp_path, kind):
    _, path, _ = await bench.fit(
        hdr(kind, map(in_2020, BRIGHT)).write(tmp_path / "hdr.mkv"), PLENTY
    )
    for strongest, bar in enumerate(seen_bars(path, len(BRIGHT)).first):
        others = [part for number, part in enumerate(bar) if number != strongest]
        assert bar[strongest] > 200
        assert all(20 < other < bar[strongest] - 60 for other in others)
        assert abs(others[0] - others[1]) <= 25


@pytest.mark.parametrize("kind", ["PQ", "HLG"])
async def test_a_colour_that_no_screen_has_becomes_paler_and_not_brighter(bench, tmp_path, kind):
    _, path, _ = await bench.fit(hdr(kind, WIDE).write(tmp_path / "hdr.mkv"), PLENTY)
    for light, bar in zip(WIDE, seen_bars(path, len(WIDE)).first, strict=True):
        linear = [WHITE_NITS * (max(0.0, part) / 255) ** SCREEN_GAMMA for part in bar]
        shown = sum(weight * part for weight, part in zip(LUMA_709, linear, strict=True))
        meant = sum(weight * part for weight, part in zip(LUMA_2020, light, strict=True))
        assert shown == pytest.approx(meant, rel=0.06)
