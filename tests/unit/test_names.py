import unicodedata
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.link import Site
from domain.metadata import AnyMetadata, OtherMetadata, TwitterMetadata, YouTubeMetadata
from domain.names import MAX_BYTES, readable, safe, tidy, typed, variants

POSTS: list[tuple[AnyMetadata, int | None, str]] = [
    (
        TwitterMetadata(
            url="https://x.com/nasa/status/1900", user_screen_name="nasa", tweet_id="1900"
        ),
        1,
        "x_nasa_1900_01",
    ),
    (TwitterMetadata(url="https://x.com/i", author="NASA", id="1900"), 12, "x_NASA_1900_12"),
    (
        YouTubeMetadata(url="https://youtu.be/abc", channel_name="Big Buck", video_id="abc"),
        1,
        "youtube_Big_Buck_abc_01",
    ),
    (
        OtherMetadata(url="https://redd.it/x", platform=Site.REDDIT, author="u", id="x1"),
        2,
        "reddit_u_x1_02",
    ),
    (OtherMetadata(url="https://www.example.com/a.jpg"), 1, "example.com_01"),
    (OtherMetadata(url="http://[::1]:8080/a.jpg", id="a"), 1, "1_a_01"),
    (TwitterMetadata(url="https://x.com/i", author="nasa", id="1900"), None, "x_nasa_1900"),
]


@pytest.mark.parametrize(("metadata", "number", "name"), POSTS)
def test_a_name_says_site_author_post_and_number(
    metadata: AnyMetadata, number: int | None, name: str
) -> None:
    assert readable(metadata, number) == name


def test_a_long_author_does_not_push_the_number_out() -> None:
    post = TwitterMetadata(url="https://x.com/i", author="n" * 300, id="9" * 300)
    assert readable(post, 7).endswith("_07")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("../../etc/passwd", "etc_passwd"),
        (".bashrc", "bashrc"),
        ("-rf", "rf"),
        ("con", "_con"),
        ("NUL.txt", "_NUL.txt"),
        ("console", "console"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("two\nlines\x00 \x1b[31m", "two_lines_[31m"),
        ('<a>:"b"|c?*', "a_b_c"),
        ("Ärger\u0308", "Ärger\u0308"),
        ("cafe\u0301", "café"),
        ("\u200b", "file"),
        ("", "file"),
        ("trailing. ", "trailing"),
    ],
)
def test_a_name_is_made_safe(text: str, name: str) -> None:
    assert safe(text) == name


@pytest.mark.parametrize(
    ("name", "extension", "expected"),
    [
        ("photo.jpg", "png", "photo.png"),
        ("photo.JPEG", "png", "photo.png"),
        ("photo", "jpg", "photo.jpg"),
        ("version 2.0", "mp4", "version_2.0.mp4"),
        ("page.html", "jpg", "page.jpg"),
        ("clip.3gp", "mp4", "clip.mp4"),
    ],
)
def test_the_extension_says_what_the_file_is(name: str, extension: str, expected: str) -> None:
    assert typed(name, extension) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a b.JPG", "a_b.jpg"), ("../x", "x"), (".mp4", "file.mp4"), ("n" * 200 + ".mp4", None)],
)
def test_a_tidy_name_keeps_its_extension(name: str, expected: str | None) -> None:
    assert tidy(name) == (expected or "n" * MAX_BYTES + ".mp4")


@given(st.text(max_size=400), st.text(max_size=400))
def test_any_text_becomes_one_safe_name(author: str, post: str) -> None:
    url = "https://example.com/"
    for name in (safe(author), readable(OtherMetadata(url=url, author=author, id=post), 1)):
        assert 0 < len(name.encode()) <= MAX_BYTES
        assert name[0] not in ".-"
        assert not set(name) & set('/\\:*?"<>| ')
        assert all(not unicodedata.category(one).startswith("C") for one in name)
        assert name[-1] not in ". "


def test_when_a_name_is_taken_a_number_is_added_before_the_extension() -> None:
    assert list(islice(variants("a_01.jpg"), 3)) == ["a_01.jpg", "a_01-2.jpg", "a_01-3.jpg"]
    assert list(islice(variants("a"), 2)) == ["a", "a-2"]
