"""What gallery-dl's hooks call in the child: it counts files, and tells the parent of each."""

import json
import logging
import time
from typing import Any, Final, TypeAlias, final

from gallery_dl import exception, util

from adapters.cells.inside.talk import Talk
from adapters.fetchers.gallery_dl.inside_focus import Focus
from adapters.fetchers.gallery_dl.inside_names import Names

Keywords: TypeAlias = dict[str, Any]
"""gallery-dl's metadata of a file; keys that begin with _ are its own business."""

NOT_SHOWN: Final = "Skipping %s ('%s')"
"""What X's extractor says, for debugging only, of a post that X does not show."""
PROGRESS_EVERY: Final = 0.5
"""Seconds."""


@final
class Told(logging.Handler):
    """Holds the conversation with the parent; also the log handler that collects words.

    The words of a file's own trouble are told with the file, all others at the end. INFO is the
    level that gallery-dl expects of the first handler.
    """

    def __init__(self, job: Keywords, talk: Talk) -> None:
        super().__init__(logging.INFO)
        self._talk = talk
        self._spans: list[tuple[int, int | None]] = [tuple(span) for span in job["spans"]]
        self._most: int = job["most"]
        self._focus = Focus(job["focus"])
        self._names = Names(job["names"])
        self._number = self._taken = 0
        self._shown = 0.0
        self._of_file: list[str] | None = None
        self.words: list[str] = []
        self.too_many = False

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what a person might want to read in the log."""
        if record.levelno >= logging.WARNING:
            words = self.words if self._of_file is None else self._of_file
            words.append(record.getMessage()[:1000])

    def listen_closely(self, site: str) -> None:
        """Keep, too, what that site's extractor says for debugging of a post that is not shown."""
        whispers = logging.Handler(logging.DEBUG)
        whispers.addFilter(lambda record: record.msg == NOT_SHOWN)
        whispers.emit = lambda record: self.words.append(record.getMessage()[:1000])  # type: ignore[method-assign] # as light as a handler gets
        logging.getLogger(site).setLevel(logging.DEBUG)
        logging.getLogger(site).addHandler(whispers)

    def follows(self, keywords: Keywords) -> bool:
        """Whether the post is one of those that are asked for."""
        match self._focus.follows(keywords):
            case None:
                raise exception.TerminateExtraction
            case follows:
                return follows

    def wants(self, keywords: Keywords) -> bool:
        """Count one more file, and say whether it is to be downloaded."""
        if not self._focus.wants(keywords):
            return False
        self._number += 1
        if all(last is not None and last < self._number for _, last in self._spans):
            raise exception.TerminateExtraction
        if not any(
            self._number in range(first, (last or self._number) + 1) for first, last in self._spans
        ):
            return False
        self._taken += 1
        if self._taken > self._most:
            self.too_many = True
            raise exception.TerminateExtraction
        return True

    def post(self, keywords: Keywords) -> None:
        """A post begins; its files follow."""
        asked = self._focus.is_asked(keywords)
        self._talk.tell({"post": _plain(keywords), "asked": asked})

    def prepare(self, keywords: Keywords) -> None:
        """A file is about to be downloaded."""
        name = self._names.of(keywords)
        self._talk.ask({"found": self._number, "keywords": _plain(keywords), "name": name})
        self._of_file = []

    def after(self, keywords: Keywords) -> None:
        """The file lies there, whole as far as gallery-dl knows."""
        self._of_file = None
        self._talk.ask({"arrived": str(keywords["path"])})

    def error(self, _keywords: Keywords) -> None:
        """The file will not come, or must come another way."""
        words, self._of_file = self._of_file or [], None
        self._talk.ask({"failed": words})

    skip = error

    def answered(self, status: int, host: str | None, headers: Any) -> None:  # noqa: ANN401 - requests' own type
        """A server answered: a sign of life, and the place where it may tell us to wait."""
        wait = {
            "retry_after": headers.get("Retry-After"),
            "reset": headers.get("x-rate-limit-reset"),
        }
        self._talk.tell({"answered": status, "host": host} | wait)

    def progress(self, total: int | None, done: int, rate: int) -> None:
        """Bytes of the file that is being downloaded."""
        now = time.monotonic()
        if now - self._shown >= PROGRESS_EVERY:
            self._shown = now
            self._talk.tell({"progress": [done, total, rate]})


def _plain(keywords: Keywords) -> Any:  # noqa: ANN401 - JSON
    """As JSON: dates in words, and no number that JSON does not know."""
    text = util.json_dumps(util.filter_dict(keywords))
    return json.loads(text, parse_constant=lambda _: None)
