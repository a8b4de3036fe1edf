import io
import json
import logging
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from domain.failures import LinkRefused, TooMany
from domain.items import Found
from domain.link import Admission, Link, Site
from domain.look import Look
from domain.media import MediaKind
from domain.metadata import YouTubeMetadata
from domain.outcome import Failure, Success
from domain.renditions import Rendition
from entrypoints.discord_bot.admitted import Admitted
from entrypoints.discord_bot.asked import ATTACH_FILES, SEND_MESSAGES, VIEW_CHANNEL, asked
from entrypoints.discord_bot.help_text import help_text
from entrypoints.discord_bot.info import described
from entrypoints.discord_bot.invitation import invitation
from entrypoints.discord_bot.links import links_in
from entrypoints.discord_bot.wishes import Misunderstood, Refused, wanted
from entrypoints.log import log_everything
from entrypoints.words import sentence

NOW = datetime(2026, 11, 1, tzinfo=UTC)
ALL = VIEW_CHANNEL | SEND_MESSAGES | ATTACH_FILES


def _payload(**more: Any) -> dict[str, Any]:
    return {
        "id": "10",
        "application_id": "20",
        "token": "aTokenThatIsSecret",
        "member": {"user": {"id": "30"}, "permissions": "0"},
        "guild_id": "40",
        "channel_id": "50",
        "channel": {"id": "50"},
        "app_permissions": str(ALL),
        "authorizing_integration_owners": {"0": "40"},
        "context": 0,
        "attachment_size_limit": 123,
        "locale": "de",
    } | more


def test_an_interaction_says_who_asks_where_and_for_how_long() -> None:
    heard = asked(_payload(), at=NOW)
    address = heard.address(None, private=False)
    assert (heard.user, heard.guild, heard.actor.may_manage) == ("30", "40", False)
    assert address.expires == NOW + timedelta(minutes=15)
    assert (address.place, address.channel, address.locale) == ("20", "50", "de")
    assert (address.bytes_per_file, address.asker) == (123, "30")
    assert "aTokenThatIsSecret" not in repr(heard) + heard.model_dump_json()


@pytest.mark.parametrize(
    "more",
    [
        {"app_permissions": str(ALL & ~SEND_MESSAGES)},
        {"authorizing_integration_owners": {"1": "30"}},
        {"context": 2, "guild_id": None, "member": None, "user": {"id": "30"}},
    ],
    ids=["no_permission", "installed_by_its_user", "private_channel"],
)
def test_where_the_bot_may_not_write_by_itself_no_channel_is_named(more: dict[str, Any]) -> None:
    assert asked(_payload(**more), at=NOW).address(None, private=False).channel is None


def test_in_a_dm_the_bot_may_write_and_attach() -> None:
    dm = {"context": 1, "guild_id": None, "member": None, "user": {"id": "30"}}
    heard = asked(_payload(**dm, app_permissions="0"), at=NOW)
    assert heard.may_write
    assert heard.may_attach


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("look https://x.com/a.", ("https://x.com/a",)),
        ("(https://x.com/a_(b))!", ("https://x.com/a_(b)",)),
        ("**https://x.com/a** ||https://x.com/b||", ("https://x.com/a", "https://x.com/b")),
        ("https://x.com/a https://x.com/a", ("https://x.com/a",)),
        ("[name](https://x.com/a)", ("https://x.com/a",)),
        ("<https://x.com/a>", ()),
        ("nothing", ()),
    ],
)
def test_links_are_found_as_people_write_them(text: str, found: tuple[str, ...]) -> None:
    assert links_in(text, quiet_too=False) == found


def test_a_link_in_angles_is_found_where_it_is_asked_for() -> None:
    assert links_in("<https://x.com/a>", quiet_too=True) == ("https://x.com/a",)


@given(st.text())
def test_looking_for_links_never_fails(text: str) -> None:
    for link in links_in(text, quiet_too=True):
        assert link.lower().startswith("http")


def test_a_refused_link_is_told_and_refuses_no_other() -> None:
    internal = LinkRefused(why="internal_host")
    match wanted({"url": "https://x.com/1 http://10.0.0.1/"}, Admission()):
        case Success(found):
            assert [it.link.url for it in found.requests] == ["https://x.com/1"]
            assert found.refused == (Refused(number=2, failure=internal),)
        case Failure(failure):
            pytest.fail(str(failure))
    assert wanted({"url": "http://10.0.0.1/"}, Admission()) == Failure(internal)
    assert wanted({"url": " "}, Admission()) == Failure(LinkRefused(why="not_a_link"))


def test_links_with_commas_or_in_angles_are_understood() -> None:
    match wanted({"url": "https://x.com/1,https://x.com/2 <https://x.com/3>"}, Admission()):
        case Success(found):
            assert [it.link.url[-1] for it in found.requests] == ["1", "2", "3"]
        case Failure(failure):
            pytest.fail(str(failure))


