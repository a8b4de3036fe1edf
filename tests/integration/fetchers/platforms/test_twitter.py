"""X/Twitter: a guest sees single posts, a login the whole thread."""

import pytest

from adapters.fetchers.gallery_dl.config import GalleryDLConfig
from domain.metadata import TwitterMetadata
from tests.simulator.sites import twitter


def positions(came) -> list[int | None]:
    return [item.metadata.thread_position for item in came.told.found]


async def test_a_guest_gets_what_single_posts_hold(fetch):
    links = {
        twitter.PHOTO: (["image"], 3),
        twitter.PHOTOS: (["image"] * 4, 6),
        twitter.VIDEO: (["video"], 3),
        twitter.MIXED: (["image", "video", "video"], 5),
        twitter.QUOTE: (["image", "image"], 5),
        twitter.QUOTE_OF_VIDEO: (["video"], 4),
        twitter.REPLY: (["image"], 3),
        twitter.THREAD_SECOND: (["video"], 3),
        twitter.VIDEOS: (["video", "video"], 4),
        twitter.TEXT: ("empty", 2),
        twitter.AGE_GATED: ("age", 2),
        twitter.PROTECTED: ("private", 2),
        twitter.SUSPENDED: ("not_found", 2),
        twitter.DELETED: ("not_found", 2),
    }
    assert {url: (await fetch(url)).brief for url in links} == links


async def test_alternative_texts_and_marks_come_along(fetch):
    photos = await fetch(twitter.PHOTOS)
    assert [text for _, text in photos.shown] == [
        "A lake at dawn",
        "A lake <at> noon & after",
        None,
        None,
    ]
    sensitive = await fetch(twitter.SENSITIVE)
    assert sensitive.metadata.nsfw is True
    assert (await fetch(twitter.PHOTO)).metadata.nsfw is False


async def test_a_login_shows_the_authors_thread_in_its_order(fetch):
    first = await fetch(twitter.THREAD, known=True)
    second = await fetch(twitter.THREAD_SECOND, known=True)
    for came in (first, second):
        assert came.brief == (["image", "video", "image"], 6)
        assert positions(came) == [1, 2, 3]
    assert isinstance(second.metadata, TwitterMetadata)
    assert (first.metadata.tweet_id[-2:], first.metadata.thread_position) == ("10", 1)
    assert (second.metadata.tweet_id[-2:], second.metadata.thread_position) == ("11", 2)


async def test_what_others_answer_does_not_come_with_a_post(fetch):
    assert (await fetch(twitter.PHOTO, known=True)).brief == (["image"], 4)
    reply = await fetch(twitter.REPLY, known=True)
    assert reply.brief == (["image"], 4)
    assert reply.metadata.author == "boat_owner"


async def test_a_login_sees_what_guests_do_not_and_is_told_why_there_is_nothing(fetch):
    links = {
        twitter.AGE_GATED: (["image"], 4),
        twitter.RETWEET: (["image"], 4),
        twitter.QUOTE: (["image", "image"], 5),
        twitter.TEXT: ("empty", 3),
        twitter.PROTECTED: ("private", 3),
        twitter.SUSPENDED: ("not_found", 3),
        twitter.DELETED: ("not_found", 3),
    }
    assert {url: (await fetch(url, known=True)).brief for url in links} == links


async def test_the_operators_templates_shape_the_name_that_people_see(fetch):
    twitter_only = {"filename": "{tweet_id} {num:>02} {nothing|author[name]}.{extension}"}
    told = {"extractor": {"directory": ["{category}"], "twitter": twitter_only}}
    came = await fetch(twitter.PHOTO, config=GalleryDLConfig.model_validate(told))
    (arrived,) = came.told.arrived
    assert arrived.file.filename == "1900000000000000001_01_lake_watcher.jpg"
    assert "lake" not in str(arrived.file.filepath)


async def test_what_an_operator_does_not_want_stays_away(fetch):
    told = {"extractor": {"twitter": {"quoted": False}}}
    came = await fetch(twitter.QUOTE, config=GalleryDLConfig.model_validate(told))
    assert came.brief == (["image"], 3)


@pytest.mark.long
async def test_a_film_that_is_only_streamed_comes_as_a_file(fetch):
    came = await fetch(twitter.HLS_ONLY)
    assert came.shown == [("video", None)]
