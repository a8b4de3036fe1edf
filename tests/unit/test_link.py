import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.failures import LinkRefused
from domain.link import Admission, Link, Site, admit, spared, speaks_for
from domain.outcome import Failure, Success

STRICT = Admission()
LOCAL = Admission(loopback=True)


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://x.com/nasa/status/1", Site.TWITTER),
        ("https://mobile.twitter.com/nasa/status/1", Site.TWITTER),
        ("https://old.reddit.com/r/a/comments/1", Site.REDDIT),
        ("https://v.redd.it/abc", Site.REDDIT),
        ("https://www.instagram.com/p/1", Site.INSTAGRAM),
        ("https://youtu.be/abc", Site.YOUTUBE),
        ("https://music.YouTube.com./watch?v=1", Site.YOUTUBE),
        ("https://vm.tiktok.com/1", Site.TIKTOK),
        ("https://bsky.app/profile/a/post/1", Site.BLUESKY),
        ("https://i.imgur.com/a.jpg", Site.IMGUR),
        ("https://a.tumblr.com/post/1", Site.TUMBLR),
        ("https://netflix.com/", Site.OTHER),
        ("https://dropbox.com/x.com", Site.OTHER),
        ("https://x.com.evil.example/", Site.OTHER),
        ("https://notreddit.com/", Site.OTHER),
    ],
)
def test_a_site_is_an_exact_host_or_a_subdomain(url: str, site: Site) -> None:
    assert Link(url=url).site is site


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not_a_link"),
        ("hello", "not_a_link"),
        ("www.example.com", "not_a_link"),
        ("http://", "not_a_link"),
        ("http:///path", "not_a_link"),
        ("http://[::1", "not_a_link"),
        ("http://a.com:port/", "not_a_link"),
        ("http://:80/", "not_a_link"),
        ("http://a..com/", "not_a_link"),
        ("http://-a.com/", "not_a_link"),
        ("http://" + "a" * 64 + ".com/", "not_a_link"),
        ("ftp://example.com/", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("r:file:///etc/passwd", "scheme"),
        ("ytsearch2:cats", "scheme"),
        ("mastodon:https://evil.example/@u", "scheme"),
        ("https://user@example.com/", "userinfo"),
        ("https://user:pass@example.com/", "userinfo"),
        ("https://@example.com/", "userinfo"),
        ("https://example.com\\@evil.example/", "odd_characters"),
        ("https://example.com/\x00", "odd_characters"),
        ("https://example.com/a b", "odd_characters"),
        ("https://example.com/\u202egpj.exe", "odd_characters"),
        ("https://example.com/" + "a" * 2048, "too_long"),
        ("https://example.com:22/", "port"),
        ("http://localhost/", "internal_host"),
        ("http://127.0.0.1:8080/", "internal_host"),
        ("http://[::1]/", "internal_host"),
        ("http://[2606:4700::1]/", "internal_host"),
        ("http://10.0.0.1/", "internal_host"),
        ("http://224.0.0.251/", "internal_host"),
        ("http://2130706433/", "internal_host"),
        ("http://0x7f.0.0.1/", "internal_host"),
        ("http://0177.0.0.1/", "internal_host"),
        ("http://127.1/", "internal_host"),
        ("http://intranet/", "internal_host"),
        ("http://printer.local/", "internal_host"),
        ("http://a.localhost/", "internal_host"),
        ("http://router.home.arpa/", "internal_host"),
        ("http://media.default.svc/", "internal_host"),
        ("http://metadata.google.internal/", "internal_host"),
    ],
)
def test_what_is_no_public_link_is_refused_with_its_reason(text: str, why: str) -> None:
    match admit(text, STRICT):
        case Failure(refused):
            assert refused.why == why
        case Success(link):
            pytest.fail(f"{link} was admitted")


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com/",
        "  https://example.com/a?b=c#d  ",
        "http://example.com:8080/",
        "https://8.8.8.8/a.jpg",
        "https://bücher.example.com/",
        "https://a_b.tumblr.com/",
    ],
)
def test_a_public_link_is_admitted_as_it_was_written(text: str) -> None:
    assert admit(text, STRICT) == Success(Link(url=text.strip()))