def test_nonsense_is_said_in_its_own_words() -> None:
    said = wanted({"url": "https://x.com/1", "end": "never"}, Admission())
    assert said == Failure(Misunderstood(words='"never" is not a time such as 83, 1:23 or 1m23s.'))


def test_where_nobody_is_named_everyone_is_let_in() -> None:
    assert Admitted().lets_in("1", None)
    named = Admitted(guilds=frozenset({"g"}), users=frozenset({"u"}), owners=frozenset({"o"}))
    assert named.lets_in("1", "g")
    assert named.lets_in("u", None)
    assert named.lets_in("o", "elsewhere")
    assert not named.lets_in("1", "elsewhere")


def test_the_invitation_asks_for_what_is_needed_and_no_more() -> None:
    told = parse_qs(urlsplit(invitation("7", unasked=False)).query)
    assert told["client_id"] == ["7"]
    assert told["scope"] == ["bot applications.commands"]
    assert int(told["permissions"][0]) == 1 << 10 | 1 << 11 | 1 << 15 | 1 << 38
    more = parse_qs(urlsplit(invitation("7", unasked=True)).query)
    assert int(more["permissions"][0]) ^ int(told["permissions"][0]) == 1 << 6 | 1 << 16


def test_help_names_sites_that_lack_a_login() -> None:
    told = help_text(limit=2**20, disabled=frozenset(), as_a_guest=[Site.REDDIT, Site.INSTAGRAM])
    assert "No login is set up here for Instagram, Reddit" in told


def test_info_tells_sizes_and_what_fits() -> None:
    small = Rendition(
        format_id="1", height=360, video_codec="avc1", audio_codec="mp4a", size_bytes=1000,
        exact=True,
    )  # fmt: skip
    large = small.model_copy(update={"height": 1080, "size_bytes": 5 * 2**20, "exact": False})
    link = Link(url="https://youtu.be/a")
    look = Look(
        metadata=YouTubeMetadata(url=link.url, title="T", duration=83.0, view_count=5),
        items=(Found(key="a", number=1),),
        renditions=(large, small),
    )
    assert described(link, look, limit=2**20, locale="en") == (
        "Youtube\n> T\n-# <https://youtu.be/a> · 5 views\n1 min 23 s long\n1 file\n"
        "Files of up to 1 MiB fit here:\n"
        "- 1080p, about 5 MiB\n"
        "- 360p, 1000 bytes, fits as it is"
    )


def test_info_tells_of_plain_files_which_fit() -> None:
    link = Link(url="https://a.example/post")
    items = (
        Found(key="1", number=1, kind=MediaKind.IMAGE, size_bytes=1000, description="a lake"),
        Found(key="2", number=2, size_bytes=2**21),
        Found(key="3", number=3, kind=MediaKind.IMAGE),
    )
    told = described(link, Look(metadata=None, items=items), limit=2**20, locale="en")
    assert told.endswith(
        "3 files\nFiles of up to 1 MiB fit here:\n"
        "- 1: image, 1000 bytes, fits as it is, a lake\n- 2: 2 MiB\n- 3: image"
    )
    unknown = Look(metadata=None, items=items[2:])
    assert "fit here" not in described(link, unknown, limit=2**20, locale="en")


def test_info_says_that_a_request_does_not_take_everything() -> None:
    link = Link(url="https://youtu.be/a")
    items = tuple(Found(key=f"{number}", number=number) for number in (1, 2))
    look = Look(metadata=None, items=items, left_out=TooMany(allowed=2))
    told = described(link, look, limit=2**20, locale="en")
    assert f"2 files\n{sentence(TooMany(allowed=2))}" in told


def test_the_log_is_json_off_a_terminal_and_has_no_secret() -> None:
    written, root = io.StringIO(), logging.getLogger()
    before = root.handlers[:], root.level
    try:
        log_everything(to=written, for_programs=True)
        logging.getLogger("a").info("PATCH %s", "/webhooks/1/aSecretToken/messages/@original")
        logging.getLogger("a").warning("at https://x.com/a?auth=hush by Bot %s", "x" * 30)
        try:
            int("https://x.com/b?sig=hush")
        except ValueError:
            logging.getLogger("a").exception("job 12 broke")
        structlog.get_logger("b").info("an event", job="12")
    finally:
        root.handlers[:], root.level = before
        structlog.reset_defaults()
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert [line["event"].split()[0] for line in lines] == ["PATCH", "at", "job", "an"]
    assert lines[0]["event"] == "PATCH /webhooks/1/***/messages/@original"
    assert "ValueError" in lines[2]["exception"]
    assert lines[3]["job"] == "12"
    assert "hush" not in written.getvalue()
    assert "xxx" not in written.getvalue()
