"""gallery-dl's keywords, by each site's own names, as our metadata."""

from datetime import UTC, datetime

import pytest

from adapters.fetchers.gallery_dl.metadata import (
    alt_text,
    key_of,
    kind_of_file,
    metadata_of,
    names_a_post,
    size_of,
)
from domain.link import Site
from domain.media import MediaKind
from domain.metadata import AnyMetadata, OtherMetadata, TwitterMetadata

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def metadata(keywords: dict, thread_position: int | None = None) -> AnyMetadata:
    return metadata_of(
        keywords, url="https://a.example", method="api", now=NOW, thread_position=thread_position
    )


TWEET = {
    "category": "twitter",
    "tweet_id": 19,
    "retweet_id": 0,
    "quoted_id": 7,
    "author": {"name": "lake", "id": 1},
    "user": {"name": "other", "id": 2},
    "content": "Waves",
    "description": "A lake at dawn",
    "date": "2025-03-13 00:58:50",
    "favorite_count": 40,
    "retweet_count": 0,
    "reply_count": 2,
    "view_count": 0,
    "sensitive": True,
    "num": 2,
}
REDDIT = {
    "category": "reddit",
    "id": "1gallry",
    "title": "A lake",
    "author": "lake",
    "selftext": "",
    "score": 4,
    "num_comments": 3,
    "over_18": False,
    "spoiler": True,
    "filename": "dusk",
    "num": 2,
    "gallery_data": {"items": [{"media_id": "broken"}, {"media_id": "dusk", "caption": "At dusk"}]},
}
ALBUM = {
    "category": "imgur",
    "id": "dawn001",
    "description": "At dawn",
    "num": 1,
    "album": {"id": "albm001", "title": "Lakes", "description": "", "is_mature": True},
}


def test_a_post_on_x_keeps_what_is_its_own():
    told = metadata(TWEET, thread_position=3)
    assert isinstance(told, TwitterMetadata)
    assert (told.tweet_id, told.user_screen_name, told.thread_position) == ("19", "lake", 3)
    assert (told.is_retweet, told.is_quote_tweet) == (False, True)
    assert told.description == "Waves"
    assert (told.like_count, told.retweet_count, told.comment_count) == (40, 0, 2)
    assert told.view_count is None, "X's 0 views are views that are not told"
    assert told.nsfw is True
    assert told.published == datetime(2025, 3, 13, 0, 58, 50, tzinfo=UTC)


def test_a_post_on_reddit_keeps_its_marks():
    told = metadata(REDDIT)
    assert isinstance(told, OtherMetadata)
    assert told.platform is Site.REDDIT
    assert (told.id, told.title, told.author, told.description) == (
        "1gallry",
        "A lake",
        "lake",
        None,
    )
    assert (told.nsfw, told.spoiler) == (False, True)


def test_a_comments_words_and_author_are_its_own():
    comment = {"id": "c1", "author": "boat", "body": "Mine"}
    told = metadata(REDDIT | {"comment": comment})
    assert (told.author, told.description) == ("boat", "Mine")


def test_an_albums_words_go_before_those_of_its_pictures():
    told = metadata(ALBUM)
    assert (told.id, told.title, told.description) == ("albm001", "Lakes", None)
    assert told.nsfw is True
    assert key_of(ALBUM, 9) == "imgur:albm001:1"


@pytest.mark.parametrize(
    ("label", "nsfw"), [("sexual", True), ("graphic-media", True), ("!no-unauthenticated", False)]
)
def test_a_label_of_bluesky_marks_what_is_not_for_everyone(label, nsfw):
    told = metadata({"category": "bluesky", "post_id": "3lk", "labels": [{"val": label}]})
    assert told.nsfw is nsfw


def test_markup_is_no_part_of_what_people_read():
    told = metadata({"category": "tumblr", "id": 7, "caption": "<p>A lake &amp; <b>shore</b></p>"})
    assert told.description == "A lake & shore"


@pytest.mark.parametrize(
    ("keywords", "text"),
    [
        (TWEET, "A lake at dawn"),
        (REDDIT, "At dusk"),
        (REDDIT | {"filename": "broken"}, None),
        (REDDIT | {"gallery_data": {}, "crosspost_parent_list": [REDDIT]}, "At dusk"),
        (ALBUM, "At dawn"),
        ({"category": "imgur", "id": "lake", "description": "Of the post"}, None),
        ({"category": "bluesky", "description": ""}, None),
        ({"category": "mastodon", "media": {"description": "Waves"}}, "Waves"),
    ],
)
def test_an_alternative_text_is_that_of_the_file(keywords, text):
    assert alt_text(keywords) == text


@pytest.mark.parametrize(
    ("keywords", "kind"),
    [
        ({"extension": "mp4"}, MediaKind.VIDEO),
        ({"extension": "mp4", "type": "animated_gif"}, MediaKind.ANIMATION),
        ({"extension": "mp4", "is_animated": True}, MediaKind.ANIMATION),
        ({"extension": "gif"}, MediaKind.ANIMATION),
        ({"extension": "jpg"}, MediaKind.IMAGE),
        ({"extension": ""}, None),
    ],
)
def test_a_files_kind_is_what_the_site_calls_it(keywords, kind):
    assert kind_of_file(keywords) is kind


def test_a_file_that_a_post_links_to_is_no_post():
    assert not names_a_post({"category": "directlink", "filename": "lake", "domain": "a.example"})
    assert names_a_post(TWEET)


def test_what_is_unknown_is_none():
    told = metadata({"category": "nobody"})
    assert told.model_dump(exclude_none=True) == {
        "url": "https://a.example",
        "files": (),
        "platform": Site.OTHER,
        "platform_data": {"category": "nobody"},
        "download_method": "api",
        "download_timestamp": NOW,
    }


@pytest.mark.parametrize(
    ("said", "nsfw"),
    [
        ({"rating": "e"}, True),
        ({"rating": "Explicit"}, True),
        ({"rating": "R-18"}, True),
        ({"rating": "g"}, False),
        ({"rating": 5}, None),
        ({"x_restrict": 1}, True),
        ({"x_restrict": 0}, False),
        ({"labels": ["odd"]}, False),
    ],
)
def test_a_rating_marks_what_is_not_for_everyone(said, nsfw):
    assert metadata({"category": "board", "id": 1, **said}).nsfw is nsfw


@pytest.mark.parametrize(
    ("keywords", "size"),
    [
        ({"size": 7000}, 7000),
        ({"filesize": 12, "bitrate": 8, "duration": 2.0}, 12),
        ({"bitrate": 720_000, "duration": 2.5}, 225_000),
        ({"bitrate": 0, "duration": 0}, None),
        ({"size": "large"}, None),
        ({}, None),
    ],
)
def test_sizes_are_told_where_a_site_tells_them_or_a_rate(keywords, size):
    assert size_of(keywords) == size