def test_this_machine_is_admitted_on_any_port_only_when_the_policy_says_so() -> None:
    for url in ("http://127.0.0.1:1/", "http://localhost:99/", "http://[::1]:5/"):
        assert admit(url, LOCAL) == Success(Link(url=url))


def test_a_site_that_the_operator_disabled_is_refused() -> None:
    policy = Admission(disabled_sites=frozenset({Site.REDDIT}))
    assert admit("https://redd.it/1", policy) == Failure(LinkRefused(why="disabled_site"))


@pytest.mark.parametrize(
    ("url", "host", "speaks"),
    [
        ("https://x.com/a", "api.x.com", True),
        ("https://x.com/a", "api.twitter.com.", True),
        ("https://twitter.com/a", "CDN.syndication.twimg.com", True),
        ("https://x.com/a", "evil.example", False),
        ("https://x.com/a", "x.com.evil.example", False),
        ("https://x.com/a", "www.youtube.com", False),
        ("https://redd.it/1", "oauth.reddit.com", True),
        ("https://fxtwitter.com/a", "x.com", True),
        ("https://www.pixiv.net/a", "app-api.pixiv.net", True),
        ("https://www.pixiv.net/a", "pixiv.evil.example", False),
        ("https://good.co.uk/a", "api.good.co.uk", True),
        ("https://good.co.uk/a", "evil.co.uk", False),
        ("https://t.co/a", "evil.co", False),
        ("http://127.0.0.1/a", "127.0.0.1", True),
        ("http://10.0.0.1/a", "127.0.0.1", False),
        ("http://localhost/a", "localhost", True),
        ("http://localhost/a", "", False),
        ("http://[::1]/a", "::1", True),
    ],
)
def test_a_host_speaks_for_its_own_site_only(url: str, host: str, speaks: bool) -> None:
    assert speaks_for(host, Link(url=url)) is speaks


@pytest.mark.parametrize(
    ("host", "place"),
    [
        ("www.youtube.com.", Site.YOUTUBE),
        ("CDN.syndication.twimg.com", Site.TWITTER),
        ("x.com.evil.example", "x.com.evil.example"),
        ("A.example", "a.example"),
        ("twitter", "twitter"),
    ],
)
def test_a_site_is_spared_as_one_and_other_hosts_each_for_itself(host: str, place: str) -> None:
    assert spared(host) == place


def test_a_link_without_a_host_cannot_exist() -> None:
    with pytest.raises(ValidationError):
        Link(url="nothing")


@given(st.text(max_size=80))
def test_no_text_breaks_admission(text: str) -> None:
    match admit(text, STRICT):
        case Success(link):
            assert link.url.startswith(("http://", "https://", "HTTP", "Http", "hTtP"))
        case Failure(refused):
            assert isinstance(refused, LinkRefused)


def test_an_operator_admits_a_private_host_and_refuses_a_public_one():
    policy = Admission(allow_hosts=frozenset({"mirror.lan"}), deny_hosts=frozenset({"bad.com"}))
    assert admit("http://a.mirror.lan:8888/x", policy) == Success(
        Link(url="http://a.mirror.lan:8888/x")
    )
    assert admit("http://notmirror.lan/x", policy) == Failure(LinkRefused(why="internal_host"))
    assert admit("https://WWW.bad.com./x", policy) == Failure(LinkRefused(why="disabled_site"))
    assert isinstance(admit("https://notbad.com/x", policy), Success)


@pytest.mark.parametrize(
    "host", ["\uff52edd.it", "redd\u3002it", "REDD\uff0eIT", "www.reddit\uff61com"]
)
def test_no_other_width_of_a_name_gets_past_the_operator(host: str) -> None:
    url = f"https://{host}/1"
    assert Link(url=url).site is Site.REDDIT
    for policy in (
        Admission(disabled_sites=frozenset({Site.REDDIT})),
        Admission(deny_hosts=frozenset({"redd.it", "reddit.com"})),
    ):
        assert admit(url, policy) == Failure(LinkRefused(why="disabled_site"))


def test_a_name_of_dots_of_another_width_that_is_internal_is_refused() -> None:
    for host in ("printer\u3002local", "localhost\u3002", "\uff11\uff12\uff17.0.0.1"):
        assert admit(f"http://{host}/", Admission()) == Failure(LinkRefused(why="internal_host"))
