"""What x264 refuses to do is told as what it is."""

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from av.video.frame import VideoFrame

from adapters.compressors.x264_inside import X264, EncoderFailedError
from domain.failures import ExternalToolFailed
from domain.fitting import plan
from domain.outcome import Failure
from domain.plans import Wish
from tests.media.fitting import Shown, aim, real_compressor

SIDE, FRAMES = 64, 24


@pytest.fixture
def x264(tmp_path):
    """After a first look at noise."""
    encoder = X264("faster", 1, tmp_path / "stats", ticks=Fraction(24), rate=24.0)
    encoder.analyse(noise(), crf=30, tell=lambda _: None)
    return encoder


def noise():
    random = Random(1)
    for tick in range(FRAMES):
        frame = VideoFrame(SIDE, SIDE, "yuv420p")
        for plane in frame.planes:
            plane.update(random.randbytes(plane.buffer_size))
        yield tick, frame


def make(x264, path, kbps):
    return x264.make(
        noise(),
        path,
        kbps=kbps,
        strictly=False,
        crf=None,
        most_bytes=1_000_000,
        tell=lambda _: None,
    )


def test_a_rate_that_is_too_low_is_told(x264, tmp_path):
    assert make(x264, tmp_path / "a.mp4", 1.0)["too_low"]
    assert "too_low" not in make(x264, tmp_path / "a.mp4", 100.0)


def test_statistics_of_another_film_are_no_low_rate(x264, tmp_path):
    with pytest.raises(EncoderFailedError, match="setting than first pass"):
        make(replace(x264, preset="ultrafast"), tmp_path / "a.mp4", 100.0)


def test_statistics_that_are_gone_are_no_low_rate(x264, tmp_path):
    x264.stats.unlink()
    with pytest.raises(EncoderFailedError, match="stats file"):
        make(x264, tmp_path / "a.mp4", 100.0)


async def test_an_encoder_that_fails_does_not_make_the_file_a_damaged_one(
    bench, library, warm_cells
):
    file, info = await bench.measured(library["mkv.mkv"])
    outcome = await real_compressor(warm_cells, preset="hasty").compress(
        file, info=info, plan=plan(info, aim(50_000), Wish()), room=bench.room, shows=Shown()
    )
    match outcome:
        case Failure(ExternalToolFailed(tool="pyav", words=words)):
            assert "preset" in words
        case other:
            pytest.fail(str(other))
