"""What yt-dlp lists of a video, as renditions, and what is chosen of it."""

from adapters.fetchers.yt_dlp.choosing import Taking, choose
from adapters.fetchers.yt_dlp.formats import renditions_of
from adapters.fetchers.yt_dlp.options import entries
from application.ports.egress import JobBudget
from domain.failures import CannotFit, LiveStream, NothingThere, TooLarge
from domain.limits import Aim, UploadLimits
from domain.link import Link
from domain.outcome import Failure, Success
from domain.plans import Wish
from domain.renditions import Rendition
from domain.request import Clip, Items, MediaRequest, Quality
from domain.worth_fetching import height_to_encode

REQUEST = MediaRequest(link=Link(url="https://youtu.be/lake"))


def listed(name, *, vcodec="avc1.64001f", acodec="none", height=None, size=None, **more):
    return {
        "format_id": name,
        "ext": "mp4",
        "vcodec": vcodec,
        "acodec": acodec,
        "height": height,
        "width": height and height * 16 // 9,
        "filesize": size,
        "protocol": "https",
        **more,
    }


LADDER = [
    listed("140", vcodec="none", acodec="mp4a.40.2", size=100_000, ext="m4a"),
    listed("134", height=360, size=400_000),
    listed("136", height=720, size=1_500_000),
    listed("18", acodec="mp4a.40.2", height=360, size=600_000),
    listed("sb0", vcodec="none", protocol="mhtml", ext="mhtml"),
]
INFO = {"formats": LADDER, "duration": 10.0}


def names(formats, duration=10.0):
    return [each.format_id for each in renditions_of(formats, duration=duration)]


def chosen(info, *, limit=None, request=REQUEST, **budget):
    limits = limit and UploadLimits(bytes_per_file=limit, bytes_per_message=limit)
    aim = Aim(limits=limits) if limits else None
    match choose(info, request=request, aim=aim, budget=JobBudget(**budget)):
        case Success(choices):
            return [each.format_id for each in choices]
        case failure:
            return failure


def test_a_picture_and_a_sound_are_offered_as_a_pair():
    assert names(LADDER) == ["18", "140", "134+140", "136+140"]


def test_the_size_of_a_pair_is_the_sum():
    pair = renditions_of(LADDER, duration=10)[-1]
    assert (pair.size_bytes, pair.exact, pair.height) == (1_600_000, True, 720)


def test_without_any_sound_the_picture_is_offered_alone():
    assert names([listed("v", height=360)]) == ["v"]


def test_a_size_is_reckoned_from_the_rate_where_none_is_told():
    [each] = renditions_of([listed("v", height=360, tbr=800)], duration=10)
    assert (each.size_bytes, each.exact) == (1_000_000, False)


def test_an_estimate_of_the_site_stands_before_ours():
    [each] = renditions_of([listed("v", height=360, filesize_approx=7, tbr=800)], duration=10)
    assert (each.size_bytes, each.exact) == (7, False)


def test_a_portrait_is_as_high_as_it_is_wide():
    [each] = renditions_of([{**listed("v"), "width": 360, "height": 640}], duration=1)
    assert each.height == 360


def test_what_we_cannot_download_or_name_is_not_offered():
    refused = [
        listed("drm", height=360, has_drm=True),
        listed("rtmp", height=360, protocol="rtmp"),
        listed("a+b", height=360),
        listed("none", vcodec="none", acodec="none"),
    ]
    assert names(refused) == []


def test_dubbed_sound_stays_away():
    dubbed = listed("140-1", vcodec="none", acodec="mp4a.40.2", language_preference=-1)
    spoken = listed("140-0", vcodec="none", acodec="mp4a.40.2", language_preference=10)
    assert names([dubbed, spoken, listed("v", height=360)]) == ["140-0", "v+140-0"]


def test_codecs_that_a_site_does_not_name_are_the_usual_ones():
    unnamed = {"format_id": "0", "ext": "mp4", "protocol": "https"}
    [each] = renditions_of([unnamed], duration=None)
    assert (each.video_codec, each.audio_codec) == ("h264", "aac")
    assert each.plays_everywhere
    odd = {"format_id": "0", "ext": "flv", "protocol": "https"}
    assert not renditions_of([odd], duration=None)[0].plays_everywhere


def test_what_fits_is_chosen_before_anything_is_downloaded():
    assert chosen(INFO, limit=2_000_000) == ["136+140", "18", "134+140"]
    assert chosen(INFO, limit=550_000) == ["134+140"]


def test_without_a_limit_the_best_is_chosen():
    assert chosen(INFO) == ["136+140"]


def test_a_quality_bounds_the_choice():
    low = REQUEST.model_copy(update={"quality": Quality.P360})
    assert chosen(INFO, request=low) == ["18"]


def test_a_clip_needs_only_its_share_of_the_room():
    half = REQUEST.model_copy(update={"clip": Clip(start=5)})
    assert chosen(INFO, limit=1_100_000, request=half)[0] == "136+140"
    beyond = REQUEST.model_copy(update={"clip": Clip(start=50)})
    assert chosen(INFO, limit=1_100_000, request=beyond)[0] == "18"


