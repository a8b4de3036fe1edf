"""People use the bot, through the real client library."""

import hashlib
from pathlib import Path

from tests.fakes.fetchers import Post
from tests.integration.discord.answering import hashes
from tests.integration.discord.whole_bot import LINK, is_over, labels_of, whole_bot


def _hash(size: int) -> str:
    return hashlib.sha256(b"x" * size).hexdigest()


async def test_a_link_becomes_media(tmp_path: Path) -> None:
    async with whole_bot(tmp_path, [Post("a.jpg"), Post("b.jpg", size=101)]) as bot:
        asked = await bot.download()
        ack = await asked.acknowledged()
        card = await asked.answer(is_over)
    assert ack.after < 3
    assert hashes(asked) == [[_hash(100), _hash(101)]]
    assert labels_of(card) == ["Delete", "Source"]
    assert f"<{LINK}>" in card.content
