"""The whole bot on the stand-in: real client, queue, sink and cards; fakes where media would be."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from dependency_injector import providers

from adapters.sinks.discord.transport import Transport, open_transport
from application.ports.fetcher import Fetcher
from entrypoints.discord_bot.running import Bot
from entrypoints.discord_bot.wiring import BotContainer, wired
from entrypoints.settings import Settings
from tests.discord_stand_in.discord import Discord, running_discord
from tests.discord_stand_in.invocation import Invocation
from tests.discord_stand_in.messages import Message
from tests.fakes.fetchers import FakeFetcher, Script
from tests.fakes.media import FakeCompressor, FakeProbe
from tests.fakes.rooms import FakeWorkspace
from tests.integration.discord.answering import HASTE

LINK = "https://example.com/post"


@dataclass
class WholeBot:
    discord: Discord
    wiring: BotContainer
    bot: Bot
    stop: asyncio.Event
    running: asyncio.Task[None]

    async def download(self, url: str = LINK, **options: Any) -> Invocation:
        where = {name: options.pop(name) for name in WHERE if name in options}
        return await self.discord.slash("download", {"url": url, **options}, **where)


WHERE = ("user", "guild", "channel", "attachment_size_limit", "accepts", "installed_by")


@asynccontextmanager
async def started(
    discord: Discord,
    transport: Transport,
    folder: Path,
    *,
    fetcher: Fetcher,
    grace: timedelta = timedelta(seconds=0),
    workspace: FakeWorkspace | None = None,
    **settings: Any,
) -> AsyncIterator[WholeBot]:
    """One process of the bot, until the block ends; then it is stopped as SIGTERM would."""
    told = Settings(
        _env_file=None,
        download_work_dir=folder / "work",
        download_dir=folder / "kept",
        egress_allow_loopback=True,
        **settings,
    )
    wiring = wired(told, transport)
    wiring.fetcher.override(fetcher)
    wiring.probe.override(FakeProbe())
    wiring.compressor.override(providers.Singleton(FakeCompressor))
    wiring.workspace.override(workspace or FakeWorkspace(folder / "rooms"))
    wiring.clock.override(
        providers.Object(lambda: datetime.fromtimestamp(discord.clock.now(), UTC))
    )
    bot = Bot(
        wiring,
        told,
        token=discord.token,
        application=discord.world.application_id,
    )
    bot.gateway.first_pause = 0.1
    stop = asyncio.Event()
    running = asyncio.create_task(bot.run(stop, grace=grace))
    try:
        async with asyncio.timeout(20):
            while not (bot.gateway.ready() or running.done()):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        yield WholeBot(discord, wiring, bot, stop, running)
    finally:
        stop.set()
        async with asyncio.timeout(20):
            await running


@asynccontextmanager
async def whole_bot(tmp_path: Path, script: Script, **settings: Any) -> AsyncIterator[WholeBot]:
    async with (
        running_discord() as discord,
        open_transport(url=discord.url, patience=HASTE, token=discord.token) as transport,
        started(discord, transport, tmp_path, fetcher=FakeFetcher(script), **settings) as bot,
    ):
        yield bot
        assert discord.violations == []


def labels_of(message: Message) -> list[str]:
    return [button["label"] for row in message.components for button in row["components"]]


def custom_id(message: Message, label: str) -> str:
    return next(
        button["custom_id"]
        for row in message.components
        for button in row["components"]
        if button["label"] == label
    )


def is_over(message: Message) -> bool:
    return not message.loading and bool(labels_of(message)) and "Cancel" not in labels_of(message)