def test_what_is_larger_than_the_operator_allows_is_not_chosen():
    assert chosen(INFO, file_bytes=700_000) == ["18"]
    assert chosen(INFO, file_bytes=50_000) == Failure(TooLarge(bytes=100_000, allowed=50_000))


def test_a_live_stream_is_refused():
    assert chosen(INFO | {"is_live": True}) == Failure(LiveStream())
    assert chosen(INFO | {"live_status": "is_upcoming"}) == Failure(LiveStream())


def test_nothing_to_download_is_nothing_there():
    assert chosen({"formats": []}) == Failure(NothingThere())


def test_choices_are_taken_one_after_the_other():
    taking = Taking(renditions_of(LADDER, duration=10)[1:3], LADDER)
    assert (taking.next(), taking.is_whole) == ("140", False)
    assert (taking.next(), taking.number) == ("134,140", 2)
    assert taking.next() is None


def test_a_file_with_picture_and_sound_is_left_as_it_is():
    taking = Taking(renditions_of(LADDER, duration=10)[:1], LADDER)
    assert (taking.next(), taking.is_whole) == ("18", True)


def test_what_will_be_encoded_small_need_not_be_fetched_large():
    best = Rendition(
        format_id="v", height=1080, video_codec="vp09.00", audio_codec="opus", size_bytes=90_000_000
    )
    tight = Aim(limits=UploadLimits(bytes_per_file=2_000_000, bytes_per_message=2_000_000))
    roomy = Aim(limits=UploadLimits(bytes_per_file=88_000_000, bytes_per_message=88_000_000))
    small = height_to_encode(best, seconds=120, aim=tight, wish=Wish())
    assert small is not None
    assert small < 1080
    assert height_to_encode(best, seconds=120, aim=roomy, wish=Wish()) == 1080
    silent = best.model_copy(update={"audio_codec": None})
    assert (height_to_encode(silent, seconds=120, aim=tight, wish=Wish()) or 0) >= small
    unknown = best.model_copy(update={"height": None})
    assert height_to_encode(unknown, seconds=120, aim=tight, wish=Wish()) is None


HOUR = [listed("18", acodec="mp4a.40.2", height=360, size=90_000_000)]


def hour(limit, formats=HOUR, **more):
    aim = Aim(limits=UploadLimits(bytes_per_file=limit, bytes_per_message=limit))
    request = REQUEST.model_copy(update=more)
    info = {"formats": formats, "duration": 3600.0}
    return choose(info, request=request, aim=aim, budget=JobBudget())


def test_what_cannot_fit_is_refused_before_it_is_fetched_with_what_would_work():
    match hour(10_000_000):
        case Failure(CannotFit(smallest_limit=smallest, longest_clip=clip, audio_bytes=None)):
            assert 20_000_000 < smallest < 90_000_000
            assert 600 < clip < 1800
        case other:
            raise AssertionError(other)
    match hour(16_000_000):
        case Failure(CannotFit(audio_bytes=sound)):
            assert 0 < sound <= 16_000_000
        case other:
            raise AssertionError(other)
    assert isinstance(hour(smallest), Success)


def test_sound_alone_that_cannot_fit_is_refused_before_it_is_fetched():
    sound = [listed("140", vcodec="none", acodec="mp4a.40.2", size=58_000_000, ext="m4a"), *HOUR]
    match hour(10_000_000, sound, audio_only=True):
        case Failure(CannotFit(smallest_limit=smallest, longest_clip=clip, audio_bytes=None)):
            assert 10_000_000 < smallest < 20_000_000
            assert 1800 < clip < 3600
        case other:
            raise AssertionError(other)
    assert isinstance(hour(smallest, sound, audio_only=True), Success)
    assert isinstance(hour(10_000_000, audio_only=True), Success)  # who knows what its sound takes


def test_what_may_fit_is_fetched_though_it_may_be_for_nothing():
    unknown = [listed("18", acodec="mp4a.40.2", height=360)]
    estimated = [listed("18", acodec="mp4a.40.2", height=360, filesize_approx=11_000_000)]
    assert isinstance(hour(10_000_000, unknown), Success)
    assert isinstance(hour(10_000_000, estimated), Success)
    assert isinstance(hour(10_000_000, clip=Clip(end=60)), Success)
    assert isinstance(hour(16_000_000, audio_only=True), Success)


def test_one_entry_more_than_a_job_takes_is_listed_to_know_that_there_are_more():
    assert entries(REQUEST, most=10) == "1:11"
    assert entries(REQUEST.model_copy(update={"max_items": 3}), most=10) == "1:3"
    assert entries(REQUEST.model_copy(update={"max_items": 30}), most=10) == "1:11"
    some = REQUEST.model_copy(update={"items": Items.parse("2,5-7,9-")})
    assert entries(some, most=10) == "2:2,5:7,9:19"
