"""Sets of tools in numbered folders; which one is in use is one symbolic link."""

import os
import shutil
from importlib.metadata import Distribution
from pathlib import Path
from typing import Final, final

CURRENT: Final = "current"
PREVIOUS: Final = "previous"
PACKAGES: Final = "packages"
"""Within a set: what is searched for modules; beside it lies what pip leaves."""
KEPT: Final = 3
"""Sets that stay: those two links' own, and one that a process may still be reading."""


@final
class Sets:
    """The folder, which need not exist before the first upgrade."""

    def __init__(self, parent: Path) -> None:
        self._parent = parent.absolute()

    def path(self) -> tuple[Path, ...]:
        """What a child has to search first now; nothing where what we came with is in use."""
        place = self._target(CURRENT)
        return () if place is None else (place / PACKAGES,)

    def new(self) -> Path:
        """An empty set that nobody uses."""
        self._parent.mkdir(parents=True, exist_ok=True)
        numbers = [int(each.name) for each in self._parent.iterdir() if each.name.isdecimal()]
        place = self._parent / f"{max(numbers, default=0) + 1:04}"
        (place / PACKAGES).mkdir(parents=True, mode=0o700)
        return place

    def use(self, place: Path) -> None:
        """Two renames; sets that are no longer needed go."""
        before = self._target(CURRENT)
        self._point(PREVIOUS, before)
        self._point(CURRENT, place)
        every = sorted(each for each in self._parent.iterdir() if each.name.isdecimal())
        for old in every[:-KEPT]:
            if old not in (place, before):
                self.remove(old)

    def go_back(self) -> None:
        """One rename, or the removal of the link where there was none before."""
        self._point(CURRENT, self._target(PREVIOUS))
        self._point(PREVIOUS, None)

    def remove(self, place: Path) -> None:
        """Without a word about what is gone already."""
        shutil.rmtree(place, ignore_errors=True)

    def _target(self, name: str) -> Path | None:
        try:
            place = self._parent / (self._parent / name).readlink()
        except OSError:
            return None
        return place if place.is_dir() else None

    def _point(self, name: str, place: Path | None) -> None:
        link = self._parent / name
        if place is None:
            link.unlink(missing_ok=True)
            return
        fresh = self._parent / f".{name}.{os.getpid()}"
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(place.name)
        fresh.replace(link)


def distribution(name: str, folders: list[str]) -> Distribution | None:
    """The first of that name in these folders, as Python would find it."""
    return next(iter(Distribution.discover(name=name, path=folders)), None)
