import pytest

from domain.audience import NsfwRule, only_for_all_ages


@pytest.mark.parametrize(
    ("rule", "in_public", "age_restricted", "refused"),
    [
        ("refuse", True, False, True),
        ("refuse", True, True, False),
        ("refuse", False, False, False),
        ("spoiler", True, False, False),
    ],
)
def test_marked_media_is_refused_only_where_anybody_may_look(
    rule: NsfwRule, *, in_public: bool, age_restricted: bool, refused: bool
) -> None:
    assert only_for_all_ages(rule, in_public=in_public, age_restricted=age_restricted) is refused
