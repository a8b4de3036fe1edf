"""The child's end of the conversation: one JSON value a line, both ways."""

import json
import os
import threading
from typing import Any, final

from adapters.cells.json_value import Json


@final
class Talk:
    """What a function in a child says to its parent; any thread of it may."""

    def __init__(self, fd: int) -> None:
        self._heard = os.fdopen(fd, "rb", closefd=False)
        self._said = os.fdopen(fd, "wb", closefd=False)
        self._turn = threading.RLock()

    def tell(self, event: Json) -> None:
        """Say it; there is no answer."""
        self.say({"tell": event})

    def ask(self, event: Json) -> Any:  # noqa: ANN401 - whatever the parent answers
        """Say it and wait until the parent has dealt with it: its answer."""
        with self._turn:
            self.say({"ask": event})
            return self.listen()

    def say(self, line: Json) -> None:
        """Send one line as it is; lone surrogates become question marks."""
        text = json.dumps(line, ensure_ascii=False, allow_nan=False)
        with self._turn:
            self._said.write(text.encode("utf-8", "replace") + b"\n")
            self._said.flush()

    def listen(self) -> Any:  # noqa: ANN401 - whatever the parent says
        """Wait for the parent's next line."""
        return json.loads(self._heard.readline())
