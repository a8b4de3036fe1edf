"""Which plan is made for which file."""

from pathlib import PurePosixPath

import pytest

from domain.failures import CannotFit, NotInFile
from domain.fitting import Fitted, after_miss, plan, what_would_work
from domain.limits import Minima
from domain.media import AudioTrack, MediaFile, MediaInfo, MediaKind
from domain.plans import (
    CopySound,
    CopyVideo,
    EncodeAudio,
    EncodeImage,
    EncodeSound,
    EncodeVideo,
    Keep,
    Refuse,
    Remux,
    Wish,
)
from domain.request import Clip
from domain.second_tries import instead_of_copying
from tests.unit.fitting.media import MIB, aim, animation, film, picture, song

CLIP = Clip(start=10, end=20)
a_file = MediaFile(
    filename="a.mp4",
    filepath=PurePosixPath("work/a.mp4"),
    file_type=MediaKind.VIDEO,
    mimetype="video/mp4",
    size_bytes=100,
    checksum="",
)


@pytest.mark.parametrize("sound", ["aac", "mp3", None])
def test_a_film_that_fits_and_plays_is_kept(sound):
    assert plan(film(sound=sound), aim(10 * MIB), Wish()) == Keep()


@pytest.mark.parametrize("odd", [{"container": "matroska"}, {"faststart": False}])
def test_the_right_tracks_in_the_wrong_file_are_copied(odd):
    assert plan(film(**odd), aim(10 * MIB), Wish()) == Remux(max_bytes=10 * MIB)


def test_what_rides_along_is_left_out_where_that_is_enough():
    fat = film().model_copy(update={"size_bytes": 20 * MIB})
    assert plan(fat, aim(10 * MIB), Wish()) == Remux(max_bytes=10 * MIB)


SONG_WITH_A_COVER = {"mib": 27.0, "seconds": 1800.0, "rate": 1 / 1800}


def test_what_a_picture_that_stands_still_leaves_is_the_sounds():
    song_ = film(sound_kbps=124, **SONG_WITH_A_COVER)
    copied = plan(song_, aim(20 * MIB), Wish())
    assert isinstance(copied, CopyVideo)
    assert copied.sound == EncodeSound(kbps=88, channels=2)
    other = film(codec="vp9", sound="opus", sound_kbps=124, **SONG_WITH_A_COVER)
    encoded = plan(other, aim(20 * MIB), Wish())
    assert isinstance(encoded, EncodeVideo)
    assert encoded.frames_per_second == 1
    assert encoded.sound.kbps > 64
    assert encoded.sound.channels == 2


def test_the_sound_gets_no_more_than_its_source_is_worth():
    poor = film(sound="opus", sound_kbps=30, mib=8, seconds=60)
    assert plan(poor, aim(10 * MIB), Wish()).sound == EncodeSound(kbps=56, channels=2)
    mono = film(sound="opus", sound_kbps=300, mib=8, seconds=60)
    mono = mono.model_copy(update={"audio": mono.audio.model_copy(update={"channels": 1})})
    assert plan(mono, aim(60 * MIB), Wish()).sound == EncodeSound(kbps=128, channels=1)


@pytest.mark.parametrize(("kbps", "again"), [(32, 32), (12, 12)])
def test_a_second_try_of_a_picture_leaves_the_sound_its_least(kbps, again):
    first = plan(film(seconds=180, codec="vp9", mib=80), aim(4 * MIB), Wish())
    assert isinstance(first, EncodeVideo)
    first = first.model_copy(update={"sound": EncodeSound(kbps=kbps, channels=1)})
    second = after_miss(first, info=film(seconds=180, codec="vp9", mib=80), got_bytes=6 * MIB)
    assert second.sound == EncodeSound(kbps=again, channels=1)


@pytest.mark.parametrize("codec", ["h264", "vp9"])
def test_of_a_clip_nobody_knows_what_the_picture_leaves(codec):
    song_ = film(codec=codec, sound="opus", sound_kbps=124, **SONG_WITH_A_COVER)
    clip = plan(song_, aim(10 * MIB), Wish(clip=Clip(start=0, end=900)))
    assert isinstance(clip, CopyVideo if codec == "h264" else EncodeVideo)
    assert clip.sound == EncodeSound(kbps=32, channels=1)


