import pytest
from pydantic import ValidationError

from domain.link import Link
from domain.request import Clip, Items, MediaRequest, Quality, Span

LINK = Link(url="https://example.com/")


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("1,3-5", [1, 3, 4, 5], [2, 6]),
        ("2-", [2, 200], [1]),
        (" 7 , 9 ", [7, 9], [8]),
    ],
)
def test_items_are_read_as_people_write_them(
    text: str, inside: list[int], outside: list[int]
) -> None:
    items = Items.parse(text)
    assert all(number in items for number in inside)
    assert not any(number in items for number in outside)
    assert Items.parse(str(items)) == items


@pytest.mark.parametrize("text", ["", "a", "1,", "-3", "0", "5-3", "1;2"])
def test_what_is_no_list_of_items_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Items.parse(text)


def test_a_quality_has_a_height_and_best_has_none() -> None:
    assert Quality.P720.height == 720
    assert Quality.BEST.height is None


def test_a_clip_ends_after_it_starts() -> None:
    assert Clip(start=1, end=2).end == 2
    with pytest.raises(ValidationError):
        Clip(start=2, end=2)


def test_a_request_wants_its_items_and_at_most_its_cap() -> None:
    assert all(MediaRequest(link=LINK).wants(number) for number in (1, 500))
    capped = MediaRequest(link=LINK, max_items=2)
    assert [capped.wants(number) for number in (1, 2, 3)] == [True, True, False]
    named = MediaRequest(link=LINK, max_items=2, items=Items.parse("3"))
    assert [named.wants(number) for number in (1, 3)] == [False, True]


@pytest.mark.parametrize(
    ("wishes", "after_2", "after_5"),
    [
        ({}, "3-", "6-"),
        ({"max_items": 5}, "3-5", ""),
        ({"items": Items.parse("4-5,1-3")}, "4-5,3", ""),
        ({"items": Items.parse("2,5-"), "max_items": 1}, "5-", "6-"),
    ],
)
def test_what_is_wanted_after_an_item_is_told(
    wishes: dict[str, object], after_2: str, after_5: str
) -> None:
    request = MediaRequest.model_validate({"link": LINK, **wishes})
    for number, text in ((2, after_2), (5, after_5)):
        assert request.after(number) == (Items.parse(text).spans if text else ())


def test_equal_requests_are_one_key() -> None:
    one = MediaRequest(link=LINK, items=Items(spans=(Span(first=1),)), clip=Clip(end=3))
    other = MediaRequest.model_validate_json(one.model_dump_json())
    assert {one: "work"}[other] == "work"
