"""Secrets are planted into a running bot; then all that it shows and leaves is searched."""

import asyncio
import json
import secrets
import signal
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from tests.discord_stand_in.discord import Discord, running_discord
from tests.discord_stand_in.faults import Refusal
from tests.discord_stand_in.invocation import Invocation
from tests.discord_stand_in.messages import Message
from tests.e2e.command import BossBot, appears
from tests.simulator import faults
from tests.simulator.messages import Response
from tests.simulator.simulator import Simulator
from tests.simulator.sites import reddit, twitter

COOKIE, PASSWORD, QUERY = "canary-of-cookies", "canary-of-the-proxy", "canary-of-a-query"
OWN, LOGIN, TOKEN = "canary-of-own-cookies", "canary-of-a-login", "canary-of-a-refresh-token"
CONFIG = {
    "extractor": {
        "twitter": {"username": "me", "password": LOGIN, "cookies": {"own": OWN}},
        "reddit": {"client-id": "anybody", "refresh-token": TOKEN},
    }
}
COOKIES = "# Netscape HTTP Cookie File\n" + "".join(
    f".x.com\tTRUE\t/\tTRUE\t0\t{name}\t{value}\n"
    for name, value in {**twitter.COOKIES, "kdt": COOKIE}.items()
)
NO_POST = Response(
    200, b'{"data": {"tweetResult": {"result": {"core": 5}}}}', {"content-type": "application/json"}
)
"""On which the engine breaks, with words."""
LINK = f"{twitter.PHOTO}?token={QUERY}"
LOGIN_ON_REDDIT = {"client-id": "anybody", "refresh-token": "refresh-token-of-mine"}
QUIETLY = {
    "UPLOAD_ENABLE_PROGRESS_UPDATES": "false",
    "GALLERY_DL_CONFIG": json.dumps({"extractor": {"reddit": LOGIN_ON_REDDIT}}),
}
MISSING_PERMISSION = 50013
"""Discord's code, for good."""


class Watch:
    """What `ps` shows, what the cells are told in their environment, and how records lie there."""

    def __init__(self, boss_bot: BossBot) -> None:
        self._records = boss_bot.work / "discord-jobs"
        self.shown: set[str] = set()
        self.environments = 0
        self.record_modes: set[int] = set()

    async def go_on(self) -> None:
        while True:
            for process in Path("/proc").glob("[0-9]*"):
                with suppress(OSError):
                    self._look_at(process)
            for record in self._records.rglob("*.json"):
                with suppress(FileNotFoundError):
                    self.record_modes.add(record.stat().st_mode & 0o777)
            await asyncio.sleep(0.05)

    def _look_at(self, process: Path) -> None:
        words = (process / "cmdline").read_bytes().decode(errors="replace")
        self.shown.add(words)
        if "adapters/cells/inside" in words:
            self.shown.add((process / "environ").read_bytes().decode(errors="replace"))
            self.environments += 1


def _settled(message: Message) -> bool:
    labels = [it["label"] for row in message.components for it in row["components"]]
    return "Delete" in labels


def _settings(home: Path, discord: Discord, simulator: Simulator) -> Mapping[str, str]:
    cookies = home / "cookies.txt"
    cookies.write_text(COOKIES)
    return {
        "DISCORD_TOKEN": discord.token,
        "DISCORD_API_URL": discord.url,
        "DOWNLOAD_PROXY": simulator.proxy.replace("//", f"//operator:{PASSWORD}@"),
        "DOWNLOAD_CA_FILE": str(simulator.ca_file),
        "GALLERY_DL_COOKIES_FILE": str(cookies),
        "GALLERY_DL_CONFIG": json.dumps(CONFIG),
        "UPLOAD_CLEANUP_AFTER_SUCCESS": "false",
        "DOWNLOAD_DIR": str(home / "kept"),
    }


async def test_a_running_bot_shows_and_leaves_no_secret(
    boss_bot: BossBot, simulator: Simulator, tmp_path: Path
) -> None:
    asked: list[Invocation] = []
    async with running_discord() as discord:
        discord.token = discord.world.token = f"canary-of-a-bot-{secrets.token_hex(8)}"
        settings = _settings(tmp_path, discord, simulator)
        async with boss_bot.running("discord", settings=settings) as process:
            watch = Watch(boss_bot)
            watching = asyncio.create_task(watch.go_on())
            await discord.gateway.ready(within=60)
            await discord.world.changes.until(lambda: discord.world.commands.get(""), within=60)
            for fault in (None, faults.says(NO_POST), faults.status(500)):
                if fault is not None:
                    simulator.fail(fault, host="*x.com")
                asked.append(await discord.slash("download", {"url": LINK}))
                await asked[-1].answer(_settled, within=90)
            process.send_signal(signal.SIGTERM)
            out, err = await asyncio.wait_for(process.communicate(), 30)
            watching.cancel()
        told = json.dumps([message.payload() for message in discord.messages])
    assert asked[0].original is not None
    assert asked[0].original.attachments, err.decode()
    used = [seen.request.headers.get("cookie", "") for seen in simulator.asked(host="*x.com")]
    assert any(COOKIE in each and OWN in each for each in used), "the cookies were not even used"
    assert " failed: " in err.decode(), [each.original for each in asked]
    assert watch.record_modes == {0o600}, "the jobs were not even recorded"
    assert watch.environments, "no cell was seen"
    tokens = {discord.token, *(each.token for each in asked)}
    written = [
        text
        for path in tmp_path.rglob("*")
        if path.is_file() and path.name != "cookies.txt" and simulator.ca_file != path
        for text in (path.name, path.read_bytes().decode(errors="replace"))
    ]
    kept = [out.decode(), err.decode(), *written]
    for secret in {COOKIE, PASSWORD, OWN, LOGIN, TOKEN, *tokens}:
        assert [text for text in (*kept, *watch.shown, told) if secret in text] == []
    assert [text for text in (*kept, *watch.shown) if QUERY in text] == []


async def test_what_is_kept_for_a_retry_names_the_link_and_no_address_that_a_site_signed(
    boss_bot: BossBot, simulator: Simulator, tmp_path: Path
) -> None:
    link = f"{reddit.GALLERY}?token={QUERY}"
    async with running_discord() as discord:
        settings = {**_settings(tmp_path, discord, simulator), **QUIETLY}
        async with boss_bot.running("discord", settings=settings):
            await discord.gateway.ready(within=60)
            await discord.world.changes.until(lambda: discord.world.commands.get(""), within=60)
            discord.faults.plan("PATCH *@original", Refusal(MISSING_PERMISSION), nth=2, times=9)
            await discord.slash("download", {"url": link})
            record = await appears(boss_bot.work, "*/kept.json")
    kept = json.loads(record.read_bytes())
    assert kept["pending"]
    assert kept["metadata"]["author"] == kept["origin"]["metadata"]["author"]
    assert kept["metadata"]["author"]
    texts = [text for text in _texts_in(kept) if "?" in text]
    assert set(texts) == {link}
    assert kept["request"]["link"]["url"] == kept["metadata"]["url"] == link


def _texts_in(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for each in value.values():
                yield from _texts_in(each)
        case list():
            for each in value:
                yield from _texts_in(each)
        case _:
            pass
