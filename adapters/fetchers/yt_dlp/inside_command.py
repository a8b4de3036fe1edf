"""One link through yt-dlp's command line: first what there is, then a file by what was found."""

import io
import json
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, Final, TypeAlias, final

import yt_dlp

from adapters.fetchers.yt_dlp.inside_trouble import TroubleError

Json: TypeAlias = dict[str, Any]

PROGRESS: Final = "@progress "
ARRIVED: Final = "@arrived "
SHOWN: Final = "%(progress.{downloaded_bytes,total_bytes,total_bytes_estimate,speed})j"
DOWNLOAD: Final = (
    "--no-simulate",
    "--progress",
    "--newline",
    "--progress-delta=0.5",
    f"--progress-template=download:{PROGRESS}{SHOWN}",
    f"--print=after_move:{ARRIVED}%(filepath)j",
)


@final
class CommandLine:
    """Runs the tool's main as often as there are steps; one extraction a video all the same."""

    def __init__(self, options: Sequence[str], progress: Callable[[Json], None]) -> None:
        self._options = list(options)
        self._progress = progress

    def look_up(self, url: str) -> Json:
        """The video or the flat playlist, dumped."""
        lines = self._main("--dump-single-json", "--", url)
        return self._dumped(lines)

    def complete(self, entry: Json) -> Json:
        """Dump what the entry points to."""
        if entry.get("_type", "video") == "video":
            return entry
        return self.look_up(entry["url"])

    def download(self, video: Json, formats: str, name: str) -> list[str]:
        """Each format under a name of ours, by the dump.

        Without the page's address: yt-dlp would extract it again when a download fails.
        """
        dump = Path("info.json")
        dump.write_text(json.dumps({**video, "webpage_url": None}))
        output = f"--output={name}.%(format_id)s.%(ext)s"
        try:
            lines = self._main(*DOWNLOAD, f"--format={formats}", output, f"--load-info-json={dump}")
        finally:
            dump.unlink()  # the addresses in it are signed
        return [json.loads(line.removeprefix(ARRIVED)) for line in lines]

    def _dumped(self, lines: Sequence[str]) -> Json:
        try:
            info: Json = json.loads(lines[-1])
        except (IndexError, ValueError) as error:
            raise TroubleError("yt-dlp dumped nothing") from error
        return info

    def _main(self, *more: str) -> list[str]:
        """What it printed but progress; anything that it reports as an error is trouble."""
        out, err = _Lines(self._heard), io.StringIO()
        code: object = 0
        with redirect_stdout(out), redirect_stderr(err):
            try:
                yt_dlp.main([*self._options, *more])
            except SystemExit as ended:
                code = ended.code
        sys.stderr.write(err.getvalue())
        if code:
            raise TroubleError(err.getvalue() or str(code))
        return out.lines

    def _heard(self, line: str) -> bool:
        if line.startswith(PROGRESS):
            self._progress(json.loads(line.removeprefix(PROGRESS)))
            return True
        return False


@final
class _Lines(io.TextIOBase):
    """Takes text and gives lines as soon as they are whole, if `heard` does not take them."""

    def __init__(self, heard: Callable[[str], bool]) -> None:
        self._heard = heard
        self._rest = ""
        self.lines: list[str] = []

    def write(self, text: str) -> int:
        *whole, self._rest = (self._rest + text).split("\n")
        self.lines += [line for line in whole if line.strip() and not self._heard(line.strip())]
        return len(text)
