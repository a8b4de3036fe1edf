from datetime import date

import pytest

from domain.engines import Engine
from entrypoints.checks_of_sites import age

RELEASED = Engine(name="tool", version="2026.1.2", since=date(2026, 1, 2))
INSTALLED = RELEASED.model_copy(update={"version": "1.0", "since_what": "installation"})
NOBODY_KNOWS = Engine(name="tool", version="1.0")


@pytest.mark.parametrize(
    ("engine", "day", "said"),
    [
        (RELEASED, 2, "0 days old"),
        (RELEASED, 3, "1 day old"),
        (INSTALLED, 2, "installed today"),
        (INSTALLED, 3, "installed 1 day ago"),
        (INSTALLED, 12, "installed 10 days ago"),
        (NOBODY_KNOWS, 3, ""),
    ],
)
def test_an_engine_is_old_only_where_its_version_tells_its_day(
    engine: Engine, day: int, said: str
) -> None:
    assert age(engine, date(2026, 1, day)) == said
