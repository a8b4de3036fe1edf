"""Films of half pictures become films of whole ones, in which no line is torn from the next."""

import pytest

from domain.plans import EncodeVideo
from tests.media.fields import FRAMES, HEIGHT, RATE, START, STEP, Fields, seen_lines

PLENTY = 10_000_000
X264 = {"preset": "ultrafast", "qp": "4"}
FILMS = {
    "mpeg2.ts": Fields("mpeg2video", {"b": "8000000"}),
    "top-first.ts": Fields("libx264", X264),
    "bottom-first.mkv": Fields("libx264", X264, top_first=False),
}


@pytest.mark.parametrize("name", FILMS)
async def test_no_line_is_torn_from_the_next(bench, tmp_path, name):
    source = FILMS[name].write(tmp_path / name)
    plan, path, _ = await bench.fit(source, PLENTY)
    before, after = seen_lines(source), seen_lines(path)
    assert before.torn > HEIGHT, "the source is what it is to be"
    assert isinstance(plan, EncodeVideo)
    assert after.torn < 1
    assert not after.interlaced
    assert after.times == pytest.approx([n / RATE for n in range(FRAMES)], abs=0.001)
    for number, edge in enumerate(after.edges[2:-2], 2):
        assert edge == pytest.approx(START + STEP * 2 * number, abs=STEP / 3)
