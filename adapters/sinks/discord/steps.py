"""What a job has told so far, as the lines of its card."""

from collections.abc import Callable
from typing import Final

from adapters.sinks.discord.defang import defanged, shortened
from domain.progress import Fetching, Fitting, Progress, Sending
from domain.sayable import Locale, Sayable
from domain.value import Value

Say = Callable[[Sayable, Locale], str]

CELLS: Final = 12
NAMES: Final = 5
FITTING_AT_ONCE: Final = 3


class Steps(Value):
    """The latest of each kind; files being made smaller stand side by side."""

    looking: Progress | None = None
    fetching: Fetching | None = None
    fitting: tuple[Fitting, ...] = ()
    sending: Sending | None = None

    def after(self, progress: Progress) -> "Steps":
        """The steps with this one taken in."""
        match progress:
            case Fetching():
                return self.model_copy(update={"fetching": progress})
            case Fitting():
                others = [one for one in self.fitting if one.filename != progress.filename]
                still = [one for one in (*others, progress) if one.fraction < 1]
                return self.model_copy(update={"fitting": tuple(still[-FITTING_AT_ONCE:])})
            case Sending():
                return self.model_copy(update={"sending": progress})
            case _:
                return self.model_copy(update={"looking": progress})

    def text(self, say: Say, locale: Locale) -> str:
        """A line or two for each thing that goes on; "" before anything does."""
        lines: list[str] = []
        if self.looking and not (self.fetching or self.fitting or self.sending):
            lines.append(defanged(say(self.looking, locale)))
        if self.fetching and not (_is_over(self.fetching) and (self.fitting or self.sending)):
            lines += _with_bar(say(self.fetching, locale), _share(self.fetching))
        for fitting in self.fitting:
            lines += _with_bar(say(fitting, locale), fitting.fraction)
        if self.sending:
            lines.append(defanged(say(self.sending, locale)))
            names = shortened(", ".join(self.sending.filenames[:NAMES]), characters=200, lines=1)
            lines.append(f"-# {defanged(names)}")
        return "\n".join(lines)


def _is_over(fetching: Fetching) -> bool:
    return _share(fetching) == 1 and fetching.item == fetching.of


def _share(fetching: Fetching) -> float | None:
    if fetching.done_bytes is None or not fetching.total_bytes:
        return None
    return min(1.0, fetching.done_bytes / fetching.total_bytes)


def _with_bar(sentence: str, share: float | None) -> list[str]:
    if share is None:
        return [defanged(sentence)]
    full = round(share * CELLS)
    return [defanged(sentence), "▰" * full + "▱" * (CELLS - full)]
