"""The command `boss-bot`: reads what was typed and runs it; imports the rest only when needed."""

import logging
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version

from cyclopts import App, CycloptsError

from entrypoints.command_line.statuses import INTERRUPTED, NOTHING, WRONG_USAGE
from entrypoints.log import log_everything

ELSEWHERE = "entrypoints.command_line"

app = App(
    name="boss-bot",
    help="Paste a link, get the media: under the limit, playing everywhere.",
    version=lambda: version("boss-bot"),
)
COMMANDS = {
    "download:download": "A link's media in a folder, every file within the limit.",
    "download:download_only": "A link's media in a folder, as it is at the source.",
    "info:info": "What stands behind a link and what of it fits, without downloading it.",
    "compress:compress": "Files on this machine, made small enough.",
    "demo:demo": "The whole job, on a sample site served from this machine.",
    "doctor:doctor": "Whether everything that a job needs works here.",
    "engines:engines": "How old gallery-dl and yt-dlp are, and newer ones.",
    "discord:discord": "The Discord bot.",
}
"""Where each is, and what the list of them says; loaded when it is called."""
for place, shown in COMMANDS.items():
    app.command(f"{ELSEWHERE}.{place}", help=shown)


def run(words: Sequence[str]) -> int:
    """The exit status: 0 all, 1 nothing, 2 wrong usage, 3 a part, 78 no start, 130 interrupted."""
    try:
        status = app(words, exit_on_error=False, print_error=False, result_action="return_value")
    except CycloptsError as wrong:
        print(f"boss-bot: {wrong}", file=sys.stderr)  # noqa: T201 - a command's usage
        return WRONG_USAGE
    return status if isinstance(status, int) else 0


def main() -> None:
    """What the installed command calls."""
    try:
        log_everything(logging.WARNING)
        status = run(sys.argv[1:])
    except* KeyboardInterrupt:  # before a command was under way
        status = INTERRUPTED
    except* BrokenPipeError:  # whoever read our stdout has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = NOTHING
    sys.exit(status)


if __name__ == "__main__":
    main()
