"""Every link of every site, for whoever has time: is there one that leads out of the simulator?"""

from types import ModuleType

import pytest

from tests.simulator.engines import Engine, Job, run
from tests.simulator.simulator import Simulator
from tests.simulator.sites import (
    bluesky,
    files,
    imgur,
    instagram,
    reddit,
    tiktok,
    tumblr,
    twitter,
    youtube,
)

LINKS = {
    site: [
        value
        for name, value in vars(site).items()
        if name.isupper()
        and name[0] != "_"
        and name != "ROOT"
        and str(value).startswith("https://")
    ]
    for site in (twitter, reddit, instagram, youtube, tiktok, bluesky, imgur, tumblr, files)
}


@pytest.mark.long
@pytest.mark.parametrize("engine", ["gallery_dl", "yt_dlp"])
@pytest.mark.parametrize("site", LINKS, ids=lambda site: site.__name__.rpartition(".")[2])
async def test_every_link_is_answered_for_guests_and_for_the_known(
    simulator: Simulator, engine: Engine, site: ModuleType
):
    options = {"format": "bv*,ba/b", "playlist_items": "1:2"} if engine == "yt_dlp" else {}
    who = [None, site.COOKIES] if hasattr(site, "COOKIES") else [None]
    jobs = [Job(link, cookies, options) for link in LINKS[site] for cookies in who]
    runs = await run(engine, simulator, *jobs)
    supported = (engine, site) != ("gallery_dl", youtube)
    assert any(one.files for one in runs) == supported
    assert not simulator.strangers
