"""Discord as a chat keeps what every chat promises."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from adapters.sinks.discord.chats import DiscordChats
from domain.jobs import ReplyAddress
from tests.contracts.test_chat import PROMISES, Promise, Stage
from tests.fakes.rooms import FakeRoom
from tests.integration.discord.answering import Answering, answering


def _stage(bot: Answering, chats: DiscordChats, address: ReplyAddress, folder: Path) -> Stage:
    return Stage(
        chats=chats,
        address=address,
        seen=lambda: [
            attachment.path.read_bytes()
            for message in bot.discord.messages
            for attachment in message.attachments
            if attachment.path is not None
        ],
        room=FakeRoom(folder),
    )


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
@pytest.mark.parametrize("quiet", [False, True], ids=["answer", "quiet"])
async def test_discord_promises_that(promise: Promise, quiet: bool, tmp_path: Path) -> None:
    sent = tmp_path / "sent"
    sent.mkdir()
    async with answering(tmp_path, [], token=True, keep_in=sent) as bot:
        asked = await bot.asked()
        address = bot.spec(asked).reply
        if quiet:
            said = await bot.discord.say("a link")
            told = {"token": None, "channel": said.channel_id, "replies_to": said.id}
            address = address.model_copy(update=told)
        else:
            assert isinstance(address.token, SecretStr)
        await promise(_stage(bot, bot.chats, address, tmp_path / "room"))
