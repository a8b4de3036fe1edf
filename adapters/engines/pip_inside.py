"""pip in a child, which ends with all that it may have started."""

import importlib.util
import runpy
import sys
from importlib.resources import files
from typing import Any, Final

from adapters.cells.inside.talk import Talk

INSTALLED: Final = (sys.prefix, sys.base_prefix)
"""pip lists what lies in each folder that is searched; ours, elsewhere, are not to be listed."""


def install(job: Any, talk: Talk) -> None:  # noqa: ANN401 - JSON
    """Install the newest wheel of each name into the folder `into`.

    Raises:
        ChildProcessError: pip could not do it; why, it has said on stderr.
    """
    del talk
    if importlib.util.find_spec("pip") is None:
        sys.path.append(_bundled())
    sys.path[:] = [folder for folder in sys.path if folder.startswith(INSTALLED)]
    sys.argv = [
        "pip", "--no-input", "--no-cache-dir", "--disable-pip-version-check",
        "install", "--quiet", "--progress-bar=off", "--no-deps", "--only-binary=:all:",
        "--upgrade", f"--target={job['into']}", *job["options"], *job["names"],
    ]  # fmt: skip
    try:
        runpy.run_module("pip", run_name="__main__")
    except SystemExit as ended:
        if ended.code:
            raise ChildProcessError(f"pip ended with {ended.code}") from None


def _bundled() -> str:
    """The wheel from which Python puts pip into new environments; some environments have none.

    Raises:
        ModuleNotFoundError: This Python comes without it, too.
    """
    for each in files("ensurepip").joinpath("_bundled").iterdir():
        if each.name.startswith("pip-") and each.name.endswith(".whl"):
            return str(each)
    raise ModuleNotFoundError("pip is neither here nor bundled with this Python")
