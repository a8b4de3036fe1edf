"""gallery-dl's configuration: what passes, what is refused, and what never shows."""

from pathlib import Path

import pytest

from adapters.fetchers.gallery_dl.config import GalleryDLConfig, TwitterConfig
from adapters.fetchers.gallery_dl.config_file import ConfigRefused, read_config, validated
from adapters.fetchers.gallery_dl.config_refused import REFUSED
from domain.link import Site
from domain.outcome import Failure, Success


def lines(told) -> tuple[str, ...]:
    match validated(told):
        case Failure(ConfigRefused(lines=lines)):
            return lines
        case passed:
            pytest.fail(f"it passed: {passed}")


def config(told) -> GalleryDLConfig:
    match validated(told):
        case Success(config):
            return config
        case Failure(refused):
            pytest.fail(str(refused.lines))


def test_a_post_on_x_comes_with_all_that_belongs_to_it():
    twitter = TwitterConfig()
    assert (twitter.quoted, twitter.replies, twitter.retweets, twitter.videos) == (True,) * 4


def test_what_a_site_is_told_reaches_gallery_dl_under_its_own_names():
    told = {"extractor": {"instagram": {"sleep-request": [1, 2.5], "max-posts": 3}}}
    assert config(told).told() == {
        "extractor": {"instagram": {"sleep-request": [1.0, 2.5], "max-posts": 3}}
    }


def test_an_instance_of_a_software_that_many_sites_run_can_be_named():
    told = {"extractor": {"mastodon": {"demo": {"root": "http://127.0.0.1:8080"}}}}
    assert config(told).told() == told


@pytest.mark.parametrize(
    ("told", "line"),
    [
        ({"extractor": {"postprocessors": [{"name": "exec", "command": "id"}]}},
         "extractor.postprocessors: refused, because it runs programs"),
        ({"extractor": {"postprocessors": {}}},
         "extractor: postprocessors: refused, because it runs programs"),
        ({"extractor": {"twitter": {"postprocessors": ["exec"]}}},
         "extractor.twitter.postprocessors: refused, because it runs programs"),
        ({"extractor": {"imgur": {"exec": {}}}},
         "extractor.imgur: exec: refused, because it runs programs"),
        ({"extractor": {"image-filter": "__import__('os')"}},
         "extractor.image-filter: refused, because it runs programs"),
        ({"extractor": {"keywords-eval": True}},
         "extractor.keywords-eval: refused, because it runs programs"),
        ({"extractor": {"module-sources": ["/tmp"]}},
         "extractor.module-sources: refused, because it runs programs"),
        ({"extractor": {"pixiv": {"python": "x"}}},
         "extractor.pixiv.python: refused, because it runs programs"),
        ({"extractor": {"ytdl": {"module": "evil"}}},
         "extractor.ytdl: refused, because it runs programs"),
        ({"downloader": {"ytdl": {"module": "evil"}}},
         "downloader.ytdl: refused, because it runs programs"),
        ({"extractor": {"base-directory": "/etc"}},
         "extractor.base-directory: refused, because it reads or writes files elsewhere"),
        ({"extractor": {"reddit": {"archive": "/tmp/a.sqlite3"}}},
         "extractor.reddit.archive: refused, because it reads or writes files elsewhere"),
        ({"extractor": {"archive-pragma": ["x"]}},
         "extractor.archive-pragma: refused, because it reads or writes files elsewhere"),
        ({"cache": {"file": "/tmp/cache"}},
         "cache: refused, because it reads or writes files elsewhere"),
        ({"output": {"logfile": "/tmp/log"}},
         "output: refused, because it reads or writes files elsewhere"),
        ({"downloader": {"part-directory": "/tmp"}},
         "downloader.part-directory: refused, because it reads or writes files elsewhere"),
        ({"extractor": {"proxy": "http://elsewhere"}},
         "extractor.proxy: refused, because Boss-Bot decides it: see DOWNLOAD_PROXY"),
        ({"extractor": {"cookies": {"a": "b"}}},
         f"extractor.cookies: {REFUSED['cookies']}"),
        ({"extractor": {"twitter": {"qouted": True}}},
         "extractor.twitter.qouted: refused, because Boss-Bot does not know it"),
        ({"extractor": {"twitter": {"filename": "\fE __import__('os').system('id')"}}},
         "extractor.twitter.filename: a template that runs Python is refused"),
        ({"extractor": {"mastodon": {"demo": {"root": "file:///etc"}}}},
         "extractor.mastodon.demo.root: it should be an http(s) address"),
    ],
)  # fmt: skip
def test_a_key_that_is_not_for_us_is_refused_in_one_line(told, line):
    assert lines(told) == (line,)


