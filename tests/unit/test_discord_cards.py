import re
import string

from hypothesis import given
from hypothesis import strategies as st

from adapters.sinks.discord import buttons, custom_ids
from adapters.sinks.discord.caption import (
    CONTENT,
    alt_text,
    caption,
    caption_in,
    fitted_into_content,
)
from adapters.sinks.discord.custom_ids import Again, Cancel, Delete, Deliver
from adapters.sinks.discord.defang import defanged, in_angles, plain, shortened
from adapters.sinks.discord.labels import labels
from adapters.sinks.discord.pace import MOST, Pace
from adapters.sinks.discord.steps import Steps
from adapters.sinks.discord.summary import summary
from domain.delivery import Broke, Cancelled, Delivery, Interrupted, LeftBehind
from domain.failures import CannotFit, ChatDown, ConnectionLost, LinkRefused, NotFound
from domain.link import Link
from domain.metadata import OtherMetadata, TwitterMetadata, YouTubeMetadata
from domain.progress import Fetching, Fitting, Looking, Sending
from domain.request import Clip, Items, MediaRequest, Quality
from entrypoints.words import sentence
from tests.unit.nouns import fitted
from tests.unit.use_cases import NOON

LINK = Link(url="https://x.com/nasa/status/1900")
REQUEST = MediaRequest(link=LINK)
ENGLISH = labels("en-US")


def test_nobody_is_mentioned_by_a_strangers_words() -> None:
    assert defanged("@everyone <@1> <#2> <:x:3>") == (
        "@\u200beveryone \\<@\u200b1\\> \\<#2\\> \\<:x:3\\>"
    )


def test_a_masked_link_shows_its_brackets_and_leads_nowhere() -> None:
    assert defanged("[free](https://evil.example/x)") == "\\[free\\](evil.example/x)"


def test_a_link_in_pieces_does_not_come_together() -> None:
    assert defanged("http:x:////evil.example") == "evil.example"


def test_an_invitation_is_only_named() -> None:
    for invitation in (
        "discord.gg/abc",
        "https://discord.com/invite/abc",
        "HTTP://Discord.GG/a",
        "ptb.discord.com/gifts/abc",
        "discord.gift/abc",
        "discord.com/template/abc",
        "https://discord.new/abc",
    ):
        assert defanged(f"join {invitation} now") == "join (invitation) now"


def test_what_turns_the_reading_direction_or_is_invisible_goes() -> None:
    assert plain("a\u202egpj.exe\u2066\u200b\u200f\x07") == "agpj.exe"
    assert plain("a\u3164\u115f\uffa0\u2800\u034f\ufe00\U000e0101\U000e0061b") == "ab"


def test_an_emoji_of_two_stays_one() -> None:
    assert plain("👩\u200d🚀") == "👩\u200d🚀"
    assert plain("❤\ufe0f") == "❤\ufe0f"


def test_piles_of_marks_are_cut_down() -> None:
    assert len(plain("a" + "\u0323\u0330" * 40)) <= 4
    assert len(plain("a" + "\u1ab0\u20dd" * 40)) <= 4
    assert len(plain("." + "\u1dc4\ufe20" * 40)) <= 4


def test_lines_do_not_become_headings_or_lists() -> None:
    assert defanged("# big\n- one\n1. two\n1.jpg") == ("\\# big\n\\- one\n1\\. two\n1.jpg")


@given(st.text())
def test_no_markup_survives_unescaped(text: str) -> None:
    shown = defanged(text)
    assert not re.search(r"[a-z]://\S", shown)
    assert "\u202e" not in shown
    for position, character in enumerate(shown):
        if character in "*_~`|<>[]":
            before = shown[:position]
            assert (len(before) - len(before.rstrip("\\"))) % 2 == 1, shown


def test_a_long_text_ends_in_an_ellipsis() -> None:
    assert shortened("a\nb\n\nc", characters=10, lines=2) == "a\nb…"
    assert shortened("abcdef", characters=4, lines=2) == "abc…"
    assert shortened("abc", characters=4, lines=2) == "abc"


def test_a_link_cannot_leave_its_angles() -> None:
    assert in_angles("https://a.example/>x<") == "<https://a.example/%3Ex%3C>"


def test_a_caption_names_author_text_site_link_and_counts() -> None:
    metadata = TwitterMetadata(
        url=LINK.url,
        author="NASA",
        user_screen_name="nasa",
        description="We choose *the Moon*",
        like_count=12_345,
        retweet_count=7,
    )
    assert caption(LINK, metadata, ENGLISH) == (
        "**NASA (@\u200bnasa)** · Twitter\n"
        "> We choose \\*the Moon\\*\n"
        "-# <https://x.com/nasa/status/1900> · 12.3K likes · 7 reposts"
    )


