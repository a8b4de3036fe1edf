import os
import re
from pathlib import Path

import pytest

from tests.e2e.command import BossBot

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
USAGE = dict(re.findall(r"^    boss-bot ([\w-]+)(.*)", README, flags=re.MULTILINE))
"""What the README says that each command takes."""


async def test_help_names_every_command(boss_bot: BossBot) -> None:
    ran = await boss_bot("--help")
    assert ran.status == 0
    for command in ("download", "download-only", "info", "compress", "demo", "doctor", "engines"):
        assert f" {command} " in ran.out


@pytest.mark.parametrize("command", USAGE)
async def test_the_readme_names_every_option(boss_bot: BossBot, command: str) -> None:
    ran = await boss_bot(command, "--help")
    offered = re.findall(r"^│ +(--[\w-]+)", ran.out, flags=re.MULTILINE)
    assert sorted(re.findall(r"\[(--[\w-]+)", USAGE[command])) == sorted(offered)


async def test_the_readme_names_every_command(boss_bot: BossBot) -> None:
    ran = await boss_bot("--help")
    offered = re.findall(r"^│ +([a-z][\w-]*)  +[A-Z]", ran.out, flags=re.MULTILINE)
    assert sorted(USAGE) == sorted(offered)


async def test_the_version_is_that_of_the_package(boss_bot: BossBot) -> None:
    ran = await boss_bot("--version")
    assert (ran.status, ran.out.strip()) == (0, "0.1.0")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["download"], "URL requires an argument"),
        (["info"], "URL requires an argument"),
        (["compress"], "FILE requires an argument"),
        (["compress", "nothing.mp4"], '"nothing.mp4" does not exist'),
        (["compress", "."], '"." is a folder'),
        (["download", "https://x.com/a", "--limit", "0"], '"0" is not a size such as 10MiB'),
        (["download", "https://x.com/a", "--limit", "big"], '"big" is not a size such as 10MiB'),
        (["download", "https://x.com/a", "--quality", "721p"], '"721p" is none of best, 2160p'),
        (["download", "https://x.com/a", "--items", "x"], '"x" is not a list of items'),
        (["download", "https://x.com/a", "--items", "5-3"], "5-3 counts backwards"),
        (["download", "https://x.com/a", "--items", "0"], "items are counted from 1"),
        (["compress", "/dev/null"], '"/dev/null" is no regular file'),
        (["download", "https://x.com/a", "--start", "soon"], '"soon" is not a time'),
        (["download", "https://x.com/a", "--start", "9", "--end", "3"], "--end must come after"),
        (["download", "https://x.com/a", "--lmit", "1MiB"], "--limit"),
        (["downlod", "https://x.com/a"], '"download"'),
    ],
)
async def test_wrong_usage_is_told_in_one_line(
    boss_bot: BossBot, words: list[str], said: str
) -> None:
    ran = await boss_bot(*words)
    assert ran.status == 2
    assert ran.out == ""
    (line,) = ran.err.splitlines()
    assert line.startswith("boss-bot: ")
    assert said in line


@pytest.mark.parametrize(
    ("words", "name", "value", "said"),
    [
        (
            ["download", "https://x.com/a"],
            "COMPRESSION_TARGET_SIZE",
            "5",
            "COMPRESSION_TARGET_SIZE_MB",
        ),
        (["demo"], "MAX_FILE_SIZE", "none", '"none" is not a size'),
        (["doctor"], "COMPRESSION_FFMPEG_PRESET", "fastest", "it should be 'ultrafast'"),
    ],
)
async def test_a_wrong_setting_stops_the_command_with_one_line(
    boss_bot: BossBot, words: list[str], name: str, value: str, said: str
) -> None:
    ran = await boss_bot(*words, settings={name: value})
    assert ran.status == 2
    (line,) = ran.err.splitlines()
    assert line.startswith(f"boss-bot: {name}: ")
    assert said in line


async def test_help_says_what_is_wanted_and_what_holds_otherwise(boss_bot: BossBot) -> None:
    ran = await boss_bot("download", "--help")
    assert "--limit SIZE" in ran.out
    assert "--start TIME" in ran.out
    ran = await boss_bot("compress", "--help")
    said = " ".join(ran.out.replace("│", " ").split())
    assert "without it COMPRESSION_TARGET_SIZE_MB, which is 50 MiB unless set" in said
    assert "without it COMPRESSION_FFMPEG_PRESET, which is slow unless set" in said


@pytest.mark.parametrize("command", ["download", "info"])
async def test_nothing_is_said_to_a_reader_who_has_seen_enough(
    boss_bot: BossBot, command: str
) -> None:
    read, write = os.pipe()
    os.close(read)
    async with boss_bot.running(command, "a", "b", "--json", stdout=write) as process:
        os.close(write)
        _, err = await process.communicate()
    assert (process.returncode, err) == (1, b"")
