"""One child from its first line to its end, forked or freshly started."""

import contextlib
import faulthandler
import importlib
import os
import sys
import traceback
from collections.abc import Mapping
from typing import Any, NoReturn

from adapters.cells.inside.jail import enter_jail
from adapters.cells.inside.lifeline import arm
from adapters.cells.inside.talk import Talk

MESSAGE_LENGTH = 8192
OURS = ("adapters", "application", "domain")
"""Found before the jail closes: the folder of a checkout cannot be listed from inside."""


def live(talk: int, lifeline: int) -> NoReturn:
    """Do the one job that the parent names in its first line, say how it ended, and end."""
    code = 1
    try:
        arm(lifeline)
        faulthandler.enable()
        code = _work(Talk(talk))
    except BaseException:  # noqa: BLE001 - the cell's edge: the words are all that remains
        traceback.print_exc()
    finally:
        os._exit(code)


def _work(talk: Talk) -> int:
    opening = talk.listen()
    module, _, name = opening["entry"].partition(":")
    try:
        _settle(opening["folder"], opening["env"])
        for package in (*OURS, module.partition(".")[0]):
            importlib.import_module(package)
        enter_jail(opening["limits"], opening["fence"], opening["minimum"])
        sys.argv = [opening["entry"]]
        function = getattr(importlib.import_module(module), name)
        talk.say({"done": function(opening["job"], talk)})
    except SystemExit as ended:
        return _status(ended.code)
    except MemoryError:
        talk.say({"out_of_memory": True})
    except Exception as error:  # noqa: BLE001 - the cell's edge: every exception becomes a value
        with contextlib.suppress(Exception):  # printing may want a file descriptor, too
            traceback.print_exc()
        talk.say({"raised": type(error).__name__, "message": str(error)[:MESSAGE_LENGTH]})
    return 0


def _settle(folder: str, env: Mapping[str, str]) -> None:
    os.umask(0o077)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update({**env, "HOME": folder, "TMPDIR": folder})
    if "tempfile" in sys.modules:  # it may have chosen its folder in the server already
        sys.modules["tempfile"].tempdir = None  # type: ignore[attr-defined] # its documented global


def _status(code: Any) -> int:  # noqa: ANN401 - what SystemExit may hold
    """What `sys.exit` makes of it."""
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF
    print(code, file=sys.stderr)  # noqa: T201 - as sys.exit does
    return 1
