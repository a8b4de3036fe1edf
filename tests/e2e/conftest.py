"""What every end-to-end test has at hand."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.command import BossBot
from tests.e2e.loopback import Site, serving


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """A web site on this machine."""
    async with serving() as site:
        yield site


@pytest.fixture
def boss_bot(tmp_path: Path) -> BossBot:
    """The command, told that it may ask this machine; quick rather than beautiful."""
    settings = {
        "EGRESS_ALLOW_LOOPBACK": "true",
        "COMPRESSION_FFMPEG_PRESET": "ultrafast",
        "RETRY_PAUSE_SECONDS": "0.01",
    }
    return BossBot(tmp_path, settings)
