"""Text of strangers becomes text of a message in which nothing pings, links, formats or hides."""

import re
import unicodedata
from typing import Final

INVITE: Final = re.compile(
    r"(?:https?://)?(?:www\.)?(?:discord(?:app)?\.com/invite|discord\.gg|discord\.me|dsc\.gg)"
    r"/\S+",
    re.IGNORECASE,
)
"""Clients show an invitation as a card even where it is no link."""
SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*://(?=\S)", re.IGNORECASE)
"""Without it an address is text that leads nowhere."""
MARKUP: Final = re.compile(r"[\\*_~`|<>\[\]]")
AT_LINE_START: Final = re.compile(r"^(\s*)([#+-])|^(\s*\d+)([.)])(?=\s)", re.MULTILINE)
INVISIBLE: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Unicode categories: controls, turns of the direction of reading, no width, unassigned."""
KEPT: Final = frozenset("\n\u200d")
"""A line's end, and what joins two emoji into one."""
MARKS_IN_A_ROW: Final = re.compile(r"((?:\w[\u0300-\u036f]{2}))[\u0300-\u036f]+")


def plain(text: str) -> str:
    """The text without what nobody sees: controls, directions, widths of zero, piles of marks."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\u2028", "\n"))
    seen = (
        character
        for character in text
        if character in KEPT or unicodedata.category(character) not in INVISIBLE
    )
    return MARKS_IN_A_ROW.sub(r"\1", "".join(seen)).strip()


def defanged(text: str) -> str:
    """The text as it reads, harmless: at most about twice as long."""
    text = plain(text)
    while (less := SCHEME.sub("", text)) != text:  # what is left may join to a scheme again
        text = less
    text = INVITE.sub("(invitation)", text)
    text = MARKUP.sub(r"\\\g<0>", text)
    text = AT_LINE_START.sub(r"\1\3\\\2\4", text)
    return text.replace("@", "@\u200b")


def shortened(text: str, *, characters: int, lines: int) -> str:
    """The beginning of the text, with an ellipsis where something is missing."""
    filled = [line for line in text.split("\n") if line.strip()]
    short = "\n".join(filled[:lines])
    if len(short) > characters:
        short = short[: characters - 1].rstrip()
    elif len(filled) <= lines:
        return short
    return f"{short}…"


def in_angles(url: str) -> str:
    """The address as a link without a preview."""
    return "<" + url.replace("<", "%3C").replace(">", "%3E") + ">"
