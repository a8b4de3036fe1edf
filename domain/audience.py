"""Who may look where an answer goes: whether what is not for all ages may be posted there."""

from typing import Literal, TypeAlias

NsfwRule: TypeAlias = Literal["refuse", "spoiler"]
"""What becomes of media marked as NSFW where everybody may look."""


def only_for_all_ages(rule: NsfwRule, *, in_public: bool, age_restricted: bool) -> bool:
    """Whether marked media is refused: never where a chat admits adults only, nor between two."""
    return rule == "refuse" and in_public and not age_restricted
