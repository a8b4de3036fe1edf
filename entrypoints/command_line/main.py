"""The command `boss-bot`: reads what was typed and runs it; imports the rest only when needed."""

import os
import sys
from collections.abc import Sequence
from importlib.metadata import version

from cyclopts import App, CycloptsError

from entrypoints.command_line.statuses import INTERRUPTED, WRONG_USAGE
from entrypoints.log import log_to_stderr

ELSEWHERE = "entrypoints.command_line"

app = App(
    name="boss-bot",
    help="Paste a link, get the media: under the limit, playing everywhere.",
    version=lambda: version("boss-bot"),
)
app.command(f"{ELSEWHERE}.download:download")
app.command(f"{ELSEWHERE}.download:download_only")
app.command(f"{ELSEWHERE}.info:info")
app.command(f"{ELSEWHERE}.compress:compress")
app.command(f"{ELSEWHERE}.demo:demo")
app.command(f"{ELSEWHERE}.doctor:doctor")
app.command(f"{ELSEWHERE}.engines:engines")
app.command(f"{ELSEWHERE}.discord:discord")


def run(words: Sequence[str]) -> int:
    """The exit status: 0 all of it, 1 nothing, 2 wrong usage, 3 a part, 130 interrupted."""
    try:
        status = app(words, exit_on_error=False, print_error=False, result_action="return_value")
    except CycloptsError as wrong:
        print(f"boss-bot: {wrong}", file=sys.stderr)  # noqa: T201 - a command's usage
        return WRONG_USAGE
    return status if isinstance(status, int) else 0


def main() -> None:
    """What the installed command calls."""
    try:
        log_to_stderr()
        sys.exit(run(sys.argv[1:]))
    except KeyboardInterrupt:  # before a command was under way
        sys.exit(INTERRUPTED)
    except BrokenPipeError:  # whoever read our stdout has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


if __name__ == "__main__":
    main()
