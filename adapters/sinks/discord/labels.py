"""The few words of a card that are no sentences: on its buttons, and beside its numbers."""

from dataclasses import dataclass
from typing import Final

from domain.sayable import Locale


@dataclass(frozen=True, slots=True)
class Labels:
    """One language's words; the defaults are English."""

    cancel: str = "Cancel"
    delete: str = "Delete"
    retry: str = "Retry"
    source: str = "Source"
    deliver: str = "Deliver here"
    first_seconds: str = "First {length}"
    sound_only: str = "Sound only"
    likes: str = "likes"
    reposts: str = "reposts"
    views: str = "views"
    comments: str = "comments"
    more: str = "and {count} more"
    more_follows: str = "More of it follows."
    kept_here: str = "Kept on my side, nothing posted."
    still_working: str = (
        "Still working. I may answer here for 15 minutes only: press the button, now or later, "
        "and I deliver."
    )
    media: str = "Media {number} of {count}"


LANGUAGES: Final = {"en": Labels()}
"""Another one belongs here with its sentences (entrypoints/words), so that a card speaks one."""


def labels(locale: Locale) -> Labels:
    """The words of that language; English where there are none."""
    return LANGUAGES.get(locale.partition("-")[0].lower(), LANGUAGES["en"])
