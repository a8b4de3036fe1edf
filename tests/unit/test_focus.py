"""What a link means of all that is listed of its page."""

import pytest

from adapters.fetchers.gallery_dl.focus import focus_of
from adapters.fetchers.gallery_dl.inside_focus import Focus
from domain.link import Link

ME, OTHER = {"id": 1}, {"id": 2}


def post(number: int, *, by=ME, answers: int = 0, **more):
    return {"tweet_id": number, "author": by, "user": ME, "reply_id": answers, **more}


@pytest.mark.parametrize(
    ("url", "focus"),
    [
        ("https://x.com/lake/status/19/photo/1", {"post": "19"}),
        ("https://x.com/lake", {}),
        ("https://www.reddit.com/r/lakes/comments/1talk/a_lake/commnt2/", {"comment": "commnt2"}),
        ("https://www.reddit.com/r/lakes/comments/1talk/comment/commnt2/", {"comment": "commnt2"}),
        ("https://www.reddit.com/r/lakes/comments/1talk/a_lake/", {}),
        ("https://imgur.com/status/19", {}),
    ],
)
def test_a_link_may_name_a_part(url, focus):
    assert focus_of(Link(url=url)) == focus


def test_an_authors_thread_is_meant_and_nothing_after_it():
    focus = Focus({"post": "2"})
    assert [
        focus.follows(one)
        for one in (
            post(1),
            post(2, answers=1),
            post(3, answers=2),
            post(9, by=OTHER, quote_id=3),
            post(4, by=OTHER, answers=1),
        )
    ] == [True, True, True, True, None]


def test_what_an_answer_answers_is_not_meant():
    focus = Focus({"post": "2"})
    assert focus.follows(post(1, by=OTHER)) is False
    assert focus.follows(post(2, answers=1)) is True


def test_of_a_page_without_parts_everything_is_meant():
    focus = Focus({})
    assert focus.follows(post(1, by=OTHER)) is True
    assert focus.wants({"comment": None}) is True


def test_only_the_files_of_one_comment_are_meant():
    focus = Focus({"comment": "c2"})
    assert not focus.wants({"comment": None})
    assert not focus.wants({"comment": {"id": "c1"}})
    assert focus.wants({"comment": {"id": "c2"}})