def test_an_unknown_count_is_not_shown() -> None:
    told = caption(LINK, YouTubeMetadata(url=LINK.url, channel_name="C", title="T"), ENGLISH)
    assert told == f"**C** · Youtube\n> T\n-# <{LINK.url}>"


@given(st.text(max_size=200), st.text(max_size=200))
def test_a_caption_is_found_again_in_its_message(author: str, text: str) -> None:
    metadata = OtherMetadata(url=LINK.url, author=author, description=text, like_count=1)
    told = caption(LINK, metadata, ENGLISH)
    assert caption_in(fitted_into_content(told, "Sending.\n-# a.jpg"), LINK) == told
    assert caption_in("Sending.", LINK) is None
    assert caption_in(told, None) is None


@given(st.text(alphabet=string.printable, max_size=1200), st.text(max_size=400))
def test_content_is_never_too_long(text: str, author: str) -> None:
    metadata = OtherMetadata(url=LINK.url, author=author, description=text, like_count=1)
    told = fitted_into_content(caption(LINK, metadata, ENGLISH), text)
    assert len(told.encode("utf-16-le")) // 2 <= CONTENT


def test_alt_text_is_the_authors_or_tells_the_place() -> None:
    assert alt_text("A cat", None, "Media 1 of 2") == "A cat"
    metadata = OtherMetadata(url=LINK.url, title="Cats")
    assert alt_text(None, metadata, "Media 1 of 2") == "Media 1 of 2: Cats"
    assert alt_text(" ", None, "Media 1 of 2") == "Media 1 of 2"


requests = st.builds(
    MediaRequest,
    link=st.just(LINK),
    quality=st.sampled_from(Quality),
    audio_only=st.booleans(),
    gif=st.booleans(),
    items=st.none() | st.just(Items.parse("1,3-5,7-")),
    max_items=st.none() | st.integers(1, 99),
    clip=st.none() | st.builds(Clip, start=st.integers(0, 50), end=st.integers(51, 999)),
    spoiler=st.booleans(),
)


@given(requests)
def test_a_button_brings_a_request_back_whole(request: MediaRequest) -> None:
    pressed = custom_ids.parse(str(Again.of("42", request)))
    assert isinstance(pressed, Again)
    assert pressed.user == "42"
    assert pressed.request(LINK) == request


def test_the_other_buttons_come_back_whole() -> None:
    for pressed in (Cancel(job="j"), Delete(user="1"), Deliver(user="1", job="j")):
        assert custom_ids.parse(str(pressed)) == pressed


@given(st.text())
def test_an_id_that_is_not_ours_is_nothing_or_harmless(text: str) -> None:
    pressed = custom_ids.parse(text)
    if isinstance(pressed, Again):
        pressed.request(LINK)


def _labels_of(components: list[buttons.Component]) -> list[str]:
    return [button["label"] for row in components for button in row["components"]]


def _at_the_end(end: object, request: MediaRequest | None = REQUEST) -> list[str]:
    return _labels_of(
        buttons.at_the_end(end, job="j", user="1", request=request, labels=ENGLISH)  # type: ignore[arg-type]
    )


def test_a_whole_result_can_be_deleted_and_traced() -> None:
    assert _at_the_end(Delivery(delivered=(fitted("a"),))) == ["Delete", "Source"]


def test_what_may_pass_can_be_asked_again_and_what_will_not_cannot() -> None:
    assert _at_the_end(Delivery(failure=ConnectionLost())) == ["Retry", "Delete", "Source"]
    assert _at_the_end(Delivery(failure=NotFound())) == ["Delete", "Source"]
    assert _at_the_end(Interrupted()) == ["Retry", "Delete", "Source"]
    assert _at_the_end(Broke(job_id="j")) == ["Retry", "Delete", "Source"]
    assert _at_the_end(Cancelled()) == ["Delete", "Source"]


def test_what_is_kept_is_delivered_by_retry_without_asking_the_site() -> None:
    end = Delivery(failure=ChatDown(), kept_until=NOON)
    row = buttons.at_the_end(end, job="j", user="1", request=REQUEST, labels=ENGLISH)
    assert row[0]["components"][0]["custom_id"] == "deliver:1:j"


