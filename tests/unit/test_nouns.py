from datetime import UTC, datetime
from pathlib import PurePosixPath

import pytest
from pydantic import SecretStr, TypeAdapter, ValidationError

from domain.delivery import Delivery, End, Interrupted, LeftBehind
from domain.failures import AnyFailure, NotFound, TooLarge
from domain.fitting import Fitted
from domain.items import place_of
from domain.jobs import Actor, JobSpec, ReplyAddress
from domain.link import Link, Site
from domain.media import MediaFile, MediaInfo, MediaKind, VideoTrack, described
from domain.metadata import AnyMetadata, OtherMetadata, TwitterMetadata, YouTubeMetadata
from domain.plans import EncodeImage, Keep, Remux
from domain.request import MediaRequest
from tests.unit.nouns import fitted, media_file

URL = "https://example.com/"


@pytest.mark.parametrize(
    "metadata",
    [
        TwitterMetadata(url=URL, tweet_id="1", thread_position=2),
        YouTubeMetadata(url=URL, tags=("a",), download_timestamp=datetime.now(UTC)),
        OtherMetadata(url=URL, platform_data={"a": [1, None]}),
    ],
)
def test_metadata_survives_json_as_its_own_kind(metadata: AnyMetadata) -> None:
    adapter: TypeAdapter[AnyMetadata] = TypeAdapter(AnyMetadata)
    assert adapter.validate_json(adapter.dump_json(metadata)) == metadata


def test_metadata_of_an_unknown_platform_is_no_metadata() -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(AnyMetadata).validate_python({"url": URL, "platform": "myspace"})


def test_an_error_does_not_quote_what_was_given() -> None:
    with pytest.raises(ValidationError) as raised:
        JobSpec.model_validate({"reply": {"chat": "discord", "token": "hush"}})
    assert "Field required" in str(raised.value)
    assert "hush" not in str(raised.value)


def test_a_download_timestamp_has_a_zone() -> None:
    with pytest.raises(ValidationError):
        OtherMetadata(url=URL, download_timestamp=datetime(2026, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize("path", ["/etc/passwd", "../a", "a/../../b", ""])
def test_a_file_stays_inside_the_folder_of_its_job(path: str) -> None:
    with pytest.raises(ValidationError):
        media_file().model_validate({**media_file().model_dump(), "filepath": path})


@pytest.mark.parametrize("name", ["", "a/b", "..", "a\0"])
def test_a_file_name_is_one_name(name: str) -> None:
    with pytest.raises(ValidationError):
        MediaFile.model_validate({**media_file().model_dump(), "filename": name})


def test_a_noun_never_changes_and_takes_no_unknown_field() -> None:
    file = media_file()
    with pytest.raises(ValidationError):
        file.filename = "b"  # type: ignore[misc]  # the point of the test
    with pytest.raises(ValidationError):
        MediaFile.model_validate({**file.model_dump(), "colour": "red"})


def test_a_failure_is_told_apart_by_its_kind() -> None:
    adapter: TypeAdapter[AnyFailure] = TypeAdapter(AnyFailure)
    assert adapter.validate_python({"kind": "too_large", "allowed": 5}) == TooLarge(allowed=5)


def test_an_action_is_a_persons_word_for_the_plan() -> None:
    file = media_file(size=50)
    original = media_file(size=100)
    plans = {
        "kept": Keep(),
        "remuxed": Remux(max_bytes=1),
        "encoded": EncodeImage(max_bytes=1, min_quality=1),
    }
    for action, plan in plans.items():
        made = Fitted(key="a", file=file, original=original, plan=plan)
        assert made.action == action
        assert made.ratio == 0.5


def test_an_outcome_is_everything_a_part_or_nothing() -> None:
    left = LeftBehind(key="b", failure=NotFound())
    assert Delivery(delivered=(fitted("a"),)).outcome == "delivered"
    assert Delivery(delivered=(fitted("a"),), left_behind=(left,)).outcome == "partly"
    assert Delivery(delivered=(fitted("a"),), failure=NotFound()).outcome == "partly"
    assert Delivery(failure=NotFound()).outcome == "failed"


def test_an_end_survives_json() -> None:
    adapter: TypeAdapter[End] = TypeAdapter(End)
    assert adapter.validate_json(adapter.dump_json(Interrupted())) == Interrupted()


def _spec() -> JobSpec:
    return JobSpec(
        request=MediaRequest(link=Link(url=URL)),
        reply=ReplyAddress(chat="discord", place="1", token=SecretStr("s3cret")),
        actor=Actor(user="1"),
    )


def test_a_token_is_written_only_when_sealed() -> None:
    spec = _spec()
    assert "s3cret" not in spec.model_dump_json()
    assert "s3cret" not in repr(spec)
    sealed = spec.model_dump_json(context={"sealed": True})
    assert JobSpec.model_validate_json(sealed) == spec


def test_a_masked_token_is_refused_when_read_back() -> None:
    with pytest.raises(ValidationError, match="sealed"):
        JobSpec.model_validate_json(_spec().model_dump_json())


def test_an_address_without_a_token_survives_json() -> None:
    address = ReplyAddress(chat="folder", place="/downloads")
    assert ReplyAddress.model_validate_json(address.model_dump_json()) == address


def test_only_pq_and_hlg_are_hdr() -> None:
    track = VideoTrack(codec="hevc", width=1, height=1, coded_width=1, coded_height=1)
    assert not track.hdr
    assert track.model_copy(update={"transfer": "smpte2084"}).hdr
    assert track.model_copy(update={"transfer": "arib-std-b67"}).hdr


def test_a_path_is_written_with_slashes() -> None:
    assert media_file().filepath == PurePosixPath("work/a.jpg")


def test_metadata_knows_the_files_that_came() -> None:
    post = OtherMetadata(url="https://lake.example")
    came = post.with_files([media_file("a.jpg", 100), media_file("b.jpg", 50)])
    assert (came.files, came.file_size_bytes) == (("a.jpg", "b.jpg"), 150)
    assert (post.with_files([]).files, post.with_files([]).file_size_bytes) == ((), None)


def test_a_key_says_its_place_in_the_post() -> None:
    assert [place_of(key) for key in ("twitter:1900:3", "7")] == ["3", "7"]


def test_what_the_probe_found_damaged_is_told_of_what_was_made_of_it() -> None:
    original = media_file("a.mp4")
    made = original.model_copy(update={"checksum": "1" * 64})
    info = MediaInfo(kind=MediaKind.VIDEO, size_bytes=1, container="mp4", damaged_packets=3)
    assert described(made, original, info).damaged_packets == 3
    worse = made.model_copy(update={"damaged_packets": 5})
    assert described(worse, original, info).damaged_packets == 5
    assert described(original, original, info).damaged_packets == 0


def test_metadata_of_every_site_is_told_apart() -> None:
    adapter: TypeAdapter[AnyMetadata] = TypeAdapter(AnyMetadata)
    told = [adapter.validate_python({"url": URL, "platform": site}).platform for site in Site]
    assert told == list(Site)