def test_a_secret_shows_nowhere_but_in_what_gallery_dl_is_told():
    told = {
        "extractor": {
            "twitter": {"cookies": {"auth_token": "hush"}, "password": "hush"},
            "mastodon": {"demo": {"root": "https://demo.example", "access-token": "hush"}},
        }
    }
    passed = config(told)
    assert "hush" not in repr(passed) + str(passed) + passed.model_dump_json()
    shown = passed.told()["extractor"]
    assert shown["mastodon"]["demo"]["access-token"] == shown["twitter"]["password"] == "hush"
    assert "cookies" not in shown["twitter"]


def test_what_is_wrong_is_said_without_the_value():
    wrong = {"extractor": {"twitter": {"cookies": {"auth_token": ["hush"]}, "password": 1}}}
    assert "hush" not in "".join(lines(wrong))


def test_a_file_may_hold_remarks_and_what_is_told_beside_it_stands_over_it(tmp_path):
    file = tmp_path / "gallery-dl.conf"
    file.write_text("""{
        // for the bot
        "extractor": {
            "#": "gallery-dl's own way to remark",
            "user-agent": "https://me.example/#bot", # and another
            "twitter": {"quoted": false, /* not now */ "replies": false}
        }
    }""")
    match read_config(file, {"extractor": {"twitter": {"quoted": True}}}):
        case Success(read):
            assert read.extractor.user_agent == "https://me.example/#bot"
            assert (read.extractor.twitter.quoted, read.extractor.twitter.replies) == (True, False)
        case Failure(refused):
            pytest.fail(str(refused.lines))


@pytest.mark.parametrize("text", ["{", "[]", '{"extractor": 1}'])
def test_a_file_that_is_no_configuration_is_refused_in_one_line(tmp_path, text):
    file = tmp_path / "gallery-dl.conf"
    file.write_text(text)
    match read_config(file):
        case Failure(refused):
            assert len(refused.lines) == 1
        case passed:
            pytest.fail(f"it passed: {passed}")


def test_cookies_of_a_site_are_named_are_in_a_file_or_in_a_browser():
    config = validated(
        {
            "extractor": {
                "twitter": {"cookies": {"auth_token": "hush"}},
                "reddit": {"cookies": "~/reddit.txt"},
                "instagram": {"cookies": ["firefox", "abc.default"]},
            }
        }
    ).unwrap()
    assert config.cookies() == {
        Site.TWITTER: {"auth_token": "hush"},
        Site.REDDIT: Path("~/reddit.txt"),
        Site.INSTAGRAM: "firefox:abc.default",
    }


@pytest.mark.parametrize(
    ("told", "known"),
    [
        ({"client-id": "mine", "refresh-token": "hush"}, {Site.REDDIT}),
        ({"client-id": "mine", "refresh-token": "cache"}, set()),
        ({"client-id": "mine"}, set()),
        ({}, set()),
    ],
)
def test_reddit_knows_us_by_a_token_of_our_own_application(told, known):
    assert config({"extractor": {"reddit": told}}).logins() == known


@pytest.mark.parametrize(
    ("listed", "browser"),
    [
        (["firefox"], "firefox"),
        (["firefox", "abc.default"], "firefox:abc.default"),
        (["firefox", None, None, "Personal"], "firefox::Personal"),
        (["firefox", "abc.default", None, "Personal"], "firefox:abc.default::Personal"),
    ],
)
def test_a_browser_is_named_as_gallery_dl_has_it(listed, browser):
    told = config({"extractor": {"twitter": {"cookies": listed}}})
    assert told.cookies() == {Site.TWITTER: browser}


@pytest.mark.parametrize(
    "listed",
    [[], [None], ["chrome", None, "gnomekeyring"], ["firefox", None, None, None, "x.com"], [1]],
)
def test_a_list_that_names_no_browser_is_told_what_it_should_be(listed):
    (line,) = lines({"extractor": {"twitter": {"cookies": listed}}})
    assert line.startswith('extractor.twitter.cookies: a list should be ["firefox", ')