def test_what_is_too_long_is_offered_as_a_clip_and_as_sound() -> None:
    cannot = CannotFit(smallest_limit=2**25, longest_clip=20.5, audio_bytes=1000)
    end = Delivery(left_behind=(LeftBehind(key="a", failure=cannot),))
    row = buttons.at_the_end(end, job="j", user="1", request=REQUEST, labels=ENGLISH)
    assert _labels_of(row) == ["First 20 s", "Sound only", "Delete", "Source"]
    clip, sound = (custom_ids.parse(it["custom_id"]) for it in row[0]["components"][:2])
    assert isinstance(clip, Again)
    assert isinstance(sound, Again)
    assert clip.request(LINK) == REQUEST.model_copy(update={"clip": Clip(end=20.5)})
    assert sound.request(LINK) == REQUEST.model_copy(update={"audio_only": True})


def test_a_link_too_long_for_a_button_has_none() -> None:
    request = MediaRequest(link=Link(url="https://x.com/" + "a" * 600))
    assert _at_the_end(Interrupted(), request) == ["Delete"]


def test_the_source_stands_in_the_message_itself() -> None:
    row = buttons.at_the_end(Interrupted(), job="j", user="1", request=REQUEST, labels=ENGLISH)
    assert buttons.source_of(row) == LINK.url
    assert _labels_of(buttons.without_actions(row)) == ["Delete", "Source"]
    assert buttons.source_of([]) is None


def test_a_card_tells_all_that_goes_on_and_no_unknown_number() -> None:
    steps = Steps().after(Looking())
    assert steps.text(sentence, "en") == "Looking at what is there."
    steps = steps.after(Fetching())
    assert steps.text(sentence, "en") == "Downloading."
    steps = steps.after(Fetching(item=2, of=3, done_bytes=1024, total_bytes=2048))
    steps = steps.after(
        Fitting(filename="a_b.mp4", original_bytes=9, limit_bytes=1024, fraction=0.5)
    )
    steps = steps.after(Sending(batch=1, filenames=("x_y.jpg",), size_bytes=1024))
    assert steps.text(sentence, "en").split("\n") == [
        "Downloading 2 of 3: 1 KiB of 2 KiB.",
        "▰▰▰▰▰▰▱▱▱▱▱▱",
        "Making a\\_b.mp4 fit into 1 KiB: 50%.",
        "▰▰▰▰▰▰▱▱▱▱▱▱",
        "Sending message 1: 1 file, 1 KiB.",
        "-# x\\_y.jpg",
    ]
    done = Fitting(filename="a_b.mp4", original_bytes=9, limit_bytes=1024, fraction=1)
    assert "Making" not in steps.after(done).text(sentence, "en")


def test_a_download_that_is_over_makes_room_on_the_card() -> None:
    last = Fetching(item=3, of=3, done_bytes=2048, total_bytes=2048)
    steps = Steps().after(last)
    assert "Downloading 3 of 3" in steps.text(sentence, "en")
    steps = steps.after(Sending(batch=1, filenames=("x.jpg",), size_bytes=1024))
    assert "Downloading" not in steps.text(sentence, "en")
    between = Fetching(item=2, of=3, done_bytes=2048, total_bytes=2048)
    assert "Downloading 2 of 3" in steps.after(between).text(sentence, "en")


def test_the_last_words_say_what_did_not_arrive_and_why() -> None:
    end = Delivery(delivered=(fitted("a"),), left_behind=(LeftBehind(key="b", failure=NotFound()),))
    told = summary(end, say=sentence, locale="en", labels=ENGLISH, posted=True)
    assert told.split("\n")[0] == "1 of 2 files arrived, 100 bytes."
    assert told.split("\n")[1].startswith("- There is no such post or file")


def test_what_was_kept_elsewhere_is_said_to_be_kept() -> None:
    told = summary(
        Delivery(delivered=(fitted("a"),)),
        say=sentence,
        locale="en",
        labels=ENGLISH,
        posted=False,
    )
    assert told.split("\n")[0] == "Kept on my side, nothing posted."
    assert told.split("\n")[-1] == "-# a.jpg"


def test_the_last_words_of_a_failure_are_its_sentence() -> None:
    end = Delivery(failure=LinkRefused(why="scheme"))
    told = summary(end, say=sentence, locale="en", labels=ENGLISH, posted=False)
    assert told == "Only links that begin with http:// or https:// can be fetched."


@given(st.lists(st.floats(0, 5), min_size=60, max_size=120))
def test_a_card_never_changes_more_often_than_it_may(gaps: list[float]) -> None:
    pace, now, edits = Pace(began=0.0), 0.0, 0
    for gap in gaps:
        now += gap
        if pace.pause(now) == 0:
            pace.edited(now)
            edits += 1
    assert 1 <= edits <= MOST


def test_a_long_job_still_changes_its_card_after_ten_minutes() -> None:
    pace, now = Pace(began=0.0), 0.0
    while (pause := pace.pause(now)) is not None:
        now += pause
        pace.edited(now)
    assert now > 600