def test_a_picture_that_stands_for_long_is_refused_by_its_own_bits_and_not_by_its_rate():
    three = film(mib=50, seconds=900.0, rate=3 / 900, sound_kbps=128, codec="vp9")
    found = plan(three, aim(4.5 * MIB), Wish())
    assert isinstance(found, EncodeVideo)
    assert 1 <= found.video_kbps < 10
    assert isinstance(plan(three, aim(3 * MIB), Wish()), Refuse)


def test_a_picture_that_fits_beside_smaller_sound_is_copied():
    assert isinstance(plan(film(sound="opus"), aim(10 * MIB), Wish()), CopyVideo)
    loud = film(mib=4, seconds=20, sound_kbps=1400, sound="pcm_s16le")
    assert isinstance(plan(loud, aim(3 * MIB), Wish()), CopyVideo)


@pytest.mark.parametrize(
    "odd",
    [
        {"codec": "hevc"},
        {"pixel_format": "yuv420p10le"},
        {"transfer": "smpte2084"},
        {"interlaced": True},
    ],
)
def test_what_not_every_player_shows_is_encoded(odd):
    found = plan(film(**odd), aim(10 * MIB), Wish())
    assert isinstance(found, EncodeVideo)
    assert not found.may_copy


def test_what_is_too_large_is_encoded_and_copied_if_that_turns_out_to_fit():
    found = plan(film(), aim(4 * MIB), Wish())
    assert isinstance(found, EncodeVideo)
    assert (found.max_bytes, found.may_copy) == (4 * MIB, True)


def test_no_more_bits_are_spent_than_the_source_is_worth():
    found = plan(film(codec="vp9", mib=1), aim(100 * MIB), Wish())
    assert isinstance(found, EncodeVideo)
    assert found.video_kbps < 500


def test_frequent_frames_are_left_out_where_bits_are_few():
    fast = film(rate=60)
    assert plan(fast, aim(50 * MIB), Wish()) == Keep()
    few = plan(fast, aim(4 * MIB), Wish())
    assert isinstance(few, EncodeVideo)
    assert few.frames_per_second == 30


@pytest.mark.parametrize(("longest", "keeps"), [(0.067, True), (0.5, False)])
def test_frames_stay_at_their_moments_where_gaps_differ_little(longest, keeps):
    varies = film(variable_rate=True, shortest_gap=0.033, longest_gap=longest)
    found = plan(varies, aim(4 * MIB), Wish())
    assert isinstance(found, EncodeVideo)
    assert found.keeps_times is keeps


def test_low_sound_is_copied_beside_an_encoded_picture():
    quiet = plan(film(sound_kbps=40), aim(4 * MIB), Wish())
    loud = plan(film(sound_kbps=256), aim(4 * MIB), Wish())
    assert isinstance(quiet, EncodeVideo)
    assert isinstance(loud, EncodeVideo)
    assert quiet.sound == CopySound()
    assert loud.sound == EncodeSound(kbps=64, channels=2)


def test_sound_of_one_channel_stays_so():
    mono = film(sound_kbps=300)
    mono = mono.model_copy(update={"audio": mono.audio.model_copy(update={"channels": 1})})
    found = plan(mono, aim(4 * MIB), Wish())
    assert isinstance(found, EncodeVideo)
    assert found.sound == EncodeSound(kbps=64, channels=1)


def test_a_clip_from_the_start_is_copied_and_another_one_encoded():
    first = plan(film(), aim(10 * MIB), Wish(clip=Clip(end=20)))
    later = plan(film(), aim(10 * MIB), Wish(clip=CLIP))
    assert isinstance(first, Remux)
    assert isinstance(later, EncodeVideo)
    assert later.clip == CLIP


def test_a_clip_that_is_all_of_it_is_none():
    assert plan(film(), aim(10 * MIB), Wish(clip=Clip(end=500))) == Keep()


def test_a_clip_behind_the_end_is_not_in_the_file():
    found = plan(film(), aim(10 * MIB), Wish(clip=Clip(start=70)))
    assert found == Refuse(failure=NotInFile(what="clip"))


def test_a_film_is_made_no_larger_than_wished():
    found = plan(film(), aim(10 * MIB), Wish(max_height=480))
    assert isinstance(found, EncodeVideo)
    assert (found.width, found.height) == (854, 480)


