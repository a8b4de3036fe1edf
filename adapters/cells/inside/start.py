"""An isolated interpreter knows none of our folders, so this finds a module's `main` for it.

Run as: python -I -u start.py FOLDERS MODULE ARGUMENT...
"""

import importlib
import os
import sys

INSTALLED = ("site-packages", "dist-packages")


def search(folders: list[str]) -> None:
    """Find modules in these folders: after the standard library, before the installed packages."""
    installed = (at for at, folder in enumerate(sys.path) if folder.endswith(INSTALLED))
    at = next(installed, len(sys.path))
    sys.path[at:at] = folders


if __name__ == "__main__":
    search(sys.argv[1].split(os.pathsep))
    importlib.import_module(sys.argv[2]).main(*sys.argv[3:])
