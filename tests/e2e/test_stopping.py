import asyncio
import signal

import pytest

from tests.e2e.command import BossBot
from tests.e2e.gallery import known, posted
from tests.e2e.loopback import Site
from tests.e2e.processes import alive, below, gone
from tests.e2e.terminal import CTRL_C, at_a_terminal
from tests.e2e.test_download import LARGE
from tests.media.library import Library


async def test_ctrl_c_while_downloading_leaves_nothing(boss_bot: BossBot, site: Site) -> None:
    url, settings = posted(site, []), known(site)
    site.hold("/api/v1/statuses/1")
    async with at_a_terminal(boss_bot, "download", url, settings=settings) as terminal:
        await site.until_asked("/api/v1/statuses/1")
        children = below(terminal.process.pid)
        assert children
        terminal.type(CTRL_C)
        assert await terminal.ended() == 130
        assert alive(children) == set()
        assert "Traceback" not in terminal.shown
    assert boss_bot.left_behind() == []


@pytest.mark.parametrize("by", ["keyboard", "signal"])
async def test_stopping_while_encoding_leaves_nothing(
    boss_bot: BossBot, library: Library, by: str
) -> None:
    film = library.film("large.mp4", LARGE)
    words = ("compress", film, "--limit", "512KiB", "--to", "here")
    slow = {"COMPRESSION_FFMPEG_PRESET": "veryslow"}
    async with at_a_terminal(boss_bot, *words, settings=slow) as terminal:
        await terminal.shows("Making large.mp4 fit into 512 KiB")
        children = below(terminal.process.pid)
        assert children
        if by == "keyboard":
            terminal.type(CTRL_C)
        else:
            terminal.process.terminate()
        assert await terminal.ended() == 130
        assert alive(children) == set()
        assert "Traceback" not in terminal.shown
    assert boss_bot.left_behind() == []
    assert not (boss_bot.home / "here").exists()


async def test_sigterm_while_downloading_leaves_nothing(boss_bot: BossBot, site: Site) -> None:
    url, settings = posted(site, []), known(site)
    site.hold("/api/v1/statuses/1")
    async with boss_bot.running("download", url, "--json", settings=settings) as process:
        await site.until_asked("/api/v1/statuses/1")
        children = below(process.pid)
        assert children
        process.send_signal(signal.SIGTERM)
        out, err = await asyncio.wait_for(process.communicate(), 60)
        assert process.returncode == 130
        assert (out, err) == (b"", b"")
        assert alive(children) == set()
    assert boss_bot.left_behind() == []


async def test_sigkill_leaves_no_process_and_the_next_start_sweeps_the_rest(
    boss_bot: BossBot, site: Site, library: Library
) -> None:
    url, settings = posted(site, []), known(site)
    site.hold("/api/v1/statuses/1")
    async with boss_bot.running("download", url, settings=settings) as process:
        await site.until_asked("/api/v1/statuses/1")
        children = below(process.pid)
        assert children
        process.kill()
        await process.wait()
        await gone(children)
    assert boss_bot.left_behind() != []
    other = site.put("/lake.jpg", library["photo.jpg"], "image/jpeg")
    assert (await boss_bot("download", other)).status == 0
    assert boss_bot.left_behind() == []