def test_only_the_sound_of_a_film_is_copied_or_encoded():
    only = Wish(audio_only=True)
    assert plan(film(), aim(10 * MIB), only) == Remux(max_bytes=10 * MIB, audio_only=True)
    assert isinstance(plan(film(), aim(MIB // 2), only), EncodeAudio)
    assert isinstance(plan(film(sound="pcm_s16le"), aim(10 * MIB), only), EncodeAudio)


@pytest.mark.parametrize("silent", [film(sound=None), picture(), animation()])
def test_sound_that_is_not_there_is_not_in_the_file(silent):
    found = plan(silent, aim(10 * MIB), Wish(audio_only=True))
    assert found == Refuse(failure=NotInFile(what="sound"))


def test_a_song_is_kept_copied_or_encoded():
    assert plan(song(), aim(10 * MIB), Wish()) == Keep()
    raw = song(container="aac", codec="aac")
    assert plan(raw, aim(10 * MIB), Wish()) == Remux(
        max_bytes=10 * MIB, audio_only=True, keeps_tags=True
    )
    covered = song().model_copy(update={"size_bytes": 20 * MIB})
    assert plan(covered, aim(10 * MIB), Wish()) == Remux(max_bytes=10 * MIB, audio_only=True)
    encoded = plan(song(), aim(2 * MIB), Wish())
    assert isinstance(encoded, EncodeAudio)
    assert encoded.sound.kbps == pytest.approx(87, abs=3)


def test_a_song_of_one_channel_gets_one_and_no_lossy_one_gets_more_than_it_has():
    mono = plan(song(codec="alac", container="mp4", channels=1), aim(10 * MIB), Wish())
    lossy = plan(song(codec="ac3", container="mpegts", kbps=64), aim(10 * MIB), Wish())
    assert isinstance(mono, EncodeAudio)
    assert isinstance(lossy, EncodeAudio)
    assert mono.sound == EncodeSound(kbps=128, channels=1)
    assert lossy.sound == EncodeSound(kbps=96, channels=2)


def test_a_song_below_the_minimum_is_refused_unless_it_fits():
    low = song(codec="alac", container="mp4", kbps=20)
    assert isinstance(plan(low, aim(300_000), Wish()), Refuse)
    assert plan(low, aim(low.size_bytes), Wish()) == Keep()


def test_a_picture_is_kept_encoded_or_refused():
    assert plan(picture(), aim(10 * MIB), Wish()) == Keep()
    encode = EncodeImage(max_bytes=MIB, min_quality=10)
    assert plan(picture(), aim(MIB), Wish()) == encode
    assert isinstance(plan(picture(form="TIFF"), aim(10 * MIB), Wish()), EncodeImage)
    assert plan(picture(), aim(500), Wish()) == Refuse(failure=CannotFit(smallest_limit=1024))


def test_a_moving_picture_is_kept_or_becomes_a_silent_film():
    assert plan(animation(), aim(10 * MIB), Wish()) == Keep()
    found = plan(animation(), aim(MIB), Wish())
    assert isinstance(found, EncodeVideo)
    assert (found.sound, found.frames_per_second) == (None, 10)
    assert isinstance(plan(animation(form="AVIF"), aim(10 * MIB), Wish()), EncodeVideo)


def test_nothing_that_can_be_seen_is_no_film():
    with pytest.raises(ValueError, match="seen"):
        plan(MediaInfo(kind=MediaKind.VIDEO, size_bytes=1, container="mp4"), aim(1), Wish())


def test_a_refusal_names_a_limit_a_clip_and_the_sound():
    refused = plan(film(), aim(MIB // 2), Wish())
    assert refused == Refuse(failure=what_would_work(film(), aim(MIB // 2), Wish()))
    told = refused.failure
    assert isinstance(told, CannotFit)
    assert told.smallest_limit == pytest.approx(1.2 * MIB, rel=0.1)
    assert told.longest_clip == pytest.approx(25, abs=2)
    assert told.audio_bytes == pytest.approx(MIB // 2, rel=0.1)


def test_the_sound_of_a_refused_film_may_be_copied_or_be_too_much_itself():
    quiet = film(sound_kbps=40, seconds=90)
    assert isinstance(plan(quiet, aim(MIB // 2), Wish(audio_only=True)), Remux)
    told = what_would_work(quiet, aim(MIB // 2), Wish())
    assert told.audio_bytes == pytest.approx(40 * 125 * 90, rel=0.1)
    assert what_would_work(film(seconds=1000), aim(MIB // 2), Wish()).audio_bytes is None
    assert what_would_work(film(sound=None), aim(MIB // 8), Wish()).audio_bytes is None


def test_flat_pictures_are_good_at_less():
    assert isinstance(plan(film(seconds=80, sound=None), aim(MIB), Wish()), Refuse)
    assert isinstance(
        plan(film(seconds=80, sound=None, flat_share=0.8), aim(MIB), Wish()), EncodeVideo
    )


def test_the_minima_are_the_operators():
    low = Minima(video_kbps=20, audio_kbps=16)
    assert isinstance(plan(film(), aim(MIB // 2, low), Wish()), EncodeVideo)


def test_a_second_try_of_an_encode_aims_lower_by_what_it_was_over():
    for first, info in (
        (plan(film(), aim(4 * MIB), Wish()), film()),
        (plan(song(), aim(2 * MIB), Wish()), song()),
        (plan(picture(), aim(MIB), Wish()), picture()),
    ):
        second = after_miss(first, info=info, got_bytes=2 * first.max_bytes)
        assert type(second) is type(first)
        assert second.max_bytes < first.max_bytes / 2


def test_copying_that_missed_is_given_up_for_encoding():
    copied = plan(film(container="matroska"), aim(10 * MIB), Wish())
    sound = plan(film(sound="opus"), aim(10 * MIB), Wish())
    only = plan(film(), aim(10 * MIB), Wish(audio_only=True))
    assert isinstance(after_miss(copied, info=film(), got_bytes=1), EncodeVideo)
    assert isinstance(after_miss(sound, info=film(), got_bytes=1), EncodeVideo)
    assert isinstance(after_miss(only, info=film(), got_bytes=1), EncodeAudio)


@pytest.mark.parametrize("done", [Keep(), Refuse(failure=CannotFit())])
def test_what_was_not_carried_out_has_no_second_try(done):
    assert after_miss(done, info=film(), got_bytes=1) == done


def test_an_encode_that_may_copy_stops_copying_step_by_step():
    first = plan(film(sound_kbps=40), aim(4 * MIB), Wish())
    second = instead_of_copying(first, film())
    third = instead_of_copying(second, film())
    assert isinstance(second, EncodeVideo)
    assert isinstance(third, EncodeVideo)
    assert (second.may_copy, second.sound) == (False, CopySound())
    assert isinstance(third.sound, EncodeSound)
    assert instead_of_copying(third, film()) is None


def test_sound_that_nothing_is_known_of_is_still_encoded():
    silent = film().model_copy(update={"audio": None})
    found = after_miss(
        EncodeAudio(max_bytes=MIB, sound=EncodeSound(kbps=64, channels=2)),
        info=silent,
        got_bytes=2 * MIB,
    )
    assert isinstance(found, EncodeAudio)


def test_a_container_that_tells_little_is_planned_by_its_size():
    bare = film().model_copy(
        update={
            "audio": AudioTrack(codec="aac"),
            "video": film().video.model_copy(
                update={"bytes": None, "frames": None, "key_frames": None}
            ),
        }
    )
    assert isinstance(plan(bare, aim(4 * MIB), Wish()), EncodeVideo)
    assert plan(bare, aim(10 * MIB), Wish()) == Keep()


def test_what_came_of_it_is_told_in_a_persons_words():
    def fitted(done):
        return Fitted(key="a", file=made, original=original, plan=done)

    made = a_file.model_copy(update={"size_bytes": 25})
    original = a_file
    assert fitted(Keep()).action == "kept"
    assert fitted(Remux(max_bytes=1)).action == "remuxed"
    assert fitted(plan(film(), aim(4 * MIB), Wish())).action == "encoded"
    assert fitted(Keep()).ratio == 0.25


@pytest.mark.parametrize("limit", [1, 1024, 8192, 65536])
def test_a_limit_that_leaves_the_picture_no_bits_is_refused(limit):
    refused = plan(film(), aim(limit), Wish())
    assert isinstance(refused, Refuse)
    assert isinstance(refused.failure, CannotFit)
    assert (refused.failure.smallest_limit or 0) > limit
