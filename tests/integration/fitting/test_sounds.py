"""Files of sound, fitted and listened to by decoding all of what came out."""

import av
import pytest

from domain.plans import EncodeAudio, Remux, Wish
from domain.request import Clip
from tests.media.films import Film
from tests.media.seen import seen
from tests.media.sounds import second_is_default, sound

PLENTY = 10_000_000
MP3_DELAY = 0.03
"""Seconds that an encoder of MP3 puts before the sound, which stay."""


@pytest.mark.parametrize("name", ["song.wav", "song.mp3", "song.flac", "song.ogg", "song.m4a"])
async def test_sound_over_the_limit_becomes_aac_that_fills_it(bench, library, name):
    limit = min(24_000, library[name].stat().st_size * 4 // 5)
    plan, path, made = await bench.fit(library[name], limit)
    heard = seen(path)
    assert isinstance(plan, EncodeAudio)
    assert 0.9 * limit <= made.size_bytes <= limit
    assert heard.codecs == ("aac",)
    assert (made.filename, made.mimetype) == ("song.m4a", "audio/mp4")
    assert heard.sound_end == pytest.approx(3.0, abs=0.1)
    assert heard.beeps == pytest.approx(Film(seconds=3.0).flashes, abs=MP3_DELAY)


async def test_silence_takes_next_to_nothing(bench, tmp_path):
    silent = sound(tmp_path / "quiet.wav", codec="pcm_s16le", loud=False)
    _, _, made = await bench.fit(silent, 50_000)
    assert made.size_bytes < 5000


async def test_the_sound_of_a_film_is_copied_where_it_has_a_file_of_its_own(bench, library):
    for name, end in (("plain.mp4", "m4a"), ("vp9-opus.webm", "ogg"), ("interlaced.ts", "mp3")):
        plan, path, made = await bench.fit(library[name], PLENTY, Wish(audio_only=True))
        heard = seen(path)
        assert isinstance(plan, Remux)
        assert len(heard.codecs) == 1
        assert made.filename.endswith(end)
        assert made.width is None
        assert heard.beeps == pytest.approx(Film().flashes, abs=0.06)


async def test_a_clip_of_sound_is_cut_from_its_packets(bench, library):
    clip = Wish(clip=Clip(start=2.0, end=2.9))
    plan, path, made = await bench.fit(library["song.m4a"], PLENTY, clip)
    heard = seen(path)
    assert isinstance(plan, Remux)
    assert made.duration == pytest.approx(0.9)
    assert heard.sound_end == pytest.approx(0.9, abs=0.06)
    assert heard.beeps == pytest.approx((Film(seconds=3.0).flashes[1] - 2.0,), abs=0.05)


async def test_tags_chapters_and_cover_stay_where_nothing_has_to_shrink(bench, tmp_path):
    tags = {"title": "Song", "artist": "Somebody"}
    source = sound(tmp_path / "song.mka", tags=tags, chapters=True, codec="libmp3lame")
    plan, path, _ = await bench.fit(source, PLENTY)
    assert isinstance(plan, Remux)
    assert plan.keeps_tags
    assert seen(path).tags["title"] == "Song"


async def test_a_cover_goes_where_the_file_would_be_too_large_with_it(bench, tmp_path):
    source = sound(tmp_path / "covered.mp3", codec="libmp3lame", cover=True, tags={"title": "A"})
    plan, path, made = await bench.fit(source, source.stat().st_size - 1)
    assert isinstance(plan, Remux)
    assert made.size_bytes < source.stat().st_size
    with av.open(str(path)) as container:
        assert not container.streams.video


async def test_many_channels_become_two(bench, tmp_path):
    source = tmp_path / "surround.mka"
    with av.open(str(source), "w") as out:
        stream = out.add_stream("flac", rate=48_000, layout="5.1")
        frame = av.AudioFrame(format="s16", layout="5.1", samples=4096)
        frame.sample_rate = 48_000
        for plane in frame.planes:
            plane.update(bytes(range(256)) * (plane.buffer_size // 256))
        for number in range(24):
            frame.pts = 4096 * number
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    _, path, _ = await bench.fit(source, 40_000)
    with av.open(str(path)) as container:
        assert container.streams.audio[0].channels == 2


async def test_the_track_is_heard_that_the_file_names(bench, tmp_path):
    quiet = sound(tmp_path / "quiet.mka", codec="flac", loud=False)
    loud = sound(tmp_path / "loud.mka", codec="flac")
    both = second_is_default(tmp_path / "both.mka", quiet, loud)
    _, path, _ = await bench.fit(both, 40_000)
    assert len(seen(path).beeps) == 2
