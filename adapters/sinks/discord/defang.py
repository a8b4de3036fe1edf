"""Text of strangers becomes text of a message in which nothing pings, links, formats or hides."""

import re
import unicodedata
from typing import Final

INVITE: Final = re.compile(
    r"(?:https?://)?(?:[a-z]+\.)?"
    r"(?:discord(?:app)?\.com/(?:invite|gifts|template)|discord\.(?:gg|gift|new|me)|dsc\.gg)"
    r"/\S+",
    re.IGNORECASE,
)
"""Clients show an invitation, a gift or a template as a card even where it is no link."""
SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*://(?=\S)", re.IGNORECASE)
"""Without it an address is text that leads nowhere."""
MARKUP: Final = re.compile(r"[\\*_~`|<>\[\]]")
AT_LINE_START: Final = re.compile(r"^(\s*)([#+-])|^(\s*\d+)([.)])(?=\s)", re.MULTILINE)
INVISIBLE: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Unicode categories: controls, turns of the direction of reading, no width, unassigned."""
KEPT: Final = frozenset("\n\u200d")
"""A line's end, and what joins two emoji into one."""
BLANK: Final = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
    + "".join(chr(selector) for selector in (*range(0xFE00, 0xFE0E), *range(0xE0100, 0xE01F0)))
)
"""What Unicode counts as letters, signs or marks, and nobody sees; emoji keep their selectors."""
MARKS: Final = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
"""Blocks of marks that are set above and below any letter."""
MARKS_IN_A_ROW: Final = re.compile(f"((?:[^{MARKS}][{MARKS}]{{2}}))[{MARKS}]+")


def plain(text: str) -> str:
    """The text without what nobody sees: controls, directions, widths of zero, piles of marks."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\u2028", "\n"))
    seen = (
        character
        for character in text
        if character in KEPT
        or (unicodedata.category(character) not in INVISIBLE and character not in BLANK)
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
