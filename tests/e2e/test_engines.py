"""`boss-bot engines` and what doctor says of what grows old."""

import json
import zipfile
from collections.abc import Mapping
from importlib.metadata import distribution
from pathlib import Path

import pytest

from tests.discord_stand_in.discord import running_discord
from tests.e2e.command import BossBot
from tests.integration.wheels import wheel
from tests.simulator.simulator import Simulator
from tests.simulator.sites import twitter

ENGINES = ("yt-dlp", "yt-dlp-ejs", "gallery-dl")
VERSION = "2999.1.1"


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    """A folder that is all that pip is told of."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    return folder


@pytest.fixture
def index(wheels: Path, tmp_path: Path) -> Mapping[str, str]:
    """The settings that say so."""
    return {
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(wheels),
        "DOWNLOAD_ENGINES_DIR": str(tmp_path / "engines"),
    }


@pytest.mark.long
async def test_a_broken_release_is_not_used_and_the_old_engines_go_on(
    boss_bot: BossBot, wheels: Path, index: Mapping[str, str], tmp_path: Path
) -> None:
    for name in ENGINES:
        wheel(wheels, name, VERSION, "raise RuntimeError('half of it is missing')")
    before = await boss_bot("engines", "--json", settings=index)
    assert (before.status, before.document["outcome"]) == (0, "listed")

    ran = await boss_bot("engines", "upgrade", "--json", settings=index)
    assert ran.status == 1
    assert ran.document["outcome"] == "failed"
    assert ran.document["failure"]["kind"] == "tool_failed"
    assert "half of it is missing" in ran.err
    assert ran.document["engines"] == before.document["engines"]
    assert {each["name"] for each in ran.document["engines"]} == set(ENGINES)
    assert list((tmp_path / "engines").iterdir()) == []


NEWER = "an engine of 2999"
SAYS_SO = f"\nTwitterExtractor.browser, TwitterExtractor.useragent = None, {NEWER!r}\n"


def as_newer(folder: Path, name: str) -> None:
    """A wheel of what is installed, called newer; the one of gallery-dl says so to X."""
    module = name.replace("-", "_")
    record = f"{module}-{VERSION}.dist-info"
    installed = distribution(name)
    with zipfile.ZipFile(folder / f"{module}-{VERSION}-py3-none-any.whl", "w") as packed:
        for file in installed.files or ():
            if file.parts[0] == module and file.suffix != ".pyc":
                more = SAYS_SO if file.match("gallery_dl/extractor/twitter.py") else ""
                packed.writestr(str(file), file.read_binary() + more.encode())
        for kept in ("METADATA", "WHEEL"):
            text = installed.read_text(kept) or ""
            packed.writestr(
                f"{record}/{kept}",
                text.replace(f"Version: {installed.version}", f"Version: {VERSION}"),
            )
        packed.writestr(f"{record}/RECORD", "")


@pytest.mark.long
async def test_a_running_bot_uses_what_another_process_brings_and_takes_back(
    boss_bot: BossBot, simulator: Simulator, wheels: Path, index: Mapping[str, str]
) -> None:
    for name in ENGINES:
        as_newer(wheels, name)
    async with running_discord() as discord:
        settings = {
            **index,
            "DISCORD_TOKEN": discord.token,
            "DISCORD_API_URL": discord.url,
            "DOWNLOAD_PROXY": simulator.proxy,
            "DOWNLOAD_CA_FILE": str(simulator.ca_file),
        }

        async def is_newer() -> bool:
            asked = len(simulator.asked(host="*x.com"))
            answer = await discord.slash("download", {"url": twitter.PHOTO})
            await answer.answer(lambda message: bool(message.attachments), within=60)
            agents = {
                seen.request.headers.get("user-agent")
                for seen in simulator.asked(host="*x.com")[asked:]
            }
            assert len(agents) == 1
            return agents == {NEWER}

        async with boss_bot.running("discord", settings=settings):
            await discord.gateway.ready(within=60)
            await discord.world.changes.until(lambda: discord.world.commands.get(""), within=60)
            assert not await is_newer()
            upgraded = await boss_bot("engines", "upgrade", "--json", settings=index)
            assert upgraded.status == 0, upgraded.err
            assert {each["version"] for each in upgraded.document["engines"]} == {VERSION}
            assert await is_newer()
            back = await boss_bot("engines", "back", settings=index)
            assert back.status == 0
            assert VERSION not in back.out
            assert not await is_newer()


async def test_who_goes_back_from_nothing_is_told_so(boss_bot: BossBot, tmp_path: Path) -> None:
    engines = {"DOWNLOAD_ENGINES_DIR": str(tmp_path / "engines")}
    ran = await boss_bot("engines", "back", settings=engines)
    assert ran.status == 0
    assert ran.out.startswith("Nothing to undo: the installed ones are in use.\n")
    assert "Nothing to undo" not in (await boss_bot("engines", settings=engines)).out


async def test_a_browser_that_is_not_there_is_said_in_one_line_with_the_setting(
    boss_bot: BossBot,
) -> None:
    ran = await boss_bot("doctor", settings={"GALLERY_DL_COOKIES_FROM_BROWSER": "chrome"})
    assert ran.status == 1
    (logged,) = ran.err.splitlines()
    (told,) = (line for line in ran.out.splitlines() if line.startswith("FAILS"))
    for line in (logged, told):
        assert "could not find chrome cookies database" in line
        assert "FileNotFoundError" not in line
    assert "GALLERY_DL_COOKIES_FROM_BROWSER" in told


async def test_doctor_names_the_age_of_engines_and_logins_that_are_over(
    boss_bot: BossBot, tmp_path: Path
) -> None:
    cookies = tmp_path / "cookies.txt"
    cookies.write_text(".reddit.com\tTRUE\t/\tTRUE\t1000\treddit_session\thush\n")
    ran = await boss_bot("doctor", "--json", settings={"GALLERY_DL_COOKIES_FILE": str(cookies)})
    checks = {each["name"]: each for each in ran.document["checks"]}
    assert " old" in checks["age of yt-dlp"]["found"]
    assert ", installed " in checks["age of gallery-dl"]["found"], "its version tells no day"
    assert checks["cookies of reddit"]["found"] == "expired"
    assert checks["cookies of reddit"]["ok"] is False
    assert checks["cookies of twitter"]["found"] == "none: as a guest"
    assert checks["cookies of twitter"]["ok"] is True
    token = {"client-id": "mine", "refresh-token": "hush"}
    known = {"GALLERY_DL_CONFIG": json.dumps({"extractor": {"reddit": token}})}
    by_token = await boss_bot("doctor", "--json", settings=known)
    found = {each["name"]: each["found"] for each in by_token.document["checks"]}
    assert "logged in" in found["cookies of reddit"]
    assert "hush" not in by_token.out + by_token.err
    assert "hush" not in ran.out + ran.err
