"""Loads a new set of tools, in a child, as a job would."""

import importlib
from typing import Any

from adapters.cells.inside.talk import Talk


def load(job: Any, talk: Talk) -> None:  # noqa: ANN401 - JSON
    """Import each module; what it raises is why the set cannot be used."""
    del talk
    for module in job["modules"]:
        importlib.import_module(module)
