"""`boss-bot discord`, the process: what a person does, from the token to the media."""

import asyncio
import hashlib
import json
import signal
import socket
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import av
from PIL import Image

from entrypoints.command_line.statuses import CANNOT_BEGIN, NOTHING
from tests.discord_stand_in.discord import Discord, running_discord
from tests.discord_stand_in.messages import Message
from tests.e2e.command import BossBot
from tests.simulator.simulator import Simulator
from tests.simulator.sites import twitter

LIMIT = 30 * 1024


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def _running(boss_bot: BossBot, discord: Discord, **settings: str) -> AsyncIterator[Process]:
    told = {"DISCORD_TOKEN": discord.token, "DISCORD_API_URL": discord.url, **settings}
    async with boss_bot.running("discord", settings=told) as process:
        await discord.gateway.ready(within=60)
        await discord.world.changes.until(lambda: discord.world.commands.get(""), within=60)
        yield process


def _is_over(message: Message) -> bool:
    labels = [it["label"] for row in message.components for it in row["components"]]
    return "Delete" in labels


async def test_without_a_token_it_says_where_to_get_one(boss_bot: BossBot) -> None:
    ran = await boss_bot("discord")
    assert ran.status == CANNOT_BEGIN
    assert "https://discord.com/developers/applications" in ran.err
    assert "DISCORD_TOKEN" in ran.err


async def test_a_work_folder_that_cannot_be_made_is_said_at_the_start(boss_bot: BossBot) -> None:
    boss_bot.work.touch()
    ran = await boss_bot("discord", settings={"DISCORD_TOKEN": "never asked for"})
    assert ran.status == CANNOT_BEGIN
    assert "work folder" in ran.err
    assert "DOWNLOAD_WORK_DIR" in ran.err
    assert "Traceback" not in ran.err


async def test_a_full_disk_at_the_start_may_be_mended_by_itself(boss_bot: BossBot) -> None:
    never = {"DISCORD_TOKEN": "never asked for"}
    ran = await boss_bot("discord", settings=never, largest=0)
    assert ran.status == NOTHING
    assert "its disk is full. Make room there, or name another one in DOWNLOAD_WORK_DIR." in ran.err


async def test_a_refused_token_is_said_to_be_refused(boss_bot: BossBot) -> None:
    async with running_discord() as discord:
        wrong = {"DISCORD_TOKEN": "wrong" * 5, "DISCORD_API_URL": discord.url}
        ran = await boss_bot("discord", settings=wrong)
    assert ran.status == CANNOT_BEGIN
    assert "Discord refused the token." in ran.err
    assert "wrong" * 5 not in ran.err
    assert "Traceback" not in ran.err


async def test_it_invites_answers_for_its_health_and_stops_when_told(
    boss_bot: BossBot, tmp_path: Path
) -> None:
    port = _free_port()
    token_file = tmp_path / "token"
    async with running_discord() as discord:
        token_file.write_text(f"{discord.token}\n")
        settings = {
            "DISCORD_TOKEN_FILE": f"{token_file}",
            "DISCORD_API_URL": discord.url,
            "HEALTH_PORT": f"{port}",
            "DISCORD_WEBHOOK_URL": "another program's",
        }
        async with boss_bot.running("discord", settings=settings) as process:
            await discord.gateway.ready(within=60)
            await discord.world.changes.until(lambda: discord.world.commands.get(""), within=60)
            health = f"http://127.0.0.1:{port}/health"
            async with aiohttp.ClientSession() as session:
                for _ in range(100):
                    async with session.get(health) as response:
                        told = await response.json()
                    if told["gateway"]:
                        break
                    await asyncio.sleep(0.05)
            process.send_signal(signal.SIGTERM)
            _, err = await asyncio.wait_for(process.communicate(), 30)
    written = err.decode()
    assert process.returncode == 0
    assert told["ok"]
    assert response.status == 200
    assert f"client_id={discord.world.application_id}" in written
    assert "scope=bot+applications.commands" in written
    assert "permissions=274877942784" in written
    assert discord.token not in written
    said = ("Invite me", "Jobs run in a sandbox")
    logged = [line for line in written.splitlines() if not line.startswith(said)]
    assert all(json.loads(line)["event"] for line in logged)


async def test_a_post_of_four_pictures_and_a_film_over_the_limit_is_one_message(
    boss_bot: BossBot, simulator: Simulator, tmp_path: Path
) -> None:
    sent = tmp_path / "sent"
    sent.mkdir()
    settings = {
        "DOWNLOAD_PROXY": simulator.proxy,
        "DOWNLOAD_CA_FILE": f"{simulator.ca_file}",
        "COMPRESSION_MIN_VIDEO_BITRATE_KBPS": "20",
        "UPLOAD_CLEANUP_AFTER_SUCCESS": "false",
        "DOWNLOAD_DIR": f"{tmp_path / 'kept'}",
    }
    async with running_discord(keep_in=sent) as discord:
        async with _running(boss_bot, discord, **settings) as process:
            asked = await discord.slash(
                "download", {"url": twitter.FULL}, attachment_size_limit=LIMIT
            )
            card = await asked.answer(_is_over, within=90)
            process.send_signal(signal.SIGTERM)
            _, err = await asyncio.wait_for(process.communicate(), 30)
        assert discord.violations == []
    assert asked.messages == [card]
    assert len(card.attachments) == 5, card.content
    assert all(it.size <= LIMIT for it in card.attachments)
    assert [it.content_type for it in card.attachments] == ["image/jpeg"] * 4 + ["video/mp4"]
    assert [it.description for it in card.attachments][:4] == [f"Lake {n}" for n in range(1, 5)]
    *pictures, film = [it.path for it in card.attachments]
    for picture in pictures:
        assert picture is not None
        with Image.open(picture) as image:
            image.load()
    with av.open(f"{film}") as container:
        assert container.streams.video[0].codec_context.name == "h264"
        assert sum(1 for _ in container.decode(video=0)) > 10
    kept = {_sha256(path) for path in (tmp_path / "kept").rglob("*") if path.is_file()}
    assert {it.sha256 for it in card.attachments} <= kept
    assert 3 <= len(discord.transcript.of("PATCH *@original")) <= 30
    assert twitter.FULL not in err.decode()
    assert discord.token not in err.decode()


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
