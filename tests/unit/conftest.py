from pathlib import Path

import pytest

from tests.fakes.rooms import FakeRoom


@pytest.fixture
def room(tmp_path: Path) -> FakeRoom:
    return FakeRoom(tmp_path)
