"""What stands over the media: who made it, what they wrote, where it is from."""

from typing import Final

from adapters.sinks.discord.defang import defanged, in_angles, plain, shortened
from adapters.sinks.discord.labels import Labels
from domain.link import Link, Site
from domain.metadata import AnyMetadata, TwitterMetadata, YouTubeMetadata

CONTENT: Final = 2000
"""Characters of a message's content, by Discord's reference."""
AUTHOR: Final = 80
TEXT: Final = 500
LINES: Final = 6
LONGEST_LINK: Final = 700
"""A longer one would leave no place for the rest."""


def caption(link: Link | None, metadata: AnyMetadata | None, labels: Labels) -> str:
    """At most about 1900 characters, harmless; "" when nothing at all is known."""
    lines = _who_and_what(metadata) if metadata is not None else []
    beneath = [in_angles(link.url)] if link and len(link.url) <= LONGEST_LINK else []
    if metadata is not None:
        beneath += _counts(metadata, labels)
    if beneath:
        lines.append("-# " + " · ".join(beneath))
    return "\n".join(lines)


def caption_in(content: str, link: Link | None) -> str | None:
    """The caption that a message has, which ends with the line of its link; None: it has none."""
    lines = content.split("\n")
    for number, line in enumerate(lines, 1):
        if link is not None and line.startswith(f"-# {in_angles(link.url)}"):
            return "\n".join(lines[:number])
    return None


def fitted_into_content(*parts: str) -> str:
    """The parts, one below the other, each as long as what comes before leaves place for it."""
    told = ""
    for part in filter(None, parts):
        longer = f"{told}\n{part}" if told else part
        if len(longer.encode("utf-16-le")) // 2 <= CONTENT:
            told = longer
    return told


def alt_text(description: str | None, metadata: AnyMetadata | None, place: str) -> str:
    """What a screen reader says of a file: its author's words, or its place and the post's text."""
    if description and plain(description):
        return plain(description)
    text = _text(metadata) if metadata is not None else ""
    return f"{place}: {shortened(plain(text), characters=200, lines=2)}" if text else place


def _who_and_what(metadata: AnyMetadata) -> list[str]:
    author = shortened(plain(_author(metadata) or ""), characters=AUTHOR, lines=1)
    site = "" if metadata.platform is Site.OTHER else metadata.platform.value.capitalize()
    head = " · ".join(filter(None, (f"**{defanged(author)}**" if author else "", site)))
    text = defanged(shortened(plain(_text(metadata)), characters=TEXT, lines=LINES))
    return [line for line in (head, *(f"> {line}" for line in text.split("\n") if line)) if line]


def _author(metadata: AnyMetadata) -> str | None:
    match metadata:
        case TwitterMetadata(user_screen_name=str(name)):
            return f"{metadata.author} (@{name})" if metadata.author else f"@{name}"
        case YouTubeMetadata(channel_name=str(name)):
            return name
        case _:
            return metadata.author


def _text(metadata: AnyMetadata) -> str:
    return metadata.title or metadata.description or ""


def _counts(metadata: AnyMetadata, labels: Labels) -> list[str]:
    counts = (
        (metadata.like_count, labels.likes),
        (metadata.retweet_count, labels.reposts),
        (metadata.view_count, labels.views),
        (metadata.comment_count, labels.comments),
    )
    return [f"{_short_number(count)} {name}" for count, name in counts if count is not None]


def _short_number(count: int) -> str:
    for size, unit in ((1_000_000_000, "B"), (1_000_000, "M"), (1000, "K")):
        if count >= size:
            return f"{count / size:.1f}".removesuffix(".0") + unit
    return str(count)
