"""What yt-dlp tells of a video, whatever a site has written there, becomes metadata."""

from datetime import UTC, datetime

import pytest

from adapters.fetchers.yt_dlp.metadata import metadata_of
from domain.link import Link
from domain.metadata import AnyMetadata, YouTubeMetadata

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
YOUTUBE = Link(url="https://www.youtube.com/watch?v=abc")
ELSEWHERE = Link(url="https://videos.example/1")


def metadata(link: Link = ELSEWHERE, **told: object) -> AnyMetadata:
    return metadata_of(told, link=link, method="api", now=NOW)


def test_a_moment_and_a_day_are_read() -> None:
    told = metadata(YOUTUBE, timestamp=1_700_000_000, upload_date="20231114")
    assert isinstance(told, YouTubeMetadata)
    assert told.published == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    assert str(told.upload_date) == "2023-11-14"


@pytest.mark.parametrize("stamp", [1e20, -1e20, float("inf"), float("nan"), "yesterday"])
def test_what_is_no_moment_is_unknown(stamp: object) -> None:
    assert metadata(timestamp=stamp).published is None


@pytest.mark.parametrize("day", ["2023", "20231399", "", 20231114])
def test_what_is_no_day_is_unknown(day: object) -> None:
    told = metadata(YOUTUBE, upload_date=day)
    assert isinstance(told, YouTubeMetadata)
    assert told.upload_date is None


def test_an_author_may_be_a_number() -> None:
    assert metadata(uploader_id=12345).author == "12345"
