"""A tool that a stranger's file has taken over, in place of the real one, in product code's cells.

It loads the real tool, so that everything up to the work itself is what it always is; where the
work would begin it tries what is forbidden, leaves what it could do in its folder, and ends.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DONE = "done.json"

TAKEN_OVER = """
import importlib, json, os, sys
from pathlib import Path

sys.path.remove({folder!r})
del sys.modules[{tool!r}]
importlib.import_module({tool!r})

def intrude(*_words, **_more):
    from tests.security.acts import try_all
    Path({done!r}).write_text(json.dumps(try_all({aims!r}, None)))
    os._exit(0)

place = importlib.import_module({module!r})
*owners, name = {function!r}.split(".")
for owner in owners:
    place = getattr(place, owner)
setattr(place, name, intrude)
"""


@dataclass(frozen=True)
class Intruder:
    """Takes over `function` of `module`, a part of the package `tool`."""

    tool: str
    module: str
    function: str

    def settle(self, folder: Path, aims: dict[str, Any]) -> Path:
        """The folder to put first on a cell's path."""
        package = folder / self.tool
        package.mkdir(parents=True)
        text = TAKEN_OVER.format(
            folder=str(folder),
            done=DONE,
            aims=aims,
            tool=self.tool,
            module=self.module,
            function=self.function,
        )
        (package / "__init__.py").write_text(text)
        return folder


INSTEAD = """
import json, os
from pathlib import Path
from tests.security.acts import try_all

def work(_job, _talk):
    Path({done!r}).write_text(json.dumps(try_all({aims!r}, None)))
    os._exit(0)
"""


def settle_instead(folder: Path, aims: dict[str, Any]) -> str:
    """The entry of a cell whose work is code of ours, and is taken over whole."""
    folder.mkdir()
    (folder / "instead.py").write_text(INSTEAD.format(done=DONE, aims=aims))
    return "instead:work"


GALLERY_DL = Intruder("gallery_dl", "gallery_dl.job", "DownloadJob.run")
YT_DLP = Intruder("yt_dlp", "yt_dlp", "YoutubeDL.extract_info")
COOKIES = Intruder("yt_dlp", "yt_dlp.cookies", "extract_cookies_from_browser")
PYAV = Intruder("av", "av", "open")
PILLOW = Intruder("PIL", "PIL.Image", "open")


def done_in(folder: Path) -> Sequence[str]:
    """What an intruder in a cell of that folder could do."""
    (told,) = folder.rglob(DONE)
    done: list[str] = json.loads(told.read_text())
    return done
