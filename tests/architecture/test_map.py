"""ARCHITECTURE.md is the map: what it does not name, a newcomer does not find."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAP = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
MODULES = sorted(
    path.stem
    for room in ("domain", "application")
    for path in (ROOT / room).glob("*.py")
    if path.stem != "__init__"
)


@pytest.mark.parametrize("module", MODULES)
def test_the_map_names_every_module_of_the_rooms_that_decide(module: str) -> None:
    assert f"`{module}`" in MAP
