"""Shows on a terminal how far each job is; says nothing anywhere else."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self, final

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn

from application.ports.telling import Shows
from domain.progress import Fetching, Fitting, Looking, Sending
from domain.progress import Progress as Step
from entrypoints.words import sentence


@final
class Bars:
    """A row for each thing that is going on, on stderr; they vanish when it is over."""

    def __init__(self, *, wanted: bool = True) -> None:
        console = Console(stderr=True)
        self._rows = Progress(
            BarColumn(bar_width=24),
            TextColumn("{task.description}", markup=False),
            console=console,
            transient=True,
            disable=not (wanted and console.is_terminal),
        )

    def __enter__(self) -> Self:
        self._rows.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._rows.stop()

    @contextmanager
    def of_one_job(self) -> Iterator[Shows]:
        """What one job's progress is shown to."""
        rows = _Rows(self._rows)
        try:
            yield rows
        finally:
            rows.clear()


@final
class _Rows(Shows):
    """One row for what is downloading, one for each file that is being fitted."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._shown: dict[str, TaskID] = {}

    def progress(self, progress: Step) -> None:
        said = sentence(progress)
        match progress:
            case Looking() | Sending():
                self._show("", said, None, None)
            case Fetching(done_bytes=done, total_bytes=total):
                self._show("", said, done, total)
            case Fitting(filename=name, fraction=fraction) if fraction < 1:
                self._show(name, said, fraction, 1)
            case Fitting(filename=name):
                self._drop(name)

    def clear(self) -> None:
        """The job is over."""
        for name in list(self._shown):
            self._drop(name)

    def _show(self, name: str, said: str, done: float | None, total: float | None) -> None:
        said = "".join(sign if sign.isprintable() else "?" for sign in said)
        if name not in self._shown:
            self._shown[name] = self._bars.add_task(said, total=None)
        self._bars.update(self._shown[name], description=said, completed=done or 0, total=total)

    def _drop(self, name: str) -> None:
        if name in self._shown:
            self._bars.remove_task(self._shown.pop(name))
