"""The last words of a card: what arrived, what did not and why, and how small things became."""

from typing import Final

from adapters.sinks.discord.defang import defanged, shortened
from adapters.sinks.discord.labels import Labels
from adapters.sinks.discord.steps import Say
from domain.delivery import Delivery, End
from domain.fitting import Fitted
from domain.sayable import Locale
from domain.sizes import human_size

LEFT_BEHIND: Final = 5
COMPRESSED: Final = 3
NAMES: Final = 10


def summary(end: End, *, say: Say, locale: Locale, labels: Labels, posted: bool) -> str:
    """How it ended; `posted` says that the files are in this chat, and not kept elsewhere."""
    told = defanged(say(end, locale))
    if not isinstance(end, Delivery):
        return told
    lines = [told]
    if end.delivered and not posted:
        lines = [labels.kept_here, told, f"-# {_names(end.delivered)}"]
    lines += _compressed(end.delivered)
    if len(end.left_behind) > 1 or end.delivered:
        reasons = [defanged(say(left, locale)) for left in end.left_behind]
        lines += [f"- {reason}" for reason in reasons[:LEFT_BEHIND]]
        if len(reasons) > LEFT_BEHIND:
            lines.append("- " + labels.more.format(count=len(reasons) - LEFT_BEHIND))
    return "\n".join(lines)


def _compressed(files: tuple[Fitted, ...]) -> list[str]:
    """From-to and ratio of the largest savings."""
    encoded = [fitted for fitted in files if fitted.action == "encoded"]
    encoded.sort(key=lambda fitted: fitted.original.size_bytes, reverse=True)
    return [
        f"-# {defanged(shortened(fitted.file.filename, characters=60, lines=1))}: "
        f"{human_size(fitted.original.size_bytes)} → {human_size(fitted.file.size_bytes)} "
        f"({fitted.ratio:.0%})"
        for fitted in encoded[:COMPRESSED]
    ]


def _names(files: tuple[Fitted, ...]) -> str:
    names = ", ".join(fitted.file.filename for fitted in files[:NAMES])
    return defanged(shortened(names, characters=400, lines=1))
