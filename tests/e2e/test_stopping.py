import asyncio
import json
import signal

from tests.e2e.command import BossBot
from tests.e2e.loopback import Site
from tests.e2e.processes import alive, below, gone
from tests.e2e.terminal import CTRL_C, at_a_terminal
from tests.media.library import Library


def post(site: Site) -> tuple[str, dict[str, str]]:
    """A post that gallery-dl asks for, and the setting that makes it know the site."""
    config = {"extractor": {"mastodon": {"here": {"root": site.root}}}}
    return f"{site.root}/@me/1", {"GALLERY_DL_CONFIG": json.dumps(config)}


async def test_ctrl_c_while_downloading_leaves_nothing(boss_bot: BossBot, site: Site) -> None:
    url, settings = post(site)
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


async def test_sigterm_while_downloading_leaves_nothing(boss_bot: BossBot, site: Site) -> None:
    url, settings = post(site)
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
    url, settings = post(site)
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
