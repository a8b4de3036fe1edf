"""Says in a person's language what happened, why, and what can be done about it."""

from collections.abc import Callable

from domain.sayable import Locale, Sayable
from entrypoints.english import sentence as english

LANGUAGES: dict[str, Callable[[Sayable], str]] = {"en": english.sentence}


def sentence(what: Sayable, locale: Locale = "en") -> str:
    """A line or two for reading; names of files stand in it as they are, unescaped.

    It never repeats a tool's words, an address, or a path of this machine.
    """
    language = locale.partition("-")[0].lower()
    return LANGUAGES.get(language, english.sentence)(what)
