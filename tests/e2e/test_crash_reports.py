"""A bug quotes whatever it has at hand: what is written about it holds no secret all the same."""

import asyncio
import json
import signal
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.discord_stand_in.discord import Discord, running_discord
from tests.discord_stand_in.messages import Message
from tests.e2e.command import BossBot
from tests.simulator.simulator import Simulator
from tests.simulator.sites import reddit, twitter

COOKIE, PASSWORD = "canary-of-crashed-cookies", "canary-of-the-crashed-proxy"
QUERY = "canary-of-a-crashed-query"
"""Others than in test_secrets, which looks at the command lines of whatever runs beside it."""
OWN, LOGIN, TOKEN = "canary-of-own-cookies", "canary-of-a-login", "canary-of-a-bots-token"
REFRESH = "refresh-token-canary"
"""The simulated Reddit lets in who has one that begins so."""
SIGNED = "s=abc"
"""In the addresses that the simulated Reddit tells."""
SECRETS = (COOKIE, PASSWORD, QUERY, OWN, LOGIN, TOKEN, REFRESH, SIGNED)
LINKS = (f"{twitter.PHOTO}?token={QUERY}", f"{reddit.GALLERY}?token={QUERY}")
CONFIG = {
    "extractor": {
        "twitter": {"password": LOGIN, "cookies": {"kdt": OWN}},
        "reddit": {"client-id": "anybody", "refresh-token": REFRESH},
    }
}
COOKIES = "# Netscape HTTP Cookie File\n" + "".join(
    f".x.com\tTRUE\t/\tTRUE\t0\t{name}\t{value}\n"
    for name, value in {**twitter.COOKIES, "kdt": COOKIE}.items()
)

IN_A_JOB = """
from adapters.fetchers.gallery_dl.retelling import Retelling
from adapters.fetchers.yt_dlp.retelling import Retelling as OfVideos
from entrypoints.settings import Settings

async def breaks(self, event):
    raise RuntimeError(f"a bug: {event!r} {self!r} {self.room!r} {Settings()!r}")

Retelling.answer = OfVideos.answer = breaks
"""
BESIDE_THE_JOBS = """
from entrypoints.command_line.sharing import Sharing
from entrypoints.settings import Settings

async def breaks(self, urls, bars, ended):
    raise RuntimeError(f"a bug: {urls!r} {self!r} {Settings()!r}")

Sharing.all = breaks
"""


@pytest.fixture
def broken(tmp_path: Path, simulator: Simulator) -> Mapping[str, str]:
    """The settings of a command in which secrets of all kinds are in play, and a bug."""
    (tmp_path / "cookies.txt").write_text(COOKIES)
    (tmp_path / "bug").mkdir()
    return {
        "PYTHONPATH": str(tmp_path / "bug"),
        "DISCORD_TOKEN": TOKEN,
        "DOWNLOAD_PROXY": simulator.proxy.replace("//", f"//operator:{PASSWORD}@"),
        "DOWNLOAD_CA_FILE": str(simulator.ca_file),
        "GALLERY_DL_COOKIES_FILE": str(tmp_path / "cookies.txt"),
        "GALLERY_DL_CONFIG": json.dumps(CONFIG),
    }


def _plant(home: Path, bug: str) -> None:
    """Python runs a module of this name before anything else; children of ours do not."""
    (home / "bug" / "sitecustomize.py").write_text(bug)


def _leaks(home: Path, *told: str) -> list[str]:
    files = [path for path in home.rglob("*") if path.is_file() and path.name != "cookies.txt"]
    texts = [path.read_bytes().decode(errors="replace") for path in files]
    return [found for text in (*told, *texts) for found in SECRETS if found in text]


@pytest.mark.parametrize("bug", [IN_A_JOB, BESIDE_THE_JOBS], ids=["in a job", "beside the jobs"])
async def test_a_bug_in_a_command_tells_no_secret(
    bug: str, boss_bot: BossBot, broken: Mapping[str, str]
) -> None:
    _plant(boss_bot.home, bug)
    ran = await boss_bot("download", *LINKS, "--to", boss_bot.home / "out", settings=broken)
    assert ran.status == 1
    assert ran.err.count("a bug: ") >= (2 if bug == IN_A_JOB else 1), ran.err
    assert "Traceback" in ran.err
    assert "sitecustomize.py" in ran.err
    assert all(f"{link}: " in ran.err for link in LINKS) == (bug == IN_A_JOB)
    lines = [line for line in ran.err.splitlines() if not line.startswith(LINKS)]
    assert _leaks(boss_bot.home, ran.out, *lines) == []


def _settled(message: Message) -> bool:
    return "Delete" in [it["label"] for row in message.components for it in row["components"]]


async def test_a_bug_in_a_job_of_the_bot_tells_no_secret(
    boss_bot: BossBot, broken: Mapping[str, str]
) -> None:
    _plant(boss_bot.home, IN_A_JOB)
    async with running_discord() as discord:
        discord.token = discord.world.token = TOKEN
        settings = {**broken, "DISCORD_API_URL": discord.url}
        async with boss_bot.running("discord", settings=settings) as process:
            await _asked(discord)
            process.send_signal(signal.SIGTERM)
            out, err = await asyncio.wait_for(process.communicate(), 30)
        told = json.dumps([message.payload() for message in discord.messages])
    assert err.decode().count("a bug: ") >= 2, err.decode()
    assert "a bug" not in told
    told = told.replace(f"token={QUERY}", "")  # the answer names the link as it was asked for
    assert _leaks(boss_bot.home, out.decode(), err.decode(), told) == []


async def _asked(discord: Discord) -> None:
    await discord.gateway.ready(within=60)
    await discord.world.changes.until(lambda: discord.world.commands.get(""), within=60)
    for link in LINKS:
        asked = await discord.slash("download", {"url": link})
        await asked.answer(_settled, within=90)
