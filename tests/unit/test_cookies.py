"""To whom a cookie goes, and to whom never."""

from datetime import UTC, datetime

import pytest

from adapters.fetchers.cookies import Cookie, Cookies, parsed
from domain.link import Link, Site

NOW = datetime(2026, 11, 1, tzinfo=UTC)
FILE = """# Netscape HTTP Cookie File

#HttpOnly_.x.com\tTRUE\t/\tTRUE\t1900000000\tauth_token\thush
.x.com\tTRUE\t/\tTRUE\t0\tct0\thush
.reddit.com\tTRUE\t/\tTRUE\t1000000000\treddit_session\thush
files.example\tFALSE\t/\tFALSE\t0\tmine\thush
.wide.example\tTRUE\t/\tFALSE\t0\tours\thush
"""


def names(url: str) -> list[str]:
    return [one.name for one in parsed(FILE).of(Link(url=url), NOW).every]


@pytest.mark.parametrize(
    ("url", "given"),
    [
        ("https://x.com/a/status/1", ["auth_token", "ct0"]),
        ("https://mobile.twitter.com/a/status/1", ["auth_token", "ct0"]),
        ("https://netflix.com/x.com", []),
        ("https://x.com.example/", []),
        ("https://notx.com/", []),
        ("https://www.reddit.com/r/a", []),
        ("https://files.example/a", ["mine"]),
        ("https://cdn.files.example/a", []),
        ("https://wide.example/a", ["ours"]),
        ("https://deep.wide.example/a", ["ours"]),
        ("https://tooWide.example/a", []),
        ("https://127.0.0.1/a", []),
    ],
)
def test_a_cookie_goes_to_its_own_site_while_it_lasts(url, given):
    assert names(url) == given


def test_a_cookie_of_a_whole_top_level_domain_goes_nowhere():
    wide = Cookies((Cookie(".example", "evil", "x"), Cookie(".1", "evil", "x")))
    assert wide.of(Link(url="https://files.example/"), NOW).every == ()
    assert wide.of(Link(url="https://10.0.0.1/"), NOW).every == ()


def test_it_is_known_where_we_can_log_in():
    cookies = parsed(FILE)
    assert cookies.state(Site.TWITTER, NOW) == "there"
    assert cookies.state(Site.REDDIT, NOW) == "expired"
    assert cookies.state(Site.INSTAGRAM, NOW) == "missing"


def test_what_is_written_is_what_was_read():
    assert parsed(parsed(FILE).text) == parsed(FILE)


def test_no_cookie_shows_in_a_repr():
    assert "hush" not in repr(parsed(FILE)) + repr(parsed(FILE).every[0])


@pytest.mark.parametrize("line", ["hush", ".x.com\tTRUE\t/\tTRUE\tsoon\ta\thush", "{}"])
def test_a_line_that_is_no_cookie_is_named_without_its_words(line):
    with pytest.raises(ValueError, match="line 2 is no cookie") as raised:
        parsed(f"# Netscape\n{line}")
    assert "hush" not in str(raised.value)


def test_a_cookie_cannot_write_a_line_of_its_own():
    with pytest.raises(ValueError, match="one line"):
        Cookie(".x.com", "a", "b\n.evil.example\tTRUE")
